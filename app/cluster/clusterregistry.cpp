// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/clusterregistry.h"

#include "core/atomicfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

namespace tidemark::cluster {

namespace {

constexpr int recordFormat = 1;
constexpr qint64 largestEntry = 64 << 10;

/// A folder of mode 0700 that is ours; made when it is missing.
bool makeOwnFolder(const QString& path)
{
    const QByteArray name = QFile::encodeName(path);
    if (!QDir().mkpath(QFileInfo(path).absolutePath()) || (::mkdir(name.constData(), 0700) != 0 && errno != EEXIST))
        return false;
    struct stat facts{};
    return ::lstat(name.constData(), &facts) == 0 && S_ISDIR(facts.st_mode) && facts.st_uid == ::geteuid() &&
           ::access(name.constData(), W_OK) == 0;
}

QStringList candidateFolders()
{
    const QString chosen = qEnvironmentVariable("TIDEMARK_STATE_DIR");
    if (!chosen.isEmpty())
        return {QDir(chosen).absolutePath()};
    QString state = qEnvironmentVariable("XDG_STATE_HOME");
    if (!QDir::isAbsolutePath(state))
        state = QDir::homePath() + QStringLiteral("/.local/state");
    // Not the runtime directory: it is emptied at logout, while the data lies on.
    return {state + QStringLiteral("/tidemark/clusters"), QStringLiteral("/var/tmp/tidemark-clusters-%1").arg(::geteuid())};
}

} // namespace

QString ClusterRecord::dataFolder() const
{
    return folder + QStringLiteral("/data");
}

QString ClusterRecord::runFolder() const
{
    return folder + QStringLiteral("/run");
}

QString ClusterRecord::logFile() const
{
    return runFolder() + QStringLiteral("/server.log");
}

QString ClusterRecord::markerFile() const
{
    return folder + QStringLiteral("/tidemark-cluster.json");
}

QJsonObject ClusterRecord::toJson() const
{
    QJsonObject object{{QStringLiteral("format"), recordFormat},
                       {QStringLiteral("id"), id},
                       {QStringLiteral("kind"), clusterKindName(kind)},
                       {QStringLiteral("folder"), folder},
                       {QStringLiteral("socketFolder"), socketFolder},
                       {QStringLiteral("madeFolder"), madeFolder},
                       {QStringLiteral("removeParent"), parent == ParentFolder::RemoveWhenEmpty},
                       {QStringLiteral("kept"), kept},
                       {QStringLiteral("label"), label},
                       {QStringLiteral("database"), database},
                       {QStringLiteral("user"), user},
                       {QStringLiteral("major"), major},
                       {QStringLiteral("port"), static_cast<int>(port)},
                       {QStringLiteral("made"), made.toString(Qt::ISODate)},
                       {QStringLiteral("owner"), owner.toJson()}};
    if (postmaster)
        object.insert(QStringLiteral("postmaster"), postmaster->toJson());
    QJsonArray folders;
    for (const Tablespace& tablespace : tablespaces)
        folders.append(QJsonObject{{QStringLiteral("folder"), tablespace.folder}, {QStringLiteral("made"), tablespace.made}});
    if (!folders.isEmpty())
        object.insert(QStringLiteral("tablespaces"), folders);
    return object;
}

std::optional<ClusterRecord> ClusterRecord::fromJson(const QJsonObject& object)
{
    ClusterRecord record;
    record.id = object.value(QLatin1String("id")).toString();
    record.kind = clusterKindFromName(object.value(QLatin1String("kind")).toString());
    record.folder = object.value(QLatin1String("folder")).toString();
    record.socketFolder = object.value(QLatin1String("socketFolder")).toString();
    record.madeFolder = object.value(QLatin1String("madeFolder")).toBool();
    record.parent = object.value(QLatin1String("removeParent")).toBool() ? ParentFolder::RemoveWhenEmpty : ParentFolder::Keep;
    record.kept = object.value(QLatin1String("kept")).toBool(true);
    record.label = object.value(QLatin1String("label")).toString();
    record.database = object.value(QLatin1String("database")).toString();
    record.user = object.value(QLatin1String("user")).toString(record.user);
    record.major = object.value(QLatin1String("major")).toInt();
    record.port = static_cast<quint16>(object.value(QLatin1String("port")).toInt());
    record.made = QDateTime::fromString(object.value(QLatin1String("made")).toString(), Qt::ISODate);
    record.owner = core::ProcessIdentity::fromJson(object.value(QLatin1String("owner")).toObject());
    const QJsonArray folders = object.value(QLatin1String("tablespaces")).toArray();
    for (const QJsonValue& value : folders) {
        const QJsonObject tablespace = value.toObject();
        const QString path = tablespace.value(QLatin1String("folder")).toString();
        if (QDir::isAbsolutePath(path))
            record.tablespaces.append({path, tablespace.value(QLatin1String("made")).toBool(true)});
    }
    const QJsonValue postmaster = object.value(QLatin1String("postmaster"));
    if (postmaster.isObject())
        record.postmaster = core::ProcessIdentity::fromJson(postmaster.toObject());
    if (object.value(QLatin1String("format")).toInt() != recordFormat || record.id.isEmpty() ||
        !QDir::isAbsolutePath(record.folder) || !QDir::isAbsolutePath(record.socketFolder))
        return std::nullopt;
    return record;
}

core::Result<ClusterRegistry> ClusterRegistry::open()
{
    const QStringList candidates = candidateFolders();
    for (const QString& folder : candidates) {
        if (makeOwnFolder(folder))
            return ClusterRegistry(folder);
    }
    return core::Error{core::ErrorKind::PermissionDenied,
                       QCoreApplication::translate("cluster::ClusterRegistry", "The list of running servers cannot be kept in %1.").arg(candidates.first()), {},
                       QCoreApplication::translate("cluster::ClusterRegistry", "Let TIDEMARK_STATE_DIR name a folder of yours that can be written.")};
}

QString ClusterRegistry::entryFile(const QString& id) const
{
    return m_folder + QLatin1Char('/') + id + QStringLiteral(".json");
}

QList<ClusterRecord> ClusterRegistry::list() const
{
    QList<ClusterRecord> records;
    const QStringList names = QDir(m_folder).entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
    for (const QString& name : names) {
        const auto content = core::readFile(m_folder + QLatin1Char('/') + name, largestEntry);
        if (!content)
            continue; // removed meanwhile by the process that owns it
        const auto record = ClusterRecord::fromJson(QJsonDocument::fromJson(*content).object());
        if (record && record->id + QStringLiteral(".json") == name)
            records.append(*record);
    }
    return records;
}

core::Status ClusterRegistry::write(const ClusterRecord& record) const
{
    const QByteArray content = QJsonDocument(record.toJson()).toJson();
    TIDEMARK_TRY(core::writeFileAtomically(entryFile(record.id), content, core::FileMode::Private));
    const auto marker = core::readFile(record.markerFile(), largestEntry);
    const auto marked = marker ? ClusterRecord::fromJson(QJsonDocument::fromJson(*marker).object()) : std::nullopt;
    if (marked && marked->id == record.id)
        TIDEMARK_TRY(core::writeFileAtomically(record.markerFile(), content, core::FileMode::Private));
    return {};
}

void ClusterRegistry::forget(const ClusterRecord& record) const
{
    QFile::remove(entryFile(record.id));
}

} // namespace tidemark::cluster
