// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/baseruns.h"

#include "cluster/servertool.h"
#include "core/atomicfile.h"

#include <QDir>
#include <QFile>
#include <QUuid>

#include <utility>

namespace tidemark::test {

namespace {

core::Status runPlain(const QString& program, const QStringList& arguments)
{
    const auto finished = process::run(process::Command(program, arguments), {}, core::silentContext());
    if (!finished)
        return finished.error();
    if (!finished->succeeded())
        return core::Error{core::ErrorKind::ToolFailed, program, QString::fromUtf8(finished->errorOutput), {}};
    return {};
}

core::Status unpack(const QString& folder)
{
    const QString packed = folder + QStringLiteral("/packed");
    if (!QDir().rename(folder + QStringLiteral("/base"), packed) || !QDir().mkpath(folder + QStringLiteral("/base/pg_wal")))
        return core::Error{core::ErrorKind::Io, packed, {}, {}};
    for (const QFileInfo& file : QDir(packed).entryInfoList({QStringLiteral("base.tar*"), QStringLiteral("pg_wal.tar*")}, QDir::Files)) {
        const QString into = folder + (file.fileName().startsWith(QStringLiteral("base")) ? QStringLiteral("/base") : QStringLiteral("/base/pg_wal"));
        TIDEMARK_TRY(runPlain(QStringLiteral("tar"), {QStringLiteral("--extract"), QStringLiteral("--auto-compress"), QStringLiteral("--file=") + file.filePath(),
                                                      QStringLiteral("--directory=") + into}));
    }
    return {};
}

core::Result<process::Tool> pgCtl()
{
    return tools().pickExact(process::ToolKind::PgCtl, tools().newestServerMajor());
}

} // namespace

bool workInMemory()
{
    const QString memory = QStringLiteral("/dev/shm");
    constexpr qint64 enough = 3LL << 30;
    return core::freeBytes(memory) >= enough && qputenv("TMPDIR", memory.toLocal8Bit());
}

backup::base::BaseBackupDraft baseDraft(const QString& destination, backup::base::Format format)
{
    backup::base::BaseBackupDraft draft;
    draft.serverLabel = QStringLiteral("test server");
    draft.destination = destination;
    draft.format = format;
    return draft;
}

core::Result<backup::base::BaseBackupReport> backUpBase(const access::ServerAccess& server, const backup::base::BaseBackupDraft& draft,
                                                        const core::RunContext& context, const process::ToolSet& toolSet)
{
    auto facts = backup::base::gatherFacts(draft, server, toolSet, context);
    if (!facts)
        return std::move(facts).error();
    auto plan = backup::base::makePlan(draft, *facts);
    if (!plan)
        return std::move(plan).error();
    return backup::base::run(*plan, server, context);
}

core::Result<StartedBackup> StartedBackup::start(const QString& set)
{
    StartedBackup started;
    auto user = cluster::serverUser(core::silentContext());
    if (!user)
        return std::move(user).error();
    started.m_user = *user;
    const QString folder = QDir::tempPath() + QStringLiteral("/tm-base-%1").arg(QUuid::createUuid().toString(QUuid::Id128).left(12));
    TIDEMARK_TRY(cluster::makePrivateFolder(folder, *user));
    started.m_folder = folder;
    TIDEMARK_TRY(runPlain(QStringLiteral("cp"), {QStringLiteral("--archive"), QStringLiteral("--no-target-directory"), set, folder + QStringLiteral("/set")}));
    const QString copy = folder + QStringLiteral("/set");
    if (QFile::exists(copy + QStringLiteral("/base/backup_manifest")) && !QFile::exists(copy + QStringLiteral("/base/PG_VERSION")))
        TIDEMARK_TRY(unpack(copy));
    QFile::setPermissions(copy + QStringLiteral("/base"), QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    if (*user)
        TIDEMARK_TRY(runPlain(QStringLiteral("chown"), {QStringLiteral("--recursive"), QStringLiteral("--no-dereference"), (*user)->name, folder}));
    auto tool = pgCtl();
    if (!tool)
        return std::move(tool).error();
    const core::Status up = cluster::runServerTool(
        *tool,
        {QStringLiteral("start"), QStringLiteral("--wait"), QStringLiteral("--silent"), QStringLiteral("--pgdata=set/base"), QStringLiteral("--log=log"),
         QStringLiteral("--options=-c listen_addresses='' -c port=5433 -c fsync=off -c unix_socket_directories=%1").arg(folder)},
        folder, *user, std::chrono::seconds(60), core::silentContext());
    if (!up) {
        QFile log(folder + QStringLiteral("/log"));
        const QString words = log.open(QIODevice::ReadOnly) ? QString::fromUtf8(log.readAll()) : QString();
        return core::Error{core::ErrorKind::ToolFailed, up.error().toText(), words, {}};
    }
    return started;
}

StartedBackup::StartedBackup(StartedBackup&& other) noexcept
    : m_folder(std::exchange(other.m_folder, QString()))
    , m_user(other.m_user)
{
}

StartedBackup::~StartedBackup()
{
    if (m_folder.isEmpty())
        return;
    if (const auto tool = pgCtl()) {
        (void)cluster::runServerTool(*tool, {QStringLiteral("stop"), QStringLiteral("--wait"), QStringLiteral("--mode=immediate"), QStringLiteral("--pgdata=set/base")},
                                     m_folder, m_user, std::chrono::seconds(20), core::silentContext());
    }
    QDir(m_folder).removeRecursively();
}

QString StartedBackup::value(const QString& database, const QString& text) const
{
    postgres::ConnectionSpec spec;
    spec.host = m_folder;
    spec.port = QStringLiteral("5433");
    spec.user = QStringLiteral("postgres");
    spec.database = database;
    auto connection = postgres::Connection::open(spec, core::Secret(), {}, {});
    if (!connection)
        return QStringLiteral("error: ") + connection.error().toText();
    const auto rows = connection->query(postgres::Sql::script(text.toUtf8()), {}, text);
    if (!rows)
        return QStringLiteral("error: ") + rows.error().toText();
    return rows->count() > 0 ? rows->text(0, 0) : QStringLiteral("no row");
}

} // namespace tidemark::test
