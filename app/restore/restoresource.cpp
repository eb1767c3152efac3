// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restoresource.h"

#include "archive/recognise.h"
#include "catalog/setimport.h"
#include "core/quoting.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace tidemark::restore {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::source", text);
}

core::Result<int> partOf(const archive::DumpContents& contents, const QString& database)
{
    QStringList names;
    QList<int> found;
    for (int i = 0; i < contents.parts.size(); ++i) {
        const archive::DumpPart& part = contents.parts.at(i);
        if (part.kind != archive::DumpPart::Kind::Database)
            continue;
        names.append(core::singleLine(part.toc.database));
        if (database.isEmpty() || part.toc.database == database)
            found.append(i);
    }
    if (found.size() == 1)
        return found.constFirst();
    if (found.size() > 1) {
        return core::Error{
            core::ErrorKind::InvalidInput,
            tr("The dump holds several databases: %1.").arg(names.join(QLatin1String(", "))),
            {},
            tr("Name the one that is meant. The file as a whole, read by psql --dbname=postgres, "
               "makes a new server like the old one.")};
    }
    return core::Error{core::ErrorKind::NotFound,
                       database.isEmpty()
                           ? tr("The dump holds no database.")
                           : tr("The dump holds no database %1.").arg(core::singleLine(database)),
                       {},
                       names.isEmpty() ? QString() : tr("It has %1.").arg(names.join(QLatin1String(", ")))};
}

bool isForPgRestore(const archive::DumpContents& contents)
{
    const bool isArchive = contents.format == archive::DumpFormat::Custom ||
                           contents.format == archive::DumpFormat::Directory ||
                           contents.format == archive::DumpFormat::Tar;
    return isArchive && contents.wrapping == archive::Wrapping::None && !contents.packedDirectory;
}

core::Error cannotBeRestored(const QString& path, core::ErrorKind kind, const QString& why,
                             const QString& hint)
{
    return {kind, tr("%1 cannot be restored.").arg(path), why, hint};
}

core::Result<std::unique_ptr<archive::Dump>> openDump(const QString& path, const core::RunContext& context)
{
    auto dump = archive::Dump::open(path, {}, context);
    if (dump || dump.error().kind == core::ErrorKind::Cancelled)
        return dump;
    const core::Error& error = dump.error();
    const archive::Recognition what = archive::recognise(path);
    const QString hint =
        error.hint.isEmpty()
            ? tr("Choose the folder of a backup set, or a dump that pg_dump or pg_dumpall wrote.")
            : error.hint;
    const bool isNoDump = what.kind == archive::FileKind::Empty || what.kind == archive::FileKind::NotThere ||
                          error.kind == core::ErrorKind::InvalidInput;
    return cannotBeRestored(
        path, what.kind == archive::FileKind::Empty ? core::ErrorKind::InvalidInput : error.kind,
        isNoDump ? what.sentence : error.message, hint);
}

core::Result<RestoreSource> openArchive(const QString& path, const QString& database,
                                        const core::RunContext& context, Damaged damage)
{
    const FileState state = FileState::of(path);
    const auto dump = openDump(path, context);
    if (!dump)
        return dump.error();
    const archive::DumpContents& contents = (*dump)->contents();
    const auto part = partOf(contents, database);
    if (!part)
        return part.error();
    const bool isCutOff = contents.endsAsItMust == false;
    if (isCutOff && damage == Damaged::Refuse) {
        return cannotBeRestored(path, core::ErrorKind::Corrupt,
                                tr("The dump is cut off: its last line is missing."),
                                tr("Use another backup, or restore what of this one is intact."));
    }
    int databases = 0;
    for (const archive::DumpPart& each : contents.parts)
        databases += each.kind == archive::DumpPart::Kind::Database ? 1 : 0;
    return RestoreSource{path,
                         std::nullopt,
                         contents.parts.at(*part).toc,
                         contents.format,
                         contents.fileBytes,
                         *part,
                         isForPgRestore(contents),
                         databases > 1,
                         isCutOff,
                         contents.parts.at(*part).looseStatements,
                         state};
}

core::Error hasChanged(const QString& path)
{
    return {core::ErrorKind::Conflict,
            tr("%1 has changed since the restore was prepared.").arg(core::singleLine(path)),
            {},
            tr("Prepare the restore again, from the file as it is now.")};
}

/// As far as it decides what is restored.
bool isSame(const archive::TocEntry& one, const archive::TocEntry& other)
{
    return one.dumpId() == other.dumpId() && one.offset() == other.offset() && one.type() == other.type() &&
           one.schema() == other.schema() && one.tag() == other.tag() &&
           one.definition() == other.definition() && one.copyStatement() == other.copyStatement();
}

bool isSame(const archive::Toc& one, const archive::Toc& other)
{
    return one.database == other.database && one.createdDate == other.createdDate &&
           one.createdTime == other.createdTime && one.entries.size() == other.entries.size() &&
           std::equal(one.entries.begin(), one.entries.end(), other.entries.begin(),
                      [](const archive::TocEntry& a, const archive::TocEntry& b) { return isSame(a, b); });
}

/// The set whose folder, or whose dump, this is: its manifest says what must come out.
core::Result<std::optional<catalog::BackupSet>> setOf(const QString& path, Damaged damage)
{
    const QFileInfo info(path);
    const QString folder = info.isDir() ? info.absoluteFilePath() : info.absolutePath();
    if (!QFileInfo::exists(folder + QLatin1Char('/') + QLatin1String(catalog::manifestFileName)))
        return std::optional<catalog::BackupSet>();
    auto set = damage == Damaged::Allow ? catalog::inspectSet(folder) : catalog::readSet(folder);
    if (!set)
        return std::move(set).error();
    if (info.isFile() && info.absoluteFilePath() != QFileInfo(set->dumpPath()).absoluteFilePath())
        return std::optional<catalog::BackupSet>();
    return std::optional<catalog::BackupSet>(*std::move(set));
}

} // namespace

bool RestoreSource::isOwn() const
{
    return set && !catalog::originOf(set->manifest);
}

core::Status RestoreSource::checkUnchanged() const
{
    return FileState::of(archivePath) == state ? core::Status() : core::Status(hasChanged(archivePath));
}

core::Status RestoreSource::checkSame(const archive::DumpContents& contents) const
{
    const bool is = part < contents.parts.size() && isSame(toc, contents.parts.at(part).toc);
    return is ? core::Status() : core::Status(hasChanged(archivePath));
}

core::Result<RestoreSource> openSource(const QString& path, const QString& database,
                                       const core::RunContext& context, Damaged damage)
{
    auto set = setOf(path, damage);
    if (!set)
        return std::move(set).error();
    auto source = openArchive(*set ? (*set)->dumpPath() : path, database, context, damage);
    if (source)
        source->set = *std::move(set);
    return source;
}

core::Result<QStringList> databasesIn(const QString& path, const core::RunContext& context)
{
    auto set = setOf(path, Damaged::Allow);
    if (!set)
        return std::move(set).error();
    const auto dump = openDump(*set ? (*set)->dumpPath() : path, context);
    if (!dump)
        return dump.error();
    QStringList databases;
    for (const archive::DumpPart& part : (*dump)->contents().parts) {
        if (part.kind == archive::DumpPart::Kind::Database)
            databases.append(part.toc.database);
    }
    return databases;
}

} // namespace tidemark::restore
