// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/cluster/clusterdumpdraft.h"

#include "backup/plankind.h"
#include "catalog/setname.h"
#include "core/quoting.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <array>
#include <utility>

namespace tidemark::backup::cluster {

namespace {

constexpr std::array<std::pair<Content, const char*>, 4> contents{{{Content::Everything, "everything"},
                                                                   {Content::Globals, "globals"},
                                                                   {Content::Roles, "roles"},
                                                                   {Content::Tablespaces, "tablespaces"}}};
constexpr std::array<std::pair<Part, const char*>, 3> parts{
    {{Part::Everything, "everything"}, {Part::Definitions, "definitions"}, {Part::Rows, "rows"}}};

QString partName(Part part)
{
    for (const auto& [value, name] : parts) {
        if (value == part)
            return QLatin1String(name);
    }
    return {};
}

Part partFromName(const QString& text)
{
    for (const auto& [value, name] : parts) {
        if (text == QLatin1String(name))
            return value;
    }
    return Part::Everything;
}

} // namespace

QString contentName(Content content)
{
    for (const auto& [value, name] : contents) {
        if (value == content)
            return QLatin1String(name);
    }
    return {};
}

std::optional<Content> contentFromName(QStringView text)
{
    for (const auto& [value, name] : contents) {
        if (text == QLatin1String(name))
            return value;
    }
    return std::nullopt;
}

QJsonObject ClusterDumpDraft::toJson() const
{
    QJsonObject object = planHead(PlanKind::Cluster);
    object.insert(QStringLiteral("server"), serverLabel);
    object.insert(QStringLiteral("destination"), destination);
    object.insert(QStringLiteral("content"), contentName(content));
    object.insert(QStringLiteral("part"), partName(part));
    object.insert(QStringLiteral("excludedDatabases"), QJsonArray::fromStringList(excludedDatabases));
    object.insert(QStringLiteral("options"), backup::toJson(options));
    object.insert(QStringLiteral("rolePasswords"), rolePasswords == RolePasswords::Keep);
    object.insert(QStringLiteral("lockWaitSeconds"), static_cast<qint64>(lockWait.count()));
    object.insert(QStringLiteral("fileName"), fileName);
    if (compression)
        object.insert(QStringLiteral("compression"), compression->toText());
    return object;
}

core::Result<ClusterDumpDraft> ClusterDumpDraft::fromJson(const QJsonObject& object)
{
    TIDEMARK_TRY(checkPlan(object, PlanKind::Cluster));
    ClusterDumpDraft draft;
    draft.serverLabel = object.value(u"server").toString();
    draft.destination = object.value(u"destination").toString();
    const QString content = object.value(u"content").toString(contentName(draft.content));
    const auto known = contentFromName(content);
    if (!known) // what is meant is not known, so neither is what it would leave out
        return core::Error{core::ErrorKind::InvalidInput,
                           QCoreApplication::translate("backup::BackupDraft", "This plan cannot be read."),
                           QCoreApplication::translate("backup::BackupDraft",
                                                       "It is a plan for %1, which is not known here.")
                               .arg(core::singleLine(content)),
                           {}};
    draft.content = *known;
    draft.part = partFromName(object.value(u"part").toString());
    for (const QJsonValue pattern : object.value(u"excludedDatabases").toArray())
        draft.excludedDatabases.append(pattern.toString());
    draft.options = toolOptionsFromJson(object.value(u"options").toArray());
    draft.rolePasswords =
        object.value(u"rolePasswords").toBool(true) ? RolePasswords::Keep : RolePasswords::Leave;
    draft.lockWait = std::chrono::seconds(
        object.value(u"lockWaitSeconds").toInt(static_cast<int>(draft.lockWait.count())));
    draft.fileName = object.value(u"fileName").toString(draft.fileName);
    if (object.contains(u"compression")) {
        auto compression = core::CompressionSpec::fromText(object.value(u"compression").toString());
        if (!compression)
            return std::move(compression).error();
        draft.compression = *compression;
    }
    return draft;
}

QStringList commandArguments(const ClusterDumpDraft& draft)
{
    const ClusterDumpDraft defaults;
    QStringList arguments{QStringLiteral("backup"),
                          draft.content == Content::Everything
                              ? QStringLiteral("--cluster")
                              : QStringLiteral("--%1-only").arg(contentName(draft.content))};
    const auto add = [&arguments](const char* option, const QString& value) {
        arguments << QLatin1String(option) << value;
    };
    add("--to", draft.destination);
    for (const QString& pattern : draft.excludedDatabases)
        add("--exclude-database", pattern);
    if (draft.part != Part::Everything)
        arguments << (draft.part == Part::Definitions ? QStringLiteral("--schema-only")
                                                      : QStringLiteral("--data-only"));
    if (draft.compression)
        add("--compress", draft.compression->toText());
    if (draft.rolePasswords == RolePasswords::Leave)
        arguments << QStringLiteral("--no-role-passwords");
    if (draft.lockWait != defaults.lockWait)
        add("--lock-wait", QString::number(draft.lockWait.count()));
    if (draft.fileName != defaults.fileName)
        add("--file-name", draft.fileName);
    for (const ToolOption& option : draft.options)
        add("--option", argumentOf(option).mid(2));
    return arguments;
}

core::CompressionSpec compressionOf(const ClusterDumpDraft& draft)
{
    if (draft.compression)
        return *draft.compression;
    // Every machine that has psql unpacks gzip. Globals are a few kilobytes, and read by people.
    return draft.content == Content::Everything
               ? core::CompressionSpec{core::CompressionMethod::Gzip, std::nullopt}
               : core::CompressionSpec{};
}

QString fileNameFrom(const ClusterDumpDraft& draft, const QDateTime& started)
{
    QString name = draft.fileName;
    name.replace(QLatin1String("{date}"), started.toUTC().toString(QStringLiteral("yyyy-MM-dd")));
    name.replace(QLatin1String("{time}"), started.toUTC().toString(QStringLiteral("HHmmss")));
    // Last, so that a name that looks like one of these stays as it is.
    name.replace(QLatin1String("{server}"), draft.serverLabel);
    return catalog::pathComponent(name);
}

} // namespace tidemark::backup::cluster
