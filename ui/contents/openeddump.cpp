// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/openeddump.h"

#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/serverversion.h"
#include "core/text.h"
#include "restore/tableparts.h"
#include "ui/common/status.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocale>

namespace tidemark::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ui::OpenedDump", text);
}

/// The set around a dump, where its manifest can be read and names this dump.
std::optional<catalog::BackupSet> setAround(const QString& path)
{
    const QFileInfo info(path);
    const QString folder = info.isDir() ? info.absoluteFilePath() : info.absolutePath();
    if (!QFileInfo::exists(folder + QLatin1Char('/') + QLatin1String(catalog::manifestFileName)))
        return std::nullopt;
    auto set = catalog::readSet(folder);
    if (!set)
        return std::nullopt; // the dump itself may still be read
    if (info.isFile() && info.absoluteFilePath() != QFileInfo(set->dumpPath()).absoluteFilePath())
        return std::nullopt;
    return *std::move(set);
}

/// What the contents promise and the file cannot hold: its place is behind the end, or its file is missing.
QList<const archive::TocEntry*> lackingData(const archive::DumpContents& contents)
{
    QList<const archive::TocEntry*> lacking;
    const bool byPlace = contents.format == archive::DumpFormat::Custom && contents.wrapping == archive::Wrapping::None;
    const bool byFile = contents.format == archive::DumpFormat::Directory;
    for (const archive::DumpPart& part : contents.parts) {
        for (const archive::TocEntry& entry : part.toc.entries) {
            const bool behindEnd = byPlace && entry.offsetState() == archive::OffsetState::Known && entry.offset() >= contents.fileBytes;
            const bool noFile = byFile && !entry.fileName().isEmpty() && !entry.isLargeObjects() && entry.dataBytes() < 0;
            if (behindEnd || noFile)
                lacking.append(&entry);
        }
    }
    return lacking;
}

core::Findings findingsOf(const OpenedDump& dump)
{
    core::Findings findings;
    const archive::DumpContents& contents = dump.contents();
    const bool newer = std::any_of(contents.parts.begin(), contents.parts.end(),
                                   [](const archive::DumpPart& part) { return part.toc.newerThanKnown; });
    if (newer)
        findings.append({core::Severity::Warning, QStringLiteral("dump.newerThanKnown"),
                         tr("This dump was written by a newer pg_dump than Tidemark knows. What is shown may be incomplete."),
                         tr("Update Tidemark, or look at it with the pg_restore of that version."), {}});
    const QList<const archive::TocEntry*> lacking = lackingData(contents);
    const int count = static_cast<int>(lacking.size());
    if (count > 0)
        findings.append({core::Severity::Blocker, QStringLiteral("dump.lacksData"),
                         QCoreApplication::translate("ui::OpenedDump", "This dump is cut off: the data of %n table(s) are missing, of %1 first.", nullptr, count)
                             .arg(core::singleLine(lacking.constFirst()->schema() + QLatin1Char('.') + lacking.constFirst()->tag())),
                         tr("What is there can be looked at and extracted. Look for another copy, or for an older backup."), {}});
    if (contents.endsAsItMust == false)
        findings.append({core::Severity::Blocker, QStringLiteral("dump.cutOff"),
                         tr("This dump is cut off: the line that pg_dump writes last is not there. What was behind its end is lost."),
                         tr("What is there can be looked at and extracted. Look for another copy, or for an older backup."), {}});
    if (contents.dependenciesInferred)
        findings.append({core::Severity::Info, QStringLiteral("dump.dependenciesInferred"),
                         tr("A dump in plain SQL does not record what needs what. It was read out of the statements and is a likely guess."), {}, {}});
    return findings;
}

QString formatWords(const archive::DumpContents& contents)
{
    QString text;
    switch (contents.format) {
    case archive::DumpFormat::Custom:
        text = tr("custom (pg_dump)");
        break;
    case archive::DumpFormat::Directory:
        text = tr("directory (pg_dump)");
        break;
    case archive::DumpFormat::Tar:
        text = tr("tar (pg_dump)");
        break;
    case archive::DumpFormat::Plain:
        text = tr("plain SQL");
        break;
    case archive::DumpFormat::PlainCluster:
        text = tr("plain SQL of a server (pg_dumpall)");
        break;
    }
    switch (contents.wrapping) {
    case archive::Wrapping::None:
        return text;
    case archive::Wrapping::Gzip:
        return tr("%1, within gzip").arg(text);
    case archive::Wrapping::Zstd:
        return tr("%1, within zstd").arg(text);
    case archive::Wrapping::Lz4:
        return tr("%1, within lz4").arg(text);
    }
    return text;
}

DumpFact completeness(const OpenedDump& dump)
{
    const QString label = tr("Complete");
    for (const core::Finding& finding : dump.findings) {
        if (finding.severity == core::Severity::Blocker)
            return {label, tr("no, cut off"), finding.sentence};
    }
    if (dump.set)
        return {label, lookOf(dump.set->proven()).word.toLower(), tr("What the checks of this backup set say")};
    if (dump.contents().endsAsItMust == true)
        return {label, tr("ends as it must"), tr("The line that pg_dump writes last is there.")};
    return {label, tr("not checked"), tr("Only reading all of it tells: “tidemarkctl check”, or a restore, which begins with that.")};
}

QString databaseText(const archive::DumpContents& contents)
{
    QStringList names;
    for (const archive::DumpPart& part : contents.parts) {
        if (part.kind == archive::DumpPart::Kind::Database)
            names.append(core::singleLine(part.toc.database));
    }
    const int count = static_cast<int>(names.size());
    if (count > 1)
        return QCoreApplication::translate("ui::OpenedDump", "%n database(s)", nullptr, count);
    return names.isEmpty() ? tr("none, roles and tablespaces only") : names.constFirst();
}

QString versionText(const QString& version)
{
    const auto known = core::ServerVersion::parse(version);
    return known ? known->toText() : core::singleLine(version);
}

QString compressionWords(const archive::DumpContents& contents, const archive::Toc& toc)
{
    if (contents.format == archive::DumpFormat::Plain || contents.format == archive::DumpFormat::PlainCluster)
        return contents.wrapping == archive::Wrapping::None ? archive::compressionText(archive::Compression::None) : QString();
    const int level = toc.compressionLevel.value_or(-1);
    const QString method = archive::compressionText(toc.compression);
    return level > 0 && toc.compression != archive::Compression::None ? tr("%1, level %2").arg(method).arg(level) : method;
}

QString writtenText(const OpenedDump& dump, const archive::Toc& toc)
{
    if (dump.set)
        return core::localDateTimeText(dump.set->manifest.started);
    return toc.createdDate.isValid() ? QLocale().toString(QDateTime(toc.createdDate, toc.createdTime), QLocale::ShortFormat) : QString();
}

} // namespace

core::Result<std::shared_ptr<const OpenedDump>> openDump(const QString& path, const QString& cacheFolder, const core::RunContext& context)
{
    auto opened = std::make_shared<OpenedDump>();
    opened->path = path;
    opened->set = setAround(path);
    if (opened->set) {
        auto lock = catalog::SetLock::share(opened->set->folder);
        if (!lock)
            return std::move(lock).error();
        opened->lock = *std::move(lock);
    }
    opened->dumpPath = opened->set ? opened->set->dumpPath() : path;
    auto dump = archive::Dump::open(opened->dumpPath, {cacheFolder}, context);
    if (!dump)
        return std::move(dump).error();
    opened->dump = *std::move(dump);
    QHash<QString, ContentIndex::TableFacts> tables;
    if (opened->set) {
        for (const catalog::ManifestTable& table : std::as_const(opened->set->manifest.tables))
            tables.insert(table.schema + QLatin1Char('\n') + table.name, {table.rows});
    }
    TIDEMARK_TRY(context.checkpoint());
    const archive::DumpContents& contents = opened->contents();
    opened->index = std::make_unique<ContentIndex>(contents, tables);
    opened->findings = findingsOf(*opened);
    const bool hasDatabase =
        std::any_of(contents.parts.begin(), contents.parts.end(), [](const archive::DumpPart& part) {
            return part.kind == archive::DumpPart::Kind::Database;
        });
    opened->restorable = hasDatabase && contents.endsAsItMust != false;
    TIDEMARK_TRY(context.checkpoint());
    return std::shared_ptr<const OpenedDump>(std::move(opened));
}

bool canBringRowsBack(const OpenedDump& dump, int object)
{
    const ContentObject& table = dump.index->object(object);
    if (table.kind != ObjectKind::Table)
        return false;
    if (table.data >= 0)
        return true;
    // Looking through all partitions takes its time, and a dump without rows may have very many tables.
    const archive::TocEntry& entry = dump.index->entry(table);
    return entry.definition().contains("PARTITION BY") &&
           !restore::dataOfTable(dump.index->toc(table.part), entry).entries.isEmpty();
}

QString titleOf(const OpenedDump& dump)
{
    if (dump.set)
        return tr("%1 of %2").arg(core::singleLine(dump.set->manifest.database), core::singleLine(dump.set->manifest.server));
    return core::singleLine(QFileInfo(QDir::cleanPath(dump.path)).fileName());
}

QList<DumpFact> factsOf(const OpenedDump& dump)
{
    const archive::DumpContents& contents = dump.contents();
    const archive::Toc empty;
    const archive::Toc& toc = contents.parts.isEmpty() ? empty : contents.parts.constLast().toc;
    QList<DumpFact> facts{
        {tr("Database"), databaseText(contents), {}},
        {tr("Format"), formatWords(contents), {}},
        completeness(dump),
        {tr("Written"), writtenText(dump, toc), dump.set ? QString() : tr("By the clock of the machine that ran pg_dump; the dump does not say in which time zone.")},
        {tr("Size"), core::ByteSize(contents.fileBytes).toText(), tr("%1 bytes").arg(QLocale().toString(contents.fileBytes))},
        {tr("Compression"), compressionWords(contents, toc), {}},
        {tr("Server"), versionText(toc.serverVersion).isEmpty() ? QString() : tr("PostgreSQL %1").arg(versionText(toc.serverVersion)), core::singleLine(toc.serverVersion)},
        {tr("Written by"), versionText(toc.dumpVersion).isEmpty() ? QString() : tr("pg_dump %1").arg(versionText(toc.dumpVersion)), core::singleLine(toc.dumpVersion)},
        {tr("Encoding"), core::singleLine(QString::fromUtf8(toc.encoding)), {}},
    };
    facts.removeIf([](const DumpFact& fact) { return fact.value.isEmpty(); });
    return facts;
}

} // namespace tidemark::ui
