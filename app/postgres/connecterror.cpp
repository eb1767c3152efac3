// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/sqlerror.h"

#include <QCoreApplication>

#include <array>

namespace tidemark::postgres {

namespace {

using core::ErrorKind;

struct Cause
{
    const char* words; // as libpq or the server says them in the C locale
    ErrorKind kind;
    const char* message;
    const char* hint;
};

// The order matters: the first match wins, and libpq joins several attempts into one text.
constexpr std::array<Cause, 34> causes{{
    {"password authentication failed", ErrorKind::AuthenticationFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "The server refused the password for this user."),
     QT_TRANSLATE_NOOP("postgres::connect", "Check the user name and the password. Both may be correct for another server: check host and port too.")},
    {"no password supplied", ErrorKind::AuthenticationFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "The server asks for a password and none was given."),
     QT_TRANSLATE_NOOP("postgres::connect", "Enter the password in the connection, or add a line to your password file (~/.pgpass).")},
    {"Peer authentication failed", ErrorKind::AuthenticationFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "The server lets only the operating-system user of the same name in over its socket."),
     QT_TRANSLATE_NOOP("postgres::connect", "Connect over TCP (host localhost) with a password, or run as that operating-system user.")},
    {"no pg_hba.conf entry", ErrorKind::AuthenticationFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "The server has no rule that lets this user connect from here."),
     QT_TRANSLATE_NOOP("postgres::connect", "Add a line for this user, database and address to pg_hba.conf on the server and reload it. If the server asks for encryption, set the SSL mode to require.")},
    {"pg_hba.conf rejects", ErrorKind::AuthenticationFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "A rule on the server forbids this connection."),
     QT_TRANSLATE_NOOP("postgres::connect", "Ask the server's administrator which rule of pg_hba.conf applies.")},
    {"is not permitted to log in", ErrorKind::AuthenticationFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "This role may not log in."),
     QT_TRANSLATE_NOOP("postgres::connect", "Use another user, or let an administrator run: ALTER ROLE … LOGIN.")},
    {"permission denied for database", ErrorKind::PermissionDenied,
     QT_TRANSLATE_NOOP("postgres::connect", "This user may not connect to this database."),
     QT_TRANSLATE_NOOP("postgres::connect", "Let an administrator run: GRANT CONNECT ON DATABASE … TO ….")},
    {"not currently accepting connections", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "This database accepts no connections."),
     QT_TRANSLATE_NOOP("postgres::connect", "It is a template, or an administrator has closed it. Choose another database.")},
    {"server does not support SSL", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "The server does not offer an encrypted connection."),
     QT_TRANSLATE_NOOP("postgres::connect", "Switch on ssl on the server, use an SSH tunnel, or (on a trusted network only) choose the SSL mode prefer.")},
    {"certificate verify failed", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "The server's certificate is not signed by an authority that you trust."),
     QT_TRANSLATE_NOOP("postgres::connect", "Give the file of the authority's certificate as root certificate.")},
    {"does not match host name", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "The server's certificate was made for another host name."),
     QT_TRANSLATE_NOOP("postgres::connect", "Use the name that the certificate has, or choose the SSL mode verify-ca.")},
    {"root certificate file", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "The root certificate file cannot be read."),
     QT_TRANSLATE_NOOP("postgres::connect", "Give the path of the authority's certificate, or choose the SSL mode require.")},
    {"private key file", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "Your certificate's private key cannot be used."),
     QT_TRANSLATE_NOOP("postgres::connect", "Check the path of the key; the file has to be readable for you alone (0600).")},
    {"certificate file", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "Your certificate cannot be read."),
     QT_TRANSLATE_NOOP("postgres::connect", "Check the path of the certificate.")},
    {"SSL error", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "The encrypted connection could not be made."),
     QT_TRANSLATE_NOOP("postgres::connect", "Check the certificates and the SSL mode.")},
    {"Temporary failure in name resolution", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "The name server does not answer."),
     QT_TRANSLATE_NOOP("postgres::connect", "Check the network, or give the address instead of the name.")},
    {"could not translate host name", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "There is no such host."),
     QT_TRANSLATE_NOOP("postgres::connect", "Check the spelling of the host name. If it is known on another machine only, use an SSH tunnel through that machine.")},
    {"Connection refused", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "Nothing answers at this host and port."),
     QT_TRANSLATE_NOOP("postgres::connect", "Check the port (PostgreSQL's usual one is 5432), that the server runs, and that listen_addresses lets others in.")},
    {"failed: Permission denied", ErrorKind::PermissionDenied,
     QT_TRANSLATE_NOOP("postgres::connect", "You may not use the socket of this server."),
     QT_TRANSLATE_NOOP("postgres::connect", "Connect over TCP (host localhost), or ask for access to the folder of the socket.")},
    {"No such file or directory", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "No server listens on this socket."),
     QT_TRANSLATE_NOOP("postgres::connect", "Check that the server runs on this machine, and the folder of its socket and its port.")},
    {"No route to host", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "There is no way to this host."),
     QT_TRANSLATE_NOOP("postgres::connect", "Check the network, a VPN for instance, or use an SSH tunnel.")},
    {"Network is unreachable", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "There is no way to this host."),
     QT_TRANSLATE_NOOP("postgres::connect", "Check the network, a VPN for instance, or use an SSH tunnel.")},
    {"Connection timed out", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "The server did not answer in time."),
     QT_TRANSLATE_NOOP("postgres::connect", "A firewall may drop the packets. Check host and port, or use an SSH tunnel.")},
    {"timeout expired", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "The server did not answer in time."),
     QT_TRANSLATE_NOOP("postgres::connect", "A firewall may drop the packets. Check host and port, or use an SSH tunnel.")},
    {"too many clients", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "The server has no connection slot left."),
     QT_TRANSLATE_NOOP("postgres::connect", "Close connections that are not needed, or raise max_connections.")},
    {"remaining connection slots are reserved", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "The server has no connection slot left."),
     QT_TRANSLATE_NOOP("postgres::connect", "Close connections that are not needed, or raise max_connections.")},
    {"too many connections for", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "The connection slots of this user or database are taken."),
     QT_TRANSLATE_NOOP("postgres::connect", "Close connections that are not needed, or let an administrator raise the CONNECTION LIMIT.")},
    {"starting up", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "The server is starting up."),
     QT_TRANSLATE_NOOP("postgres::connect", "Try again in a moment. After a crash, recovery can take minutes.")},
    {"shutting down", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "The server is shutting down."),
     QT_TRANSLATE_NOOP("postgres::connect", "Try again when it has been started again.")},
    {"invalid response to SSL negotiation", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "What answers there is not PostgreSQL."),
     QT_TRANSLATE_NOOP("postgres::connect", "Check the port: PostgreSQL's usual one is 5432.")},
    {"expected authentication request from server", ErrorKind::ConnectionFailed,
     QT_TRANSLATE_NOOP("postgres::connect", "What answers there is not PostgreSQL."),
     QT_TRANSLATE_NOOP("postgres::connect", "Check the port: PostgreSQL's usual one is 5432.")},
    {"invalid port number", ErrorKind::InvalidInput,
     QT_TRANSLATE_NOOP("postgres::connect", "This is no port."),
     QT_TRANSLATE_NOOP("postgres::connect", "Ports are numbers from 1 to 65535.")},
    {"invalid sslmode value", ErrorKind::InvalidInput,
     QT_TRANSLATE_NOOP("postgres::connect", "There is no such SSL mode."),
     QT_TRANSLATE_NOOP("postgres::connect", "Choose disable, allow, prefer, require, verify-ca or verify-full.")},
    {"definition of service", ErrorKind::NotFound,
     QT_TRANSLATE_NOOP("postgres::connect", "This service name is not in your service file."),
     QT_TRANSLATE_NOOP("postgres::connect", "Check the name and the file (~/.pg_service.conf, or where PGSERVICEFILE points).")},
}};

QString translated(const char* text)
{
    return QCoreApplication::translate("postgres::connect", text);
}

} // namespace

core::Error connectError(const QString& target, const QString& libpqWords, bool passwordWasUsed)
{
    const QString detail = libpqWords.trimmed();
    for (const Cause& cause : causes) {
        if (detail.contains(QLatin1String(cause.words)))
            return {cause.kind, translated(cause.message), detail, translated(cause.hint)};
    }
    // FATAL:  database "x" does not exist / role "x" does not exist
    if (detail.contains(QLatin1String("does not exist"))) {
        const bool role = detail.contains(QLatin1String("FATAL:  role \""));
        return {role ? ErrorKind::AuthenticationFailed : ErrorKind::NotFound,
                role ? translated(QT_TRANSLATE_NOOP("postgres::connect", "The server has no such user."))
                     : translated(QT_TRANSLATE_NOOP("postgres::connect", "The server has no such database.")),
                detail, translated(QT_TRANSLATE_NOOP("postgres::connect", "Check the spelling; names in PostgreSQL tell upper from lower case."))};
    }
    const QString message = QCoreApplication::translate("postgres::connect", "Cannot connect to %1.").arg(target);
    return {passwordWasUsed && detail.contains(QLatin1String("authentication")) ? ErrorKind::AuthenticationFailed : ErrorKind::ConnectionFailed,
            message, detail, {}};
}

} // namespace tidemark::postgres
