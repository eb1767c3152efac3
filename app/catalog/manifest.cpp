// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/manifest.h"

#include "core/text.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace tidemark::catalog {

namespace {

QJsonArray filesToJson(const QList<ManifestFile>& files)
{
    QJsonArray array;
    for (const ManifestFile& file : files) {
        array.append(QJsonObject{{QStringLiteral("name"), file.name}, {QStringLiteral("size"), file.size}, {QStringLiteral("sha256"), file.sha256}});
    }
    return array;
}

QJsonArray tablesToJson(const QList<ManifestTable>& tables)
{
    QJsonArray array;
    for (const ManifestTable& table : tables) {
        QJsonObject object{{QStringLiteral("schema"), table.schema},
                           {QStringLiteral("name"), table.name},
                           {QStringLiteral("columns"), QJsonArray::fromStringList(table.columns)},
                           {QStringLiteral("rows"), table.rows},
                           {QStringLiteral("bytes"), table.bytes},
                           {QStringLiteral("digest"), table.digest}};
        if (!table.database.isEmpty())
            object.insert(QStringLiteral("database"), table.database);
        array.append(object);
    }
    return array;
}

SetKind setKindFrom(const QString& name)
{
    for (const SetKind kind : {SetKind::Cluster, SetKind::BaseBackup}) {
        if (name == setKindName(kind))
            return kind;
    }
    return SetKind::Database; // also where nothing is said: the first sets were all of databases
}

core::Severity severityFrom(const QString& name)
{
    for (const core::Severity severity : {core::Severity::Info, core::Severity::Warning}) {
        if (name == QLatin1String(core::severityName(severity)))
            return severity;
    }
    return core::Severity::Blocker;
}

void readLists(const QJsonObject& object, Manifest& manifest)
{
    for (const QJsonValue value : object.value(QLatin1String("files")).toArray()) {
        const QJsonObject file = value.toObject();
        manifest.files.append({file.value(QLatin1String("name")).toString(), file.value(QLatin1String("size")).toInteger(),
                               file.value(QLatin1String("sha256")).toString()});
    }
    for (const QJsonValue value : object.value(QLatin1String("tables")).toArray()) {
        const QJsonObject table = value.toObject();
        QStringList columns;
        for (const QJsonValue column : table.value(QLatin1String("columns")).toArray())
            columns.append(column.toString());
        manifest.tables.append({table.value(QLatin1String("schema")).toString(), table.value(QLatin1String("name")).toString(), columns,
                                table.value(QLatin1String("rows")).toInteger(), table.value(QLatin1String("bytes")).toInteger(),
                                table.value(QLatin1String("digest")).toString(), table.value(QLatin1String("database")).toString()});
    }
    for (const QJsonValue value : object.value(QLatin1String("findings")).toArray()) {
        const QJsonObject finding = value.toObject();
        manifest.findings.append({severityFrom(finding.value(QLatin1String("severity")).toString()), finding.value(QLatin1String("id")).toString(),
                                  finding.value(QLatin1String("sentence")).toString(), finding.value(QLatin1String("hint")).toString(), {}});
    }
}

QJsonObject baseToJson(const BaseBackupPart& base)
{
    QJsonArray tablespaces;
    for (const ManifestTablespace& tablespace : base.tablespaces) {
        tablespaces.append(QJsonObject{{QStringLiteral("oid"), tablespace.oid},
                                       {QStringLiteral("name"), tablespace.name},
                                       {QStringLiteral("location"), tablespace.location},
                                       {QStringLiteral("folder"), tablespace.folder}});
    }
    return {{QStringLiteral("timeline"), base.timeline},
            {QStringLiteral("startLsn"), base.start.toText()},
            {QStringLiteral("endLsn"), base.end.toText()},
            {QStringLiteral("label"), base.label},
            {QStringLiteral("walMethod"), base.walMethod},
            {QStringLiteral("checksumAlgorithm"), base.checksumAlgorithm},
            {QStringLiteral("fromStandby"), base.fromStandby},
            {QStringLiteral("verifiedByTool"), base.verifiedByTool},
            {QStringLiteral("tablespaces"), tablespaces}};
}

BaseBackupPart baseFrom(const QJsonObject& object)
{
    const auto text = [](const QJsonObject& from, const char* key) { return from.value(QLatin1String(key)).toString(); };
    BaseBackupPart base;
    base.timeline = object.value(QLatin1String("timeline")).toInt();
    base.start = core::Lsn::parse(text(object, "startLsn")).value_or(core::Lsn());
    base.end = core::Lsn::parse(text(object, "endLsn")).value_or(core::Lsn());
    base.label = text(object, "label");
    base.walMethod = text(object, "walMethod");
    base.checksumAlgorithm = text(object, "checksumAlgorithm");
    base.fromStandby = object.value(QLatin1String("fromStandby")).toBool();
    base.verifiedByTool = object.value(QLatin1String("verifiedByTool")).toBool();
    for (const QJsonValue value : object.value(QLatin1String("tablespaces")).toArray()) {
        const QJsonObject tablespace = value.toObject();
        base.tablespaces.append({text(tablespace, "oid"), text(tablespace, "name"), text(tablespace, "location"), text(tablespace, "folder")});
    }
    return base;
}

/// A manifest may come from anywhere: it names what lies beside it, nothing else.
bool isInside(const QString& name)
{
    return !name.startsWith(QLatin1Char('/')) && !name.split(QLatin1Char('/')).contains(QLatin1String(".."));
}

bool namesOnlyItsOwn(const Manifest& manifest)
{
    return isInside(manifest.dumpFile) &&
           std::all_of(manifest.files.begin(), manifest.files.end(), [](const ManifestFile& file) { return isInside(file.name); });
}

} // namespace

QString setKindName(SetKind kind)
{
    switch (kind) {
    case SetKind::Cluster:
        return QStringLiteral("cluster");
    case SetKind::BaseBackup:
        return QStringLiteral("base");
    case SetKind::Database:
        break;
    }
    return QStringLiteral("database");
}

QByteArray Manifest::toJson() const
{
    QJsonObject object{
        {QStringLiteral("format"), format},
        {QStringLiteral("kind"), setKindName(kind)},
        {QStringLiteral("partial"), coverage == Coverage::Part},
        {QStringLiteral("runId"), runId},
        {QStringLiteral("server"), server},
        {QStringLiteral("systemIdentifier"), systemIdentifier},
        {QStringLiteral("database"), database},
        {QStringLiteral("dumpFile"), dumpFile},
        {QStringLiteral("dumpFormat"), dumpFormat},
        {QStringLiteral("compression"), compression},
        {QStringLiteral("serverVersion"), serverVersion},
        {QStringLiteral("toolVersion"), toolVersion},
        {QStringLiteral("tidemarkVersion"), tidemarkVersion},
        {QStringLiteral("command"), command},
        {QStringLiteral("options"), options},
        {QStringLiteral("started"), core::isoUtc(started)},
        {QStringLiteral("ended"), core::isoUtc(ended)},
        {QStringLiteral("readBackSeconds"), readBackSeconds},
        {QStringLiteral("databaseBytes"), databaseBytes},
        {QStringLiteral("digestMethod"), digestMethod},
        {QStringLiteral("verdict"), core::verdictName(verdict)},
        {QStringLiteral("findings"), core::toJson(findings)},
        {QStringLiteral("files"), filesToJson(files)},
        {QStringLiteral("tables"), tablesToJson(tables)},
    };
    if (base)
        object.insert(QStringLiteral("base"), baseToJson(*base));
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

core::Result<Manifest> Manifest::fromJson(const QByteArray& json)
{
    QJsonParseError problem;
    const QJsonObject object = QJsonDocument::fromJson(json, &problem).object();
    const int format = object.value(QLatin1String("format")).toInt();
    if (problem.error != QJsonParseError::NoError || format < 1) {
        return core::Error{core::ErrorKind::Corrupt, QCoreApplication::translate("catalog::Manifest", "The manifest of this backup set cannot be read."),
                           problem.error != QJsonParseError::NoError ? problem.errorString() : QString(),
                           QCoreApplication::translate("catalog::Manifest", "The dump itself may be whole: open the file directly.")};
    }
    if (format > manifestFormat) {
        return core::Error{core::ErrorKind::ToolTooOld, QCoreApplication::translate("catalog::Manifest", "This backup set was written by a newer Tidemark."),
                           {}, QCoreApplication::translate("catalog::Manifest", "Update Tidemark, or open the dump file directly.")};
    }
    const auto text = [&object](const char* key) { return object.value(QLatin1String(key)).toString(); };
    Manifest manifest;
    manifest.format = format;
    manifest.kind = setKindFrom(text("kind"));
    manifest.coverage = object.value(QLatin1String("partial")).toBool() ? Coverage::Part : Coverage::Whole;
    manifest.runId = text("runId");
    manifest.server = text("server");
    manifest.systemIdentifier = text("systemIdentifier");
    manifest.database = text("database");
    manifest.dumpFile = text("dumpFile");
    manifest.dumpFormat = text("dumpFormat");
    manifest.compression = text("compression");
    manifest.serverVersion = text("serverVersion");
    manifest.toolVersion = text("toolVersion");
    manifest.tidemarkVersion = text("tidemarkVersion");
    manifest.command = text("command");
    manifest.options = object.value(QLatin1String("options")).toObject();
    manifest.started = QDateTime::fromString(text("started"), Qt::ISODateWithMs);
    manifest.ended = QDateTime::fromString(text("ended"), Qt::ISODateWithMs);
    manifest.readBackSeconds = object.value(QLatin1String("readBackSeconds")).toDouble();
    manifest.databaseBytes = object.value(QLatin1String("databaseBytes")).toInteger();
    manifest.digestMethod = text("digestMethod");
    manifest.verdict = core::verdictFromName(text("verdict"));
    readLists(object, manifest);
    if (manifest.kind == SetKind::BaseBackup)
        manifest.base = baseFrom(object.value(QLatin1String("base")).toObject());
    if (!namesOnlyItsOwn(manifest)) {
        return core::Error{core::ErrorKind::Corrupt, QCoreApplication::translate("catalog::Manifest", "The manifest of this backup set cannot be read."),
                           QCoreApplication::translate("catalog::Manifest", "It names files outside of the set."),
                           QCoreApplication::translate("catalog::Manifest", "The dump itself may be whole: open the file directly.")};
    }
    return manifest;
}

bool holdsGlobalsOnly(const Manifest& manifest)
{
    const QString content = manifest.options.value(u"content").toString();
    return manifest.kind == SetKind::Cluster && !content.isEmpty() && content != QLatin1String("everything");
}

core::ByteSize Manifest::totalSize() const
{
    core::ByteSize total;
    for (const ManifestFile& file : files)
        total += core::ByteSize(file.size);
    return total;
}

} // namespace tidemark::catalog
