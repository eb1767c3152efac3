// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/connect.h"

#include "store/history.h"
#include "store/profilestore.h"
#include "store/secretreader.h"

#include <QCoreApplication>
#include <QFile>
#include <QScopeGuard>

#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::connect", text);
}

core::Result<core::Secret> readPasswordFromStdin()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return core::Error{
            core::ErrorKind::Io, tr("The password cannot be read from standard input."), {}, {}};
    QByteArray line = input.readLine(4096);
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    if (line.isEmpty())
        return core::Error{core::ErrorKind::InvalidInput,
                           tr("There is no password on standard input."),
                           {},
                           tr("Write it as the first line.")};
    return core::Secret(QString::fromUtf8(line));
}

/// Until a line is there: signals are handled elsewhere, so read() alone would not hear of Ctrl-C.
bool waitForLine(int terminal, const core::RunContext& context)
{
    pollfd ready{terminal, POLLIN, 0};
    while (!context.stopRequested()) {
        if (::poll(&ready, 1, 100) != 0)
            return true;
    }
    return false;
}

/// Nothing without a terminal, nor when stop was requested.
std::optional<core::Secret> promptForPassword(const QString& target, const core::RunContext& context)
{
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (terminal < 0)
        return std::nullopt;
    const auto close = qScopeGuard([terminal] { ::close(terminal); });
    termios before{};
    if (::tcgetattr(terminal, &before) != 0)
        return std::nullopt;
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(terminal, TCSAFLUSH, &silent);
    const auto restore = qScopeGuard([&] { ::tcsetattr(terminal, TCSAFLUSH, &before); });
    const QByteArray question = tr("Password for %1: ").arg(target).toLocal8Bit();
    (void)!::write(terminal, question.constData(), static_cast<std::size_t>(question.size()));
    char answer[1024];
    const auto wipe = qScopeGuard([&answer] { ::explicit_bzero(answer, sizeof answer); });
    const ssize_t length = waitForLine(terminal, context) ? ::read(terminal, answer, sizeof answer) : 0;
    (void)!::write(terminal, "\n", 1);
    if (length <= 1)
        return std::nullopt;
    return core::Secret(QString::fromLocal8Bit(answer, length - 1));
}

/// Names the server in folders and messages, where no profile does: by what libpq is going to use.
QString serverLabel(const postgres::ConnectionSpec& spec)
{
    const auto orElse = [](const QString& given, const char* variable) {
        return given.isEmpty() ? qEnvironmentVariable(variable) : given;
    };
    const QString service = orElse(spec.service, "PGSERVICE");
    if (!service.isEmpty() && spec.host.isEmpty())
        return service;
    QString host = orElse(spec.host, "PGHOST");
    if (host.isEmpty())
        host = orElse(spec.hostaddr, "PGHOSTADDR");
    const bool local =
        host.isEmpty() || host.startsWith(QLatin1Char('/')) || host.startsWith(QLatin1Char('@'));
    const QString port = orElse(spec.port, "PGPORT");
    if (local)
        host = QStringLiteral("localhost");
    return port.isEmpty() ? host : host + QLatin1Char('_') + port;
}

core::Result<access::Target> targetOfConnection(const QString& text)
{
    auto parsed = postgres::parseConninfo(text);
    if (!parsed)
        return std::move(parsed).error();
    if (!parsed->password.isEmpty()) {
        return core::Error{core::ErrorKind::InvalidInput,
                           tr("A password in --connection would be visible to everybody on this machine."),
                           {},
                           tr("Leave it out and use --password-stdin, the prompt, ~/.pgpass or PGPASSWORD.")};
    }
    return access::Target{parsed->spec, {}, {}, serverLabel(parsed->spec)};
}

/// Tries without a password of ours first: passfile, service file and environment come before the keychain.
core::Status connects(const access::ServerAccess& server, const core::RunContext& context)
{
    auto connection = server.connect({}, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    return {};
}

/// Who forgot to name the server is helped more by that than by hints about sockets.
core::Error withAdvice(const Invocation& invocation, core::Error error)
{
    if (error.kind == core::ErrorKind::ConnectionFailed && !invocation.isSet("profile") &&
        !invocation.isSet("connection") && !qEnvironmentVariableIsSet("PGHOST") &&
        !qEnvironmentVariableIsSet("PGSERVICE")) {
        const QString advice =
            tr("No server was named: use --profile NAME or --connection CONNINFO, or set PGHOST and PGPORT.");
        error.hint = error.hint.isEmpty() ? advice : advice + QLatin1Char('\n') + error.hint;
    }
    if (error.kind == core::ErrorKind::AuthenticationFailed &&
        error.detail.contains(QLatin1String("no password supplied")))
        error.hint = tr("Without a terminal to ask on: --password-stdin, PGPASSWORD, or a line in your "
                        "password file (~/.pgpass).");
    return error;
}

bool asksForPassword(const core::Status& status)
{
    return !status && status.error().kind == core::ErrorKind::AuthenticationFailed &&
           status.error().detail.contains(QLatin1String("password"));
}

} // namespace

core::Result<access::Target> targetOf(Invocation& invocation, const store::Profile& profile)
{
    access::Target target{profile.spec, {}, profile.tunnel, profile.name};
    if (invocation.isSet("password-stdin")) {
        auto secret = readPasswordFromStdin();
        if (!secret)
            return std::move(secret).error();
        target.password = *secret;
    } else if (profile.passwordSaved && !qEnvironmentVariableIsSet("PGPASSWORD")) {
        auto secret = store::readSecretBlocking(profile);
        if (!secret)
            return std::move(secret).error();
        target.password = *secret;
    }
    return target;
}

core::Result<NamedServer> nameServer(Invocation& invocation)
{
    if (invocation.isSet("profile") && invocation.isSet("connection"))
        return usageError(tr("--profile and --connection exclude each other."), {});
    if (!invocation.isSet("profile")) {
        auto target = targetOfConnection(invocation.value("connection"));
        if (!target)
            return std::move(target).error();
        return NamedServer{{}, target->label};
    }
    store::ProfileStore profiles;
    TIDEMARK_TRY(profiles.load());
    const auto profile = profiles.find(invocation.value("profile"));
    if (!profile)
        return profile.error();
    return NamedServer{profile->id, profile->name};
}

core::Result<OpenServer> openServer(Invocation& invocation)
{
    std::optional<store::Profile> profile;
    access::Target target;
    if (invocation.isSet("profile") && invocation.isSet("connection"))
        return usageError(tr("--profile and --connection exclude each other."), {});
    if (invocation.isSet("profile")) {
        store::ProfileStore profiles;
        TIDEMARK_TRY(profiles.load());
        auto found = profiles.find(invocation.value("profile"));
        if (!found)
            return std::move(found).error();
        profile = *found;
        target = access::Target{profile->spec, {}, profile->tunnel, profile->name};
    } else {
        auto given = targetOfConnection(invocation.value("connection"));
        if (!given)
            return std::move(given).error();
        target = *given;
    }
    if (invocation.isSet("password-stdin")) {
        auto secret = readPasswordFromStdin();
        if (!secret)
            return std::move(secret).error();
        target.password = *secret;
    }

    auto server = access::ServerAccess::open(target, invocation.context);
    if (!server)
        return std::move(server).error();
    core::Status status = connects(*server, invocation.context);
    if (asksForPassword(status) && target.password.isEmpty()) {
        if (profile && profile->passwordSaved) {
            auto secret = store::readSecretBlocking(*profile);
            if (!secret)
                return std::move(secret).error();
            target.password = *secret;
        } else if (const auto typed = promptForPassword(target.label, invocation.context)) {
            target.password = *typed;
        }
        TIDEMARK_TRY(invocation.context.checkpoint());
        if (!target.password.isEmpty()) {
            server = access::ServerAccess::open(target, invocation.context);
            if (!server)
                return std::move(server).error();
            status = connects(*server, invocation.context);
        }
    }
    if (!status)
        return withAdvice(invocation, std::move(status).error());
    jobs::RunOwner owner{profile ? profile->id : QString(), target.label, store::History::defaultPath()};
    return OpenServer{*std::move(server), target, owner, target.label, profile ? profile->environment : store::EnvironmentTag::None};
}

} // namespace tidemark::cli
