// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/base/basesource.h"

#include "archive/recognise.h"
#include "core/quoting.h"
#include "core/serverversion.h"
#include "restore/base/tarmembers.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <cerrno>

namespace tidemark::restore::base {

namespace {

constexpr QDir::Filters everything = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::base", text);
}

core::Error corrupt(const QString& what)
{
    return core::Error{core::ErrorKind::Corrupt, tr("The base backup is damaged."), what,
                       tr("Use another backup, or a copy of this one.")};
}

bool isNumber(const QString& text)
{
    bool isOne = false;
    (void)text.toUInt(&isOne);
    return isOne;
}

int majorOfVersionFile(const QByteArray& content)
{
    const auto version = core::ServerVersion::parse(QString::fromLatin1(content.trimmed()));
    return version ? version->major() : 0;
}

QFileInfo fileOfPart(const QString& folder, const QString& part)
{
    const QFileInfoList found = QDir(folder).entryInfoList(
        {part + QStringLiteral(".tar"), part + QStringLiteral(".tar.*")}, QDir::Files);
    return found.isEmpty() ? QFileInfo() : found.constFirst();
}

/// What lies in the folders, links followed by nobody.
core::Result<qint64> bytesBelow(const QString& folder, const core::RunContext& context)
{
    qint64 bytes = 0;
    QDirIterator walk(folder, everything, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        TIDEMARK_TRY(context.checkpoint());
        walk.next();
        if (const QFileInfo info = walk.fileInfo(); info.isFile() && !info.isSymLink())
            bytes += info.size();
    }
    return bytes;
}

/// The steps of one look.
class Look
{
public:
    Look(BaseSource& source, const core::RunContext& context)
        : m_source(source)
        , m_context(context)
    {
    }
    core::Status all();

private:
    core::Status readManifest();
    core::Status lookPlain();
    core::Status lookTar();
    core::Status readTarHead();
    core::Status needMajor();
    void nameTablespaces();
    qint64 listed(const QString& oid) const { return m_listed.value(oid, -1); }

    BaseSource& m_source;
    const core::RunContext& m_context;
    QHash<QString, qint64>
        m_listed; // bytes by tablespace's OID as the manifest has them; of no OID: the rest
};

core::Status Look::readManifest()
{
    const auto manifest = archive::readBackupManifest(m_source.folder + QLatin1Char('/') +
                                                      QLatin1String(archive::backupManifestName));
    if (!manifest)
        return manifest.error().kind == core::ErrorKind::NotFound ? core::Status() : manifest.error();
    m_source.hasManifest = true;
    for (const archive::BackupManifest::File& file : manifest->files) {
        m_source.isIncremental = m_source.isIncremental || file.path.contains("/INCREMENTAL.");
        const QList<QByteArray> parts = file.path.split('/');
        const bool isOutside = parts.size() > 2 && parts.constFirst() == "pg_tblspc";
        m_listed[isOutside ? QString::fromLatin1(parts.at(1)) : QString()] += file.size;
    }
    return {};
}

core::Status Look::lookPlain()
{
    const QString& folder = m_source.folder;
    QFile version(folder + QStringLiteral("/PG_VERSION"));
    if (version.open(QIODevice::ReadOnly))
        m_source.major = majorOfVersionFile(version.read(16));
    m_source.isForStandby = QFileInfo::exists(folder + QStringLiteral("/standby.signal"));
    auto bytes = bytesBelow(folder, m_context);
    if (!bytes)
        return std::move(bytes).error();
    m_source.bytes = *bytes;
    if (const QFileInfo wal(folder + QStringLiteral("/pg_wal")); wal.isSymLink()) {
        const auto walBytes = bytesBelow(wal.symLinkTarget(), m_context);
        m_source.bytes += walBytes ? *walBytes : 0;
    }
    const QFileInfoList links =
        QDir(folder + QStringLiteral("/pg_tblspc")).entryInfoList(everything, QDir::Name);
    for (const QFileInfo& link : links) {
        if (!link.isSymLink() || !isNumber(link.fileName()))
            continue; // in place, or nothing of a server's
        const QString target = QDir::cleanPath(link.symLinkTarget());
        if (!QFileInfo(target).isDir())
            return corrupt(tr("The folder %1 of a tablespace is missing.").arg(core::singleLine(target)));
        const auto there = bytesBelow(target, m_context);
        if (!there)
            return there.error();
        m_source.tablespaces.append({link.fileName(), {}, target, target, *there});
    }
    return {};
}

/// PG_VERSION and tablespace_map. The map comes among the first members, and each database has a PG_VERSION
/// too.
core::Status Look::readTarHead()
{
    bool hasMap = m_source.tablespaces.isEmpty();
    QHash<QString, QString> places;
    const auto visit = [&](const archive::TarMember& member,
                           archive::ByteSource& bytes) -> core::Result<MemberVisit> {
        const QByteArray name = member.fileName();
        const bool isVersion = m_source.major == 0 && name == "PG_VERSION";
        const bool isMap = !hasMap && member.name == "tablespace_map";
        if (!isVersion && !isMap)
            return m_source.major > 0 && hasMap ? MemberVisit::Stop : MemberVisit::GoOn;
        constexpr qint64 most = 1 << 20;
        const QByteArray content = bytes.peek(std::min(member.size, most)).toByteArray();
        if (isVersion)
            m_source.major = majorOfVersionFile(content);
        if (isMap) {
            hasMap = true;
            for (const QByteArray& line : content.split('\n'))
                places.insert(QString::fromLatin1(line.left(line.indexOf(' '))),
                              QString::fromUtf8(line.mid(line.indexOf(' ') + 1))
                                  .replace(QLatin1String("\\\\"), QLatin1String("\\")));
        }
        return MemberVisit::GoOn;
    };
    TIDEMARK_TRY(visitTar(fileOfPart(m_source.folder, QStringLiteral("base")).filePath(), visit, m_context));
    for (BaseTablespace& tablespace : m_source.tablespaces)
        tablespace.location = places.value(tablespace.oid);
    return {};
}

core::Status Look::lookTar()
{
    const QFileInfoList files =
        QDir(m_source.folder)
            .entryInfoList({QStringLiteral("*.tar"), QStringLiteral("*.tar.*")}, QDir::Files, QDir::Name);
    m_source.bytes = std::max<qint64>(0, listed({}));
    for (const QFileInfo& file : files) {
        const QString part = file.fileName().section(QLatin1Char('.'), 0, 0);
        const bool isPacked = !file.fileName().endsWith(QLatin1String(".tar"));
        const bool isWal = part == QLatin1String("pg_wal");
        if (isNumber(part))
            m_source.tablespaces.append({part,
                                         {},
                                         {},
                                         file.filePath(),
                                         std::max(listed(part), m_source.hasManifest ? 0 : file.size())});
        else if (isWal || (part == QLatin1String("base") && !m_source.hasManifest))
            m_source.bytes += file.size();
        if (isPacked && !isWal && !m_source.hasManifest)
            m_source.isSizeKnown = false;
    }
    return m_source.major > 0 && m_source.set ? core::Status() : readTarHead();
}

/// What the set's manifest says of its tablespaces.
void Look::nameTablespaces()
{
    if (!m_source.set || !m_source.set->manifest.base)
        return;
    for (BaseTablespace& tablespace : m_source.tablespaces) {
        for (const catalog::ManifestTablespace& known : m_source.set->manifest.base->tablespaces) {
            if (known.oid != tablespace.oid)
                continue;
            tablespace.name = known.name;
            tablespace.location = known.location;
        }
    }
}

core::Status Look::needMajor()
{
    if (m_source.major > 0)
        return {};
    return corrupt(
        tr("Which version of PostgreSQL made it cannot be told: its file PG_VERSION is missing or damaged."));
}

core::Status Look::all()
{
    if (m_source.set) {
        const auto version = core::ServerVersion::parse(m_source.set->manifest.serverVersion);
        m_source.major = version ? version->major() : 0;
    }
    TIDEMARK_TRY(readManifest());
    TIDEMARK_TRY(m_source.format == archive::BaseBackupFormat::Tar ? lookTar() : lookPlain());
    nameTablespaces();
    return needMajor();
}

std::optional<catalog::BackupSet> setAround(const QString& folder)
{
    for (const QString& candidate : {folder, QFileInfo(folder).absolutePath()}) {
        auto set = catalog::inspectSet(candidate);
        if (set && set->condition() != catalog::SetCondition::Unreadable &&
            set->manifest.kind == catalog::SetKind::BaseBackup && QDir::cleanPath(set->dumpPath()) == folder)
            return *std::move(set);
    }
    return std::nullopt;
}

core::Error notABase(const QString& path)
{
    const archive::FileKind kind = archive::recognise(path).kind;
    if (kind == archive::FileKind::NotThere)
        return core::Error{
            core::ErrorKind::NotFound, tr("There is no %1.").arg(core::singleLine(path)), {}, {}};
    if (kind == archive::FileKind::ServerFolder)
        return core::Error{core::ErrorKind::InvalidInput,
                           tr("%1 is a server's data directory, not a base backup: it has no backup_label.")
                               .arg(core::singleLine(path)),
                           tr("A server works in it or has worked in it; what was copied of it while it ran "
                              "cannot be trusted."),
                           tr("Choose the folder that pg_basebackup wrote, or make a base backup.")};
    return core::Error{
        core::ErrorKind::InvalidInput, tr("%1 is not a base backup.").arg(core::singleLine(path)),
        tr("It has neither base.tar nor the files of a data directory."),
        tr("Choose the folder that pg_basebackup wrote, or a backup set that holds a base backup.")};
}

} // namespace

qint64 BaseSource::totalBytes() const
{
    qint64 total = bytes;
    for (const BaseTablespace& tablespace : tablespaces)
        total += tablespace.bytes;
    return total;
}

QList<archive::WalRange> BaseSource::walRanges() const
{
    if (!set || !set->manifest.base)
        return {};
    return {{set->manifest.base->timeline, set->manifest.base->start, set->manifest.base->end}};
}

QString baseFolderOf(const QString& path)
{
    const QFileInfo info(QDir::cleanPath(QDir::current().absoluteFilePath(path)));
    static const QRegularExpression ownFile(
        QStringLiteral("^((base|pg_wal|[0-9]+)\\.tar(\\..+)?|backup_manifest|PG_VERSION)$"));
    if (info.isFile() && !ownFile.match(info.fileName()).hasMatch())
        return {};
    QStringList candidates{info.isFile() ? info.absolutePath() : info.filePath()};
    if (const auto set = catalog::inspectSet(candidates.constFirst());
        set && set->manifest.kind == catalog::SetKind::BaseBackup)
        candidates.append(QDir::cleanPath(set->dumpPath()));
    for (const QString& folder : std::as_const(candidates)) {
        if (!QFileInfo(folder).isDir())
            continue;
        const archive::FileKind kind = archive::recognise(folder).kind;
        const bool isLabelled = QFileInfo::exists(folder + QStringLiteral("/backup_label"));
        if (kind == archive::FileKind::BaseBackup || (kind == archive::FileKind::ServerFolder && isLabelled))
            return folder;
    }
    return {};
}

core::Result<BaseSource> openBase(const QString& path, const core::RunContext& context)
{
    BaseSource source;
    source.folder = baseFolderOf(path);
    if (source.folder.isEmpty())
        return notABase(QDir::cleanPath(path));
    source.set = setAround(source.folder);
    source.format = fileOfPart(source.folder, QStringLiteral("base")).exists()
                        ? archive::BaseBackupFormat::Tar
                        : archive::BaseBackupFormat::Plain;
    const QString label = source.folder + QStringLiteral("/backup_label");
    if (source.format == archive::BaseBackupFormat::Plain && !source.set && !QFileInfo::exists(label) &&
        QFileInfo::exists(source.folder + QStringLiteral("/PG_VERSION")))
        return notABase(source.folder);
    TIDEMARK_TRY(Look(source, context).all());
    return source;
}

} // namespace tidemark::restore::base
