// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backupdraft.h"

#include "backup/plankind.h"
#include "catalog/setname.h"

#include <QDir>

namespace tidemark::backup {

QJsonObject BackupDraft::toJson() const
{
    QJsonObject object = planHead(PlanKind::Database);
    object.insert(QStringLiteral("server"), serverLabel);
    object.insert(QStringLiteral("database"), database);
    object.insert(QStringLiteral("destination"), destination);
    object.insert(QStringLiteral("content"), content.toJson());
    object.insert(QStringLiteral("options"), backup::toJson(options));
    object.insert(QStringLiteral("globals"), globals == Globals::Include);
    object.insert(QStringLiteral("rolePasswords"), rolePasswords == RolePasswords::Keep);
    object.insert(QStringLiteral("lockWaitSeconds"), static_cast<qint64>(lockWait.count()));
    object.insert(QStringLiteral("fileName"), fileName);
    if (form.format)
        object.insert(QStringLiteral("format"), archive::formatText(*form.format));
    if (form.compression)
        object.insert(QStringLiteral("compression"), form.compression->toText());
    if (form.jobs > 0)
        object.insert(QStringLiteral("jobs"), form.jobs);
    return object;
}

core::Result<BackupDraft> BackupDraft::fromJson(const QJsonObject& object)
{
    TIDEMARK_TRY(checkPlan(object, PlanKind::Database));
    BackupDraft draft;
    draft.serverLabel = object.value(u"server").toString();
    draft.database = object.value(u"database").toString();
    draft.destination = object.value(u"destination").toString();
    draft.content = ContentChoice::fromJson(object.value(u"content").toObject());
    draft.options = toolOptionsFromJson(object.value(u"options").toArray());
    draft.globals = object.value(u"globals").toBool(true) ? Globals::Include : Globals::Leave;
    draft.rolePasswords = object.value(u"rolePasswords").toBool(true) ? RolePasswords::Keep : RolePasswords::Leave;
    draft.lockWait = std::chrono::seconds(object.value(u"lockWaitSeconds").toInt(static_cast<int>(draft.lockWait.count())));
    draft.fileName = object.value(u"fileName").toString(draft.fileName);
    if (object.contains(u"format")) {
        auto format = formatFromText(object.value(u"format").toString());
        if (!format)
            return std::move(format).error();
        draft.form.format = *format;
    }
    if (object.contains(u"compression")) {
        auto compression = core::CompressionSpec::fromText(object.value(u"compression").toString());
        if (!compression)
            return std::move(compression).error();
        draft.form.compression = *compression;
    }
    draft.form.jobs = object.value(u"jobs").toInt();
    return draft;
}

QString fileNameFrom(const BackupDraft& draft, const QDateTime& started)
{
    QString name = draft.fileName;
    name.replace(QLatin1String("{date}"), started.toUTC().toString(QStringLiteral("yyyy-MM-dd")));
    name.replace(QLatin1String("{time}"), started.toUTC().toString(QStringLiteral("HHmmss")));
    // Last, so that a name that looks like one of these stays as it is.
    name.replace(QLatin1String("{server}"), draft.serverLabel);
    name.replace(QLatin1String("{database}"), draft.database);
    return catalog::pathComponent(name);
}

} // namespace tidemark::backup
