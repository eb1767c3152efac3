// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/serversettings.h"

#include <sys/statvfs.h>

namespace tidemark::cluster {

namespace {

constexpr quint64 enoughSharedMemory = 256ULL << 20;

void add(ServerSettings& settings, const char* name, const char* value)
{
    settings.append({QLatin1String(name), QLatin1String(value)});
}

bool sharedMemoryIsSmall()
{
    struct statvfs facts{};
    return ::statvfs("/dev/shm", &facts) != 0 || static_cast<quint64>(facts.f_blocks) * facts.f_frsize < enoughSharedMemory;
}

/// For what is thrown away: after a crash it is made anew, so nothing waits for the disk.
void addThrowAway(ServerSettings& settings)
{
    add(settings, "fsync", "off");
    add(settings, "full_page_writes", "off");
    // Segments as files below the data folder: a killed server leaves none behind in /dev/shm.
    add(settings, "dynamic_shared_memory_type", "mmap");
    add(settings, "jit", "off");
}

void addReplication(ServerSettings& settings)
{
    add(settings, "wal_level", "replica");
    add(settings, "max_wal_senders", "10");
    add(settings, "max_replication_slots", "10");
    add(settings, "hot_standby", "on");
}

} // namespace

ServerSettings settingsFor(ClusterKind kind)
{
    ServerSettings settings;
    add(settings, "log_line_prefix", "%m [%p] %q%a ");
    settings.append({QStringLiteral("cluster_name"), QStringLiteral("tidemark %1").arg(clusterKindName(kind))});
    switch (kind) {
    case ClusterKind::Sandbox:
        addThrowAway(settings);
        add(settings, "synchronous_commit", "off");
        // Loading a table that was made in the same transaction then writes no WAL at all.
        add(settings, "wal_level", "minimal");
        add(settings, "max_wal_senders", "0");
        add(settings, "max_wal_size", "2GB");
        add(settings, "checkpoint_timeout", "30min");
        add(settings, "shared_buffers", "128MB");
        add(settings, "maintenance_work_mem", "256MB");
        add(settings, "autovacuum", "off");
        break;
    case ClusterKind::Demo:
        addThrowAway(settings);
        addReplication(settings);
        add(settings, "shared_buffers", "32MB");
        add(settings, "max_wal_size", "256MB");
        // A standby that never comes back must not fill the disk.
        add(settings, "max_slot_wal_keep_size", "1GB");
        add(settings, "wal_receiver_status_interval", "1s");
        add(settings, "wal_retrieve_retry_interval", "500ms");
        add(settings, "autovacuum", "on");
        break;
    case ClusterKind::Recovered:
        addReplication(settings);
        if (sharedMemoryIsSmall())
            add(settings, "dynamic_shared_memory_type", "mmap");
        break;
    }
    return settings;
}

ServerSettings listenSettings(const QString& socketFolder, quint16 port)
{
    // The parameter is a list: each folder stands in double quotes, inner ones doubled.
    QString folder = socketFolder;
    folder.replace(QLatin1Char('"'), QStringLiteral("\"\""));
    return {{QStringLiteral("listen_addresses"), QString()},
            {QStringLiteral("port"), QString::number(port)},
            {QStringLiteral("unix_socket_directories"), QLatin1Char('"') + folder + QLatin1Char('"')},
            {QStringLiteral("unix_socket_permissions"), QStringLiteral("0700")}};
}

QByteArray settingsText(const ServerSettings& settings)
{
    QByteArray text;
    for (const auto& [name, value] : settings) {
        QByteArray quoted = value.toUtf8();
        quoted.replace('\\', "\\\\").replace('\'', "''");
        text += name.toUtf8() + " = '" + quoted + "'\n";
    }
    return text;
}

} // namespace tidemark::cluster
