// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/backupsetmodel.h"
#include "ui/common/inquiry.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace tidemark::ui {

class FindingsView;
class RecordTable;
class Spinner;

/// The Restore section: choose what to restore from, a recent backup or any dump.
class RestorePage : public QWidget
{
    Q_OBJECT
public:
    explicit RestorePage(Services& services, QWidget* parent = nullptr);

    /// The server that would be restored to. None: nothing is shown.
    void setProfile(const std::optional<store::Profile>& profile);
    void refresh();

Q_SIGNALS:
    void restoreRequested(const QString& source);
    void contentsRequested(const QString& path);
    void rowsRequested(const QString& source); // to be put back into a live table; may be empty

private:
    void buildLayout();
    QWidget* buildDropZone();
    void chooseFile();
    void chooseFolder();
    void receive(const core::Result<catalog::ScanResult>& result);
    void updateActions();

    Services& m_services;
    std::optional<store::Profile> m_profile;
    Inquiry m_inquiry;
    BackupSetModel m_model;
    Spinner* m_spinner;
    FindingsView* m_problems;
    QLabel* m_caption;
    RecordTable* m_table;
    QLabel* m_none;
    QPushButton* m_restore;
    QPushButton* m_look;
    QPushButton* m_rows;
};

} // namespace tidemark::ui
