// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/profilestore.h"

#include <QDateTime>
#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace tidemark::ui {

/// Notices when the file of profiles is written, by this window or by anybody else (tidemarkctl), and reads
/// it into the store. GUI thread.
class ProfileFile : public QObject
{
    Q_OBJECT
public:
    explicit ProfileFile(store::ProfileStore& store, QObject* parent = nullptr);

Q_SIGNALS:
    /// The store has what stands in the file now; it may be the same. Not where the file cannot be read.
    void read();

private:
    void look();

    store::ProfileStore& m_store;
    QFileSystemWatcher m_watcher; // of the folder: a file that is replaced is another one
    QTimer m_settled;
    QDateTime m_written;
};

} // namespace tidemark::ui
