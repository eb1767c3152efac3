// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/profile.h"

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace tidemark::test {

/// An SSH server of the test's own: a high port of the loopback, its own host key, never as root.
class PrivateSshd
{
public:
    PrivateSshd();
    ~PrivateSshd();

    bool start();
    /// With every connection it serves.
    void stop();
    /// Another host key, as after an attack or a new installation.
    bool changeHostKey();
    /// Ends the connections and goes on listening.
    void dropConnections() const;
    /// Further lines of sshd_config, for the next start.
    void setMore(const QByteArray& lines) { m_more = lines; }

    /// A tunnel through it that logs in with the right key and knows the host.
    store::TunnelSpec spec() const;
    QString words() const;
    quint16 port() const { return m_port; }

private:
    bool makeKey(const QString& path) const;
    void giveTo(const QString& path) const;

    QTemporaryDir m_client; // ours alone
    QTemporaryDir m_server; // of the user that sshd runs as
    QProcess m_process;
    QByteArray m_more;
    QString m_user;
    unsigned int m_uid = 0;
    unsigned int m_gid = 0;
    quint16 m_port = 0;
};

} // namespace tidemark::test
