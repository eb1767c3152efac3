// SPDX-License-Identifier: GPL-3.0-or-later
#include "privatesshd.h"

#include "access/tunnelport.h"

#include <QFile>
#include <QTest>

#include <csignal>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

namespace tidemark::test {

namespace {

QByteArray read(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(content) == content.size();
}

QByteArray listeningAt(quint16 port)
{
    return "[127.0.0.1]:" + QByteArray::number(port) + ' ';
}

/// A connection is served by a monitor and its child; the child would outlive the monitor.
void killDescendants(qint64 process)
{
    const QByteArray children = read(QStringLiteral("/proc/%1/task/%1/children").arg(process));
    for (const QByteArray& child : children.simplified().split(' ')) {
        if (child.isEmpty())
            continue;
        killDescendants(child.toInt());
        ::kill(child.toInt(), SIGKILL);
    }
}

} // namespace

PrivateSshd::PrivateSshd()
{
    // Without root it can let in only the user it runs as; with root it steps down to the one that PostgreSQL runs as.
    const passwd* who = ::geteuid() == 0 ? ::getpwnam("postgres") : ::getpwuid(::geteuid());
    if (!who)
        qFatal("no user to run sshd as");
    m_user = QString::fromLocal8Bit(who->pw_name);
    m_uid = who->pw_uid;
    m_gid = who->pw_gid;
    giveTo(m_server.path());
    if (!makeKey(m_client.filePath(QStringLiteral("id"))) || !makeKey(m_client.filePath(QStringLiteral("stranger"))))
        qFatal("ssh-keygen failed");
    write(m_server.filePath(QStringLiteral("authorized_keys")), read(m_client.filePath(QStringLiteral("id.pub"))));
    giveTo(m_server.filePath(QStringLiteral("authorized_keys")));
    m_port = access::TunnelPort::reserve()->number();
    if (!changeHostKey())
        qFatal("no host key");
    write(m_client.filePath(QStringLiteral("known_hosts")), listeningAt(m_port) + read(m_server.filePath(QStringLiteral("host.pub"))));
}

PrivateSshd::~PrivateSshd()
{
    stop();
}

void PrivateSshd::giveTo(const QString& path) const
{
    if (::geteuid() == 0 && ::chown(QFile::encodeName(path).constData(), m_uid, m_gid) != 0)
        qFatal("chown failed");
}

bool PrivateSshd::makeKey(const QString& path) const
{
    QFile::remove(path);
    QFile::remove(path + QStringLiteral(".pub"));
    return QProcess::execute(QStringLiteral("ssh-keygen"), {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ed25519"),
                                                            QStringLiteral("-N"), QString(), QStringLiteral("-f"), path}) == 0;
}

bool PrivateSshd::changeHostKey()
{
    const QString key = m_server.filePath(QStringLiteral("host"));
    if (!makeKey(key))
        return false;
    giveTo(key);
    return true;
}

bool PrivateSshd::start()
{
    const QString configuration = m_server.filePath(QStringLiteral("sshd_config"));
    write(configuration, m_more + "ListenAddress 127.0.0.1\nPort " + QByteArray::number(m_port) + "\nHostKey " + m_server.filePath(QStringLiteral("host")).toLocal8Bit() +
                             "\nAuthorizedKeysFile " + m_server.filePath(QStringLiteral("authorized_keys")).toLocal8Bit() +
                             "\nPidFile none\nUsePAM no\nStrictModes no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nLogLevel VERBOSE\n");
    giveTo(configuration);
    m_process.setChildProcessModifier([uid = m_uid, gid = m_gid] {
        ::setsid();
        if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(gid) != 0 || ::setuid(uid) != 0))
            ::_exit(126);
    });
    m_process.setStandardErrorFile(m_client.filePath(QStringLiteral("sshd.log")));
    m_process.start(QStringLiteral("/usr/sbin/sshd"), {QStringLiteral("-D"), QStringLiteral("-e"), QStringLiteral("-f"), configuration});
    if (!m_process.waitForStarted())
        return false;
    return QTest::qWaitFor([this] { return read(m_client.filePath(QStringLiteral("sshd.log"))).contains("Server listening"); }, 10'000);
}

void PrivateSshd::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    dropConnections(); // each of them has made itself a session of its own, out of reach of the group's signal
    ::kill(-static_cast<pid_t>(m_process.processId()), SIGKILL);
    m_process.waitForFinished();
}

void PrivateSshd::dropConnections() const
{
    killDescendants(m_process.processId());
}

store::TunnelSpec PrivateSshd::spec() const
{
    return {QStringLiteral("127.0.0.1"), m_user, QString::number(m_port), m_client.filePath(QStringLiteral("id")),
            {QStringLiteral("UserKnownHostsFile=") + m_client.filePath(QStringLiteral("known_hosts")),
             QStringLiteral("GlobalKnownHostsFile=/dev/null"), QStringLiteral("StrictHostKeyChecking=yes"), QStringLiteral("IdentityAgent=none")}};
}

QString PrivateSshd::words() const
{
    return QString::fromLocal8Bit(read(m_client.filePath(QStringLiteral("sshd.log"))));
}

} // namespace tidemark::test
