// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/localcluster.h"

#include "cluster/clusterfolder.h"
#include "cluster/clustertemplate.h"
#include "cluster/foreigndata.h"
#include "cluster/serverprocess.h"
#include "cluster/servertool.h"
#include "core/atomicfile.h"
#include "core/quoting.h"
#include "process/toolmessages.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QScopeGuard>
#include <QUuid>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <locale.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace tidemark::cluster {

namespace {

constexpr std::chrono::minutes toolLimit{10};
constexpr std::chrono::seconds stopLimit{60};
const QLatin1String superuser("postgres");

bool hasLocale(const char* name)
{
    const locale_t locale = ::newlocale(LC_ALL_MASK, name, nullptr);
    if (locale)
        ::freelocale(locale);
    return locale != nullptr;
}

QStringList localeArguments(int major)
{
    if (hasLocale("C.UTF-8"))
        return {QStringLiteral("--locale=C.UTF-8")};
    if (major >= 17)
        return {QStringLiteral("--locale-provider=builtin"), QStringLiteral("--builtin-locale=C.UTF-8"), QStringLiteral("--locale=C")};
    return {QStringLiteral("--locale=C")};
}

QStringList initArguments(ClusterKind kind, int major)
{
    // Should somebody open a TCP port later on, it asks for passwords.
    QStringList arguments{QStringLiteral("-D"), QStringLiteral("data"), QStringLiteral("-U"), superuser,
                          QStringLiteral("--auth-local=trust"), QStringLiteral("--auth-host=scram-sha-256"),
                          QStringLiteral("-E"), QStringLiteral("UTF8"), QStringLiteral("--lc-messages=C")};
    arguments += localeArguments(major);
    if (kind == ClusterKind::Recovered)
        arguments.append(QStringLiteral("--data-checksums"));
    else
        arguments.append(QStringLiteral("--no-sync"));
    if (kind != ClusterKind::Recovered && major >= 18)
        arguments.append(QStringLiteral("--no-data-checksums"));
    return arguments;
}

/// A number that no TCP server here uses at the moment. Our socket is in a folder of its own, so it cannot clash; but a
/// free one lets people add TCP, and tells clusters apart.
quint16 freePort()
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    quint16 port = 5432;
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor >= 0 && ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
        ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length) == 0)
        port = ntohs(address.sin_port);
    if (descriptor >= 0)
        ::close(descriptor);
    return port;
}

/// PostgreSQL cuts application_name and replaces what is not printable ASCII: it would not be found under its name.
bool isStandbyName(const QString& name)
{
    return !name.isEmpty() && name.size() <= 63 &&
           std::all_of(name.begin(), name.end(), [](QChar c) { return c.unicode() >= 0x20 && c.unicode() < 0x7f; });
}

QString slotName(const QString& name)
{
    QString slot = name.toLower();
    for (QChar& c : slot) {
        if (!((c >= QLatin1Char('a') && c <= QLatin1Char('z')) || (c >= QLatin1Char('0') && c <= QLatin1Char('9'))))
            c = QLatin1Char('_');
    }
    return slot;
}

} // namespace

struct LocalCluster::State
{
    ClusterRecord record;
    ClusterRegistry registry;
    ServerUser user;
    ServerTools tools;
    ClusterKind kind;
    quint16 port = 0;
    bool left = false; // released or destroyed: the destructor has nothing to do

    core::Status append(const ServerSettings& settings) const;
    void stopStrays() const;
};

core::Status LocalCluster::State::append(const ServerSettings& settings) const
{
    // The file belongs to the server's user: as root we follow no link there.
    const QString path = record.dataFolder() + QStringLiteral("/postgresql.conf");
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC);
    const QByteArray text = "\n# Written by Tidemark\n" + settingsText(settings);
    const bool written = descriptor >= 0 && ::write(descriptor, text.constData(), static_cast<std::size_t>(text.size())) == text.size();
    const int problem = errno;
    if (descriptor >= 0)
        ::close(descriptor);
    if (!written)
        return core::systemError(problem, QCoreApplication::translate("cluster::LocalCluster", "The server's settings could not be written."));
    return {};
}

/// After a start that was broken off: the server may be on its way up, before anything names its process.
void LocalCluster::State::stopStrays() const
{
    for (int look = 0; look < 3; ++look) {
        if (const auto postmaster = findPostmaster(record.dataFolder()))
            (void)stopPostmaster(*postmaster, StopMode::Immediate, stopLimit); // what stays is killed below
        clearAfterServer(record.dataFolder());
        clearAfterServer(record.folder);
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

core::Result<LocalCluster> LocalCluster::prepare(const ClusterOptions& options, const process::ToolSet& tools, int major,
                                                 const core::RunContext& context)
{
    auto serverTools = ServerTools::find(tools, major);
    if (!serverTools)
        return std::move(serverTools).error();
    auto user = serverUser(context);
    if (!user)
        return std::move(user).error();
    auto registry = ClusterRegistry::open();
    if (!registry)
        return std::move(registry).error();
    core::Result<QString> folder = options.folder;
    if (options.folder.isEmpty())
        folder = newPrivateFolder(*user, context);
    else if (options.parent == ParentFolder::Keep || QFileInfo::exists(options.folder))
        folder = checkChosenFolder(options.folder, *user, context);
    if (!folder)
        return std::move(folder).error();
    auto sockets = chooseSocketFolder(*folder, *user);
    if (!sockets)
        return std::move(sockets).error();

    ClusterRecord record;
    record.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    record.kind = options.kind;
    record.folder = *folder;
    record.socketFolder = *sockets;
    record.madeFolder = !QFileInfo::exists(*folder);
    record.parent = options.parent;
    record.owner = core::ProcessIdentity::self();
    record.major = serverTools->major;
    record.port = options.port > 0 ? options.port : freePort();
    record.made = QDateTime::currentDateTimeUtc();
    TIDEMARK_TRY(registry->write(record)); // first: from here on a crash leaves nothing unknown
    LocalCluster cluster(std::make_unique<State>(State{record, *registry, *user, *serverTools, options.kind, record.port}));
    TIDEMARK_TRY(makeClusterFolders(record, *registry, *user));
    return cluster;
}

core::Result<LocalCluster> LocalCluster::create(const ClusterOptions& options, const process::ToolSet& tools, const core::RunContext& context)
{
    auto cluster = prepare(options, tools, options.major, context);
    if (!cluster)
        return cluster;
    const State& state = *cluster->m_state;
    TIDEMARK_TRY(cluster->makeData(options, context));
    TIDEMARK_TRY(state.append(settingsFor(options.kind) + listenSettings(state.record.socketFolder, state.port) + options.settings));
    return cluster;
}

core::Status LocalCluster::makeData(const ClusterOptions& options, const core::RunContext& context) const
{
    const State& state = *m_state;
    const QStringList arguments = initArguments(options.kind, state.tools.major);
    const ClusterTemplate kept(state.registry, state.tools, arguments);
    if (options.origin == DataOrigin::Template && kept.copyTo(state.record.dataFolder(), state.user, context))
        return {};
    TIDEMARK_TRY(context.checkpoint());
    TIDEMARK_TRY(runServerTool(state.tools.initDb, arguments, state.record.folder, state.user, toolLimit, context));
    if (options.origin != DataOrigin::Template)
        return {};
    if (const core::Status copied = kept.keepCopyOf(state.record.dataFolder(), state.user, context); !copied)
        context.log(core::LogLevel::Info, copied.error().toText()); // the next one takes as long again
    return {};
}

core::Result<LocalCluster> LocalCluster::createStandby(const LocalCluster& primary, const QString& name, const ClusterOptions& options,
                                                       const process::ToolSet& tools, const core::RunContext& context)
{
    if (!isStandbyName(name)) {
        return core::Error{core::ErrorKind::InvalidInput,
                           QCoreApplication::translate("cluster::LocalCluster", "A standby cannot be called \"%1\".").arg(core::singleLine(name)), {},
                           QCoreApplication::translate("cluster::LocalCluster", "Use up to 63 letters, digits and signs of ASCII.")};
    }
    auto baseBackup = tools.pick(process::ToolKind::PgBaseBackup, primary.major());
    if (!baseBackup)
        return std::move(baseBackup).error();
    auto cluster = prepare(options, tools, primary.major(), context);
    if (!cluster)
        return cluster;
    const State& state = *cluster->m_state;
    postgres::ConnectionSpec source = primary.spec(QString());
    source.more.insert(QStringLiteral("application_name"), name);
    QStringList arguments{QStringLiteral("-D"), QStringLiteral("data"), QStringLiteral("-d"), source.toConninfo(),
                          QStringLiteral("-R"), QStringLiteral("-X"), QStringLiteral("stream"), QStringLiteral("-c"), QStringLiteral("fast"),
                          QStringLiteral("-C"), QStringLiteral("-S"), slotName(name), QStringLiteral("-w")};
    if (options.kind != ClusterKind::Recovered)
        arguments.append(QStringLiteral("--no-sync"));
    if (core::Status made = runServerTool(*baseBackup, arguments, state.record.folder, state.user, toolLimit, context); !made)
        return std::move(made).error();
    TIDEMARK_TRY(state.append(settingsFor(options.kind) + listenSettings(state.record.socketFolder, state.port) + options.settings));
    return cluster;
}

core::Result<LocalCluster> LocalCluster::createFrom(const DataMaker& make, const ClusterOptions& options, const process::ToolSet& tools,
                                                    const core::RunContext& context)
{
    auto cluster = prepare(options, tools, options.major, context);
    if (!cluster)
        return cluster;
    const State& state = *cluster->m_state;
    const QString data = state.record.dataFolder();
    const QString run = state.record.runFolder();
    for (const QString& folder : {data, run})
        TIDEMARK_TRY(takeFolder(folder, state.user));
    for (const QString& folder : options.tablespaces)
        TIDEMARK_TRY(addTablespaceFolder(cluster->m_state->record, state.registry, folder));
    TIDEMARK_TRY(make(data, run));
    TIDEMARK_TRY(context.checkpoint());
    const bool stays = options.kind == ClusterKind::Recovered;
    TIDEMARK_TRY(replaceConfiguration(data, stays ? FormerConfiguration::KeepCopies : FormerConfiguration::Drop));
    TIDEMARK_TRY(state.append(settingsFor(options.kind) + settingsNeededBy(data) + listenSettings(state.record.socketFolder, state.port) +
                              options.settings));
    TIDEMARK_TRY(giveTreeTo(data, state.user));
    TIDEMARK_TRY(giveTreeTo(run, state.user));
    for (const QString& folder : options.tablespaces)
        TIDEMARK_TRY(giveTreeTo(folder, state.user));
    return cluster;
}

core::Result<process::Finished> LocalCluster::runProgram(const QString& name, const QStringList& arguments, const core::RunContext& context) const
{
    const QString path = QFileInfo(m_state->tools.initDb.path).path() + QLatin1Char('/') + name;
    if (!QFileInfo(path).isExecutable())
        return core::Error{core::ErrorKind::ToolMissing, QCoreApplication::translate("cluster::LocalCluster", "%1 is not installed.").arg(path), {}, {}};
    return runServerProgram(process::Command(path, arguments), m_state->record.folder, m_state->user, std::chrono::hours(24), context);
}

core::Result<QByteArray> LocalCluster::askSingleUser(const QString& database, const QByteArray& statements,
                                                     const core::RunContext& context) const
{
    int ends[2];
    if (statements.size() > 4096 || ::pipe2(ends, O_CLOEXEC) != 0)
        return core::systemError(errno, QCoreApplication::translate("cluster::LocalCluster", "The server could not be asked."));
    const bool written = ::write(ends[1], statements.constData(), static_cast<std::size_t>(statements.size())) == statements.size();
    ::close(ends[1]); // the program reads to the end
    const auto close = qScopeGuard([&ends] { ::close(ends[0]); });
    if (!written)
        return core::systemError(errno, QCoreApplication::translate("cluster::LocalCluster", "The server could not be asked."));
    const process::Command command(QFileInfo(m_state->tools.initDb.path).path() + QStringLiteral("/postgres"),
                                   {QStringLiteral("--single"), QStringLiteral("-D"), QStringLiteral("data"), database});
    const auto finished = runServerProgram(command, m_state->record.folder, m_state->user, std::chrono::hours(24), context, ends[0]);
    if (!finished)
        return finished.error();
    if (!finished->succeeded())
        return process::toolFailure(command, *finished);
    return finished->output;
}

LocalCluster::LocalCluster(std::unique_ptr<State> state) : m_state(std::move(state)) {}
LocalCluster::LocalCluster(LocalCluster&&) noexcept = default;

LocalCluster& LocalCluster::operator=(LocalCluster&& other) noexcept
{
    std::swap(m_state, other.m_state); // what was here goes with `other`
    return *this;
}

LocalCluster::~LocalCluster()
{
    if (m_state && !m_state->left)
        (void)destroy(); // nobody is left to hear of an error; the search for orphans tries again
}

core::Status LocalCluster::start(const core::RunContext& context, std::chrono::seconds limit)
{
    if (isRunning())
        return {};
    const QStringList arguments{QStringLiteral("start"), QStringLiteral("-D"), QStringLiteral("data"), QStringLiteral("-l"),
                                QStringLiteral("run/server.log"), QStringLiteral("-w"), QStringLiteral("-t"),
                                QString::number(limit.count()), QStringLiteral("-s")};
    core::Status started = runServerTool(m_state->tools.pgCtl, arguments, m_state->record.folder, m_state->user,
                                         limit + std::chrono::seconds(15), context);
    if (!started) {
        m_state->stopStrays();
        core::Error error = std::move(started).error();
        if (error.kind != core::ErrorKind::Cancelled) {
            error = error.within(QCoreApplication::translate("cluster::LocalCluster", "The PostgreSQL server could not be started."));
            error.detail = error.detail + QLatin1Char('\n') + logTail(2048);
        }
        return error;
    }
    m_state->record.postmaster = findPostmaster(m_state->record.dataFolder());
    return m_state->registry.write(m_state->record);
}

core::Status LocalCluster::stop(StopMode mode)
{
    if (const auto postmaster = findPostmaster(m_state->record.dataFolder()))
        TIDEMARK_TRY(stopPostmaster(*postmaster, mode, stopLimit));
    clearAfterServer(m_state->record.dataFolder());
    return {};
}

core::Status LocalCluster::destroy()
{
    if (m_state->left)
        return {};
    TIDEMARK_TRY(removeCluster(m_state->record, m_state->registry));
    m_state->left = true;
    return {};
}

core::Status LocalCluster::release()
{
    return release({}, {});
}

core::Status LocalCluster::release(const QString& label, const QString& database)
{
    m_state->record.label = label;
    m_state->record.database = database;
    m_state->record.kept = true;
    TIDEMARK_TRY(m_state->registry.write(m_state->record));
    m_state->left = true;
    return {};
}

bool LocalCluster::isRunning() const
{
    return findPostmaster(m_state->record.dataFolder()).has_value();
}

postgres::ConnectionSpec LocalCluster::spec(const QString& database) const
{
    postgres::ConnectionSpec spec;
    spec.host = m_state->record.socketFolder;
    spec.port = QString::number(m_state->port);
    spec.user = m_state->record.user;
    spec.database = database;
    return spec;
}

QString LocalCluster::logTail(qint64 bytes) const
{
    QFile file(logFile());
    if (QFileInfo(file).isSymLink() || !file.open(QIODevice::ReadOnly))
        return {};
    if (file.size() > bytes)
        file.seek(file.size() - bytes);
    const QString text = QString::fromUtf8(file.readAll());
    return file.size() > bytes ? text.section(QLatin1Char('\n'), 1) : text;
}

core::Status LocalCluster::setUser(const QString& role)
{
    m_state->record.user = role;
    return m_state->registry.write(m_state->record);
}

core::Status LocalCluster::addSettings(const ServerSettings& settings)
{
    return m_state->append(settings);
}

ClusterKind LocalCluster::kind() const { return m_state->kind; }
int LocalCluster::major() const { return m_state->tools.major; }
quint16 LocalCluster::port() const { return m_state->port; }
QString LocalCluster::folder() const { return m_state->record.folder; }
QString LocalCluster::dataFolder() const { return m_state->record.dataFolder(); }
QString LocalCluster::socketFolder() const { return m_state->record.socketFolder; }
QString LocalCluster::logFile() const { return m_state->record.logFile(); }
QString LocalCluster::serverUserName() const { return m_state->user ? m_state->user->name : QString(); }

std::optional<qint64> LocalCluster::postmasterPid() const
{
    const auto postmaster = findPostmaster(m_state->record.dataFolder());
    return postmaster ? std::optional<qint64>(postmaster->pid) : std::nullopt;
}

} // namespace tidemark::cluster
