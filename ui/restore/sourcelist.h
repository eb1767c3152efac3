// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/backupsetmodel.h"
#include "ui/common/inquiry.h"

#include <QWidget>

class QLabel;

namespace tidemark::ui {

class FindingsView;
class RecordTable;
class Spinner;

/// The backups that can be restored: those of the server first, then those of others.
class SourceList : public QWidget
{
    Q_OBJECT
public:
    explicit SourceList(Services& services, QWidget* parent = nullptr);

    /// Looks for them; what is chosen stays chosen.
    void look(const store::Profile& profile);
    void clear();
    /// The folder of the set; empty where none is chosen.
    QString current() const;
    /// Whether that is a copy of a whole server.
    bool isBaseBackup() const;
    bool isEmpty() const { return m_model.rowCount() == 0; }

Q_SIGNALS:
    void currentChanged();
    void activated(const QString& folder);

private:
    void receive(const core::Result<catalog::ScanResult>& result);

    Services& m_services;
    QString m_server;
    Inquiry m_inquiry;
    BackupSetModel m_model;
    Spinner* m_spinner;
    FindingsView* m_problems;
    QLabel* m_caption;
    RecordTable* m_table;
    QLabel* m_none;
};

} // namespace tidemark::ui
