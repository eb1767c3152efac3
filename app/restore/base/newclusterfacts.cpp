// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/clusterfolder.h"
#include "cluster/orphans.h"
#include "cluster/servertool.h"
#include "cluster/unprivileged.h"
#include "core/atomicfile.h"
#include "core/bytesize.h"
#include "core/quoting.h"
#include "restore/base/newcluster.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <sys/stat.h>

namespace tidemark::restore::base {

namespace {

constexpr qint64 roomToStart = 64LL << 20; // WAL segments and logs of a server that starts

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::base", text);
}

/// With the links of the part that exists resolved.
QString realPath(const QString& path)
{
    QFileInfo info(path);
    QString rest;
    while (!info.exists() && info.filePath() != info.absolutePath()) {
        rest = QLatin1Char('/') + info.fileName() + rest;
        info.setFile(info.absolutePath());
    }
    return info.canonicalFilePath() + rest;
}

bool isWithin(const QString& path, const QString& folder)
{
    return path == folder ||
           path.startsWith(folder.endsWith(QLatin1Char('/')) ? folder : folder + QLatin1Char('/'));
}

dev_t diskOf(const QString& path)
{
    struct stat facts
    {
    };
    QFileInfo info(path);
    while (!info.exists() && info.filePath() != info.absolutePath())
        info.setFile(info.absolutePath());
    return ::stat(QFile::encodeName(info.filePath()).constData(), &facts) == 0 ? facts.st_dev : 0;
}

class Gathering
{
public:
    Gathering(const NewClusterDraft& draft, const process::ToolSet& tools, const core::RunContext& context)
        : m_draft(draft)
        , m_tools(tools)
        , m_context(context)
    {
    }
    core::Result<NewClusterFacts> all();

private:
    void add(const char* id, core::Error error)
    {
        m_facts.obstacles.append({QLatin1String(id), std::move(error)});
    }
    void lookAtPrograms();
    void lookAtTarget();
    void placeTablespaces();
    void placeTablespace(const QString& what, const QString& where);
    const BaseTablespace* tablespaceCalled(const QString& what) const;
    void measure();
    void need(const QString& folder, qint64 bytes);
    QString backupPath() const;
    core::Error badTablespace(const QString& message, const QString& hint) const
    {
        return {core::ErrorKind::InvalidInput, message, {}, hint};
    }

    const NewClusterDraft& m_draft;
    const process::ToolSet& m_tools;
    const core::RunContext& m_context;
    cluster::ServerUser m_user;
    NewClusterFacts m_facts;
};

void Gathering::lookAtPrograms()
{
    if (const auto found = cluster::ServerTools::find(m_tools, m_facts.source.major); !found)
        add("cluster.tool", found.error());
    auto user = cluster::serverUser(m_context);
    if (!user) {
        add("cluster.user", std::move(user).error());
        return;
    }
    m_user = *user;
    m_facts.serverUser = m_user ? m_user->name : QString();
}

void Gathering::lookAtTarget()
{
    m_facts.folder = QDir::cleanPath(QDir::current().absoluteFilePath(m_draft.folder));
    if (m_draft.folder.isEmpty()) {
        add("cluster.target", {core::ErrorKind::InvalidInput,
                               tr("No folder was chosen for the new cluster."),
                               {},
                               tr("Choose a folder that is new or empty.")});
        return;
    }
    if (isWithin(realPath(m_facts.folder), backupPath()))
        add("cluster.target",
            {core::ErrorKind::InvalidInput,
             tr("The folder %1 is in the backup itself.").arg(core::singleLine(m_facts.folder)),
             {},
             tr("Choose a folder outside of it.")});
    else if (const auto folder = cluster::checkChosenFolder(m_draft.folder, m_user, m_context); !folder)
        add("cluster.target", folder.error());
}

QString Gathering::backupPath() const
{
    return realPath(m_facts.source.set ? m_facts.source.set->folder : m_facts.source.folder);
}

const BaseTablespace* Gathering::tablespaceCalled(const QString& what) const
{
    const QString path = QDir::cleanPath(what);
    for (const BaseTablespace& tablespace : m_facts.source.tablespaces) {
        const bool isMeant =
            tablespace.oid == what || (!tablespace.name.isEmpty() && tablespace.name == what) ||
            (!tablespace.location.isEmpty() && QDir::cleanPath(tablespace.location) == path) ||
            QDir::cleanPath(tablespace.source) == path;
        if (isMeant)
            return &tablespace;
    }
    return nullptr;
}

void Gathering::placeTablespace(const QString& what, const QString& where)
{
    const BaseTablespace* tablespace = tablespaceCalled(what);
    if (!tablespace) {
        QStringList known;
        for (const BaseTablespace& each : m_facts.source.tablespaces)
            known.append(core::singleLine(each.location.isEmpty() ? each.label() : each.location));
        add("cluster.tablespace",
            badTablespace(tr("The backup has no tablespace %1.").arg(core::singleLine(what)),
                          known.isEmpty() ? tr("It has none but those of its data directory.")
                                          : tr("It has: %1").arg(known.join(QStringLiteral(", ")))));
        return;
    }
    const QString path = QDir::cleanPath(QDir::current().absoluteFilePath(where));
    QStringList taken{m_facts.folder};
    taken += m_facts.places.values();
    const bool isTaken =
        isWithin(realPath(path), backupPath()) ||
        std::any_of(taken.begin(), taken.end(), [&path](const QString& other) {
            return isWithin(realPath(path), realPath(other)) || isWithin(realPath(other), realPath(path));
        });
    if (isTaken) {
        add("cluster.tablespace",
            badTablespace(
                tr("The tablespace %1 cannot go into %2.")
                    .arg(core::singleLine(tablespace->label()), core::singleLine(path)),
                tr("Choose a folder of its own, outside of the backup, of the new cluster's folder and of "
                   "other tablespaces.")));
        return;
    }
    if (const auto folder = cluster::checkChosenFolder(where, m_user, m_context); !folder)
        add("cluster.tablespace", folder.error());
    m_facts.places.insert(tablespace->oid, path);
}

void Gathering::placeTablespaces()
{
    for (const auto& [what, where] : m_draft.tablespaces)
        placeTablespace(what, where);
    for (const BaseTablespace& tablespace : std::as_const(m_facts.source.tablespaces)) {
        if (!m_facts.places.contains(tablespace.oid))
            m_facts.places.insert(tablespace.oid,
                                  m_facts.folder + QStringLiteral("/tablespace-") + tablespace.oid);
    }
}

void Gathering::need(const QString& folder, qint64 bytes)
{
    const dev_t disk = diskOf(folder);
    for (SpaceNeed& known : m_facts.space) {
        if (diskOf(known.folder) == disk) {
            known.needed += bytes;
            return;
        }
    }
    m_facts.space.append({folder, bytes, core::freeBytes(folder)});
}

void Gathering::measure()
{
    need(m_facts.folder, m_facts.source.bytes + roomToStart);
    for (const BaseTablespace& tablespace : std::as_const(m_facts.source.tablespaces))
        need(m_facts.places.value(tablespace.oid), tablespace.bytes);
    for (const SpaceNeed& space : std::as_const(m_facts.space)) {
        if (space.free >= 0 && space.free < space.needed)
            add("cluster.space",
                {core::ErrorKind::StorageFull,
                 tr("There is not enough room in %1.").arg(core::singleLine(space.folder)),
                 tr("%1 are needed, and %2 are free.")
                     .arg(core::ByteSize(space.needed).toText(), core::ByteSize(space.free).toText()),
                 tr("Free some space there, or choose a folder on another disk.")});
    }
}

core::Result<NewClusterFacts> Gathering::all()
{
    auto source = openBase(m_draft.source, m_context);
    if (!source)
        return std::move(source).error();
    m_facts.source = *std::move(source);
    if (m_facts.source.isIncremental)
        add("cluster.incremental",
            {core::ErrorKind::InvalidInput,
             tr("This is an incremental backup: it cannot be restored by itself."),
             {},
             tr("Join it with the backups before it by pg_combinebackup, and restore what comes out.")});
    lookAtPrograms();
    lookAtTarget();
    placeTablespaces();
    TIDEMARK_TRY(m_context.checkpoint());
    if (!m_draft.folder.isEmpty())
        measure();
    return std::move(m_facts);
}

} // namespace

core::Result<NewClusterFacts> gatherFacts(const NewClusterDraft& draft, const process::ToolSet& tools,
                                          const core::RunContext& context)
{
    // What a killed run left in the chosen folder would be in the way.
    if (auto removed = cluster::removeOrphans(context); !removed)
        context.log(core::LogLevel::Warning, removed.error().toText());
    return Gathering(draft, tools, context).all();
}

} // namespace tidemark::restore::base
