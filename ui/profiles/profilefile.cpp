// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/profilefile.h"

#include <QDir>
#include <QFileInfo>

#include <chrono>

namespace tidemark::ui {

namespace {

constexpr std::chrono::milliseconds settling{200}; // a lock, a temporary file and the new one come together

} // namespace

ProfileFile::ProfileFile(store::ProfileStore& store, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_written(QFileInfo(store.path()).lastModified())
{
    const QString folder = QFileInfo(store.path()).absolutePath();
    QDir().mkpath(folder); // before there is any profile there may be no folder
    m_watcher.addPath(folder);
    m_settled.setSingleShot(true);
    m_settled.setInterval(settling);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_settled, qOverload<>(&QTimer::start));
    connect(&m_settled, &QTimer::timeout, this, &ProfileFile::look);
}

void ProfileFile::look()
{
    const QDateTime written = QFileInfo(m_store.path()).lastModified();
    if (written == m_written)
        return; // another file of the folder
    m_written = written;
    if (m_store.load())
        Q_EMIT read();
}

} // namespace tidemark::ui
