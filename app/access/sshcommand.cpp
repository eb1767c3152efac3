// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/sshcommand.h"

#include "core/quoting.h"

#include <QCoreApplication>
#include <QStandardPaths>

#include <algorithm>
#include <array>

namespace tidemark::access {

namespace {

using core::ErrorKind;

QString said(const char* text)
{
    return QCoreApplication::translate("access::ssh", text);
}

struct Cause
{
    const char* words;
    ErrorKind kind;
    const char* message;
    const char* hint; // %1: the destination as one would type it after ssh
};

// The first match wins: what says more stands first.
constexpr std::array<Cause, 11> causes{{
    {"REMOTE HOST IDENTIFICATION HAS CHANGED", ErrorKind::AuthenticationFailed,
     QT_TRANSLATE_NOOP("access::ssh", "The SSH server shows another key than before."),
     QT_TRANSLATE_NOOP("access::ssh", "It may have been installed anew, or someone stands in between. Ask its administrator for the fingerprint; only then remove the old key with ssh-keygen -R and connect once with: ssh %1")},
    {"Host key verification failed", ErrorKind::AuthenticationFailed,
     QT_TRANSLATE_NOOP("access::ssh", "The SSH server is not known here yet."),
     QT_TRANSLATE_NOOP("access::ssh", "Connect once in a terminal, compare the fingerprint and accept it: ssh %1")},
    {"UNPROTECTED PRIVATE KEY FILE", ErrorKind::AuthenticationFailed,
     QT_TRANSLATE_NOOP("access::ssh", "Others may read the private key, so ssh does not use it."),
     QT_TRANSLATE_NOOP("access::ssh", "Take the permission away: chmod 600 FILE. Then try: ssh %1")},
    {"Permission denied", ErrorKind::AuthenticationFailed,
     QT_TRANSLATE_NOOP("access::ssh", "The SSH server refused the login."),
     QT_TRANSLATE_NOOP("access::ssh", "It has to work without a question: load your key (ssh-add) and put it on the server (ssh-copy-id %1), then try: ssh -o BatchMode=yes %1 true")},
    {"Too many authentication failures", ErrorKind::AuthenticationFailed,
     QT_TRANSLATE_NOOP("access::ssh", "The SSH server refused the login."),
     QT_TRANSLATE_NOOP("access::ssh", "Your agent offers too many keys. Choose the file of the right key, then try: ssh %1")},
    {"Could not resolve hostname", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("access::ssh", "There is no such SSH server."),
     QT_TRANSLATE_NOOP("access::ssh", "Check the spelling of its name, and the aliases in ~/.ssh/config. Try: ssh %1")},
    {"Connection refused", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("access::ssh", "No SSH server answers there."),
     QT_TRANSLATE_NOOP("access::ssh", "Check host and port (usually 22). Try: ssh %1")},
    {"timed out", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("access::ssh", "The SSH server did not answer in time."),
     QT_TRANSLATE_NOOP("access::ssh", "A firewall may drop the packets, or a VPN is not up. Try: ssh %1")},
    {"No route to host", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("access::ssh", "The SSH server cannot be reached."),
     QT_TRANSLATE_NOOP("access::ssh", "Check the network, or whether a VPN is up. Try: ssh %1")},
    {"Bad configuration option", ErrorKind::InvalidInput,
     QT_TRANSLATE_NOOP("access::ssh", "ssh does not know one of its options."),
     QT_TRANSLATE_NOOP("access::ssh", "Correct the tunnel's extra options or ~/.ssh/config. Try: ssh %1")},
    {"Could not request local forwarding", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("access::ssh", "The local end of the tunnel could not be opened."),
     QT_TRANSLATE_NOOP("access::ssh", "Another program may have taken the port. Try again.")},
}};

QString destination(const store::TunnelSpec& tunnel)
{
    QString words;
    if (!tunnel.port.isEmpty())
        words += QStringLiteral("-p %1 ").arg(core::quoteShell(tunnel.port));
    if (!tunnel.identityFile.isEmpty())
        words += QStringLiteral("-i %1 ").arg(core::quoteShell(tunnel.identityFile));
    return words + core::quoteShell(tunnel.user.isEmpty() ? tunnel.host : tunnel.user + QLatin1Char('@') + tunnel.host);
}

bool isPort(const QString& text)
{
    bool number = false;
    const int port = text.toInt(&number);
    return number && port >= 1 && port <= 65535;
}

/// Without blanks and control characters, and no option in disguise.
bool isWord(const QString& text)
{
    return !text.isEmpty() && !text.startsWith(u'-') &&
           std::none_of(text.begin(), text.end(), [](QChar c) { return c.isSpace() || c.category() == QChar::Other_Control; });
}

core::Status check(const store::TunnelSpec& tunnel, const TunnelEnd& end)
{
    const auto invalid = [](const QString& message, const QString& hint = {}) { return core::Error{ErrorKind::InvalidInput, message, {}, hint}; };
    if (!isWord(tunnel.host))
        return invalid(said(QT_TRANSLATE_NOOP("access::ssh", "“%1” is no name of an SSH server.")).arg(core::singleLine(tunnel.host)));
    if (!tunnel.user.isEmpty() && !isWord(tunnel.user))
        return invalid(said(QT_TRANSLATE_NOOP("access::ssh", "“%1” is no user name for SSH.")).arg(core::singleLine(tunnel.user)));
    const bool socket = end.host.startsWith(u'/');
    if ((!tunnel.port.isEmpty() && !isPort(tunnel.port)) || (!socket && !isPort(end.port)))
        return invalid(said(QT_TRANSLATE_NOOP("access::ssh", "A port is a number from 1 to 65535.")));
    if (end.host.isEmpty() || end.host.contains(u',')) {
        return invalid(said(QT_TRANSLATE_NOOP("access::ssh", "Through a tunnel exactly one database host is reached, and it has to be named.")),
                       said(QT_TRANSLATE_NOOP("access::ssh", "Enter the host as the SSH server knows it; “localhost” is the SSH server itself.")));
    }
    if ((socket && end.host.contains(u':')) || (!socket && !isWord(end.host)))
        return invalid(said(QT_TRANSLATE_NOOP("access::ssh", "“%1” cannot be forwarded by ssh.")).arg(core::singleLine(end.host)));
    return {};
}

} // namespace

QString TunnelEnd::describe() const
{
    return port.isEmpty() ? host : host + QLatin1Char(':') + port;
}

core::Result<process::Command> sshCommand(const store::TunnelSpec& tunnel, const TunnelEnd& end, quint16 localPort)
{
    TIDEMARK_TRY(check(tunnel, end));
    const QString program = QStandardPaths::findExecutable(QStringLiteral("ssh"));
    if (program.isEmpty()) {
        return core::Error{ErrorKind::ToolMissing, said(QT_TRANSLATE_NOOP("access::ssh", "The program ssh is not installed here.")), {},
                           said(QT_TRANSLATE_NOOP("access::ssh", "Install the OpenSSH client (Debian and Ubuntu: apt install openssh-client), or connect without a tunnel."))};
    }
    process::Command command(program, {QStringLiteral("-N"), QStringLiteral("-T"), QStringLiteral("-a"), QStringLiteral("-x")});
    // ssh takes the first value that it meets of an option, so the person's own stand before ours.
    for (const QString& option : tunnel.extraOptions)
        command.add(QStringLiteral("-o")).add(option);
    for (const char* option : {"ExitOnForwardFailure=yes", "BatchMode=yes", "ServerAliveInterval=15", "ServerAliveCountMax=3",
                               "ConnectTimeout=15", "ControlMaster=no", "ControlPath=none", "PermitLocalCommand=no", "LogLevel=INFO"})
        command.add(QStringLiteral("-o")).add(QLatin1String(option));
    if (!tunnel.port.isEmpty())
        command.add(QStringLiteral("-p")).add(tunnel.port);
    if (!tunnel.user.isEmpty())
        command.add(QStringLiteral("-l")).add(tunnel.user);
    if (!tunnel.identityFile.isEmpty())
        command.add(QStringLiteral("-i")).add(tunnel.identityFile).add(QStringLiteral("-o")).add(QStringLiteral("IdentitiesOnly=yes"));
    QString far = end.host;
    if (!far.startsWith(u'/'))
        far = (far.contains(u':') ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(far, end.port);
    command.add(QStringLiteral("-L")).add(QStringLiteral("127.0.0.1:%1:%2").arg(localPort).arg(far));
    command.add(QStringLiteral("--")).add(tunnel.host);
    command.setEnvironment(QStringLiteral("LC_MESSAGES"), QStringLiteral("C"));
    command.unsetEnvironment(QStringLiteral("LC_ALL"));
    command.unsetEnvironment(QStringLiteral("LANGUAGE"));
    return command;
}

core::Error sshError(const store::TunnelSpec& tunnel, const QString& words)
{
    const QString detail = words.trimmed();
    for (const Cause& cause : causes) {
        if (detail.contains(QLatin1String(cause.words)))
            return {cause.kind, said(cause.message), detail, said(cause.hint).arg(destination(tunnel))};
    }
    return {ErrorKind::ConnectionFailed, said(QT_TRANSLATE_NOOP("access::ssh", "The SSH tunnel could not be opened.")), detail,
            said(QT_TRANSLATE_NOOP("access::ssh", "It has to work without a question: ssh -o BatchMode=yes %1 true")).arg(destination(tunnel))};
}

} // namespace tidemark::access
