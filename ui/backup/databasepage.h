// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/databasemodel.h"
#include "ui/common/inquiry.h"

#include <QWizardPage>

class QCheckBox;
class QLabel;
class QLineEdit;

namespace tidemark::ui {

struct BackupState;
class FindingsView;
class IconLabel;
class PresetBar;
class RecordTable;
class Spinner;

/// "What": the databases of the server, asked for while the page is alive.
class DatabasePage : public QWizardPage
{
    Q_OBJECT
public:
    DatabasePage(BackupState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override;
    /// Offers answers under this name before all others, as those that are shown.
    void setOrigin(const QString& origin, const QJsonObject& answers);
    /// One database has contents to choose from; several are whole.
    int nextId() const override;

Q_SIGNALS:
    void baseBackupRequested(); // instead of dumps

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildLayout();
    void load();
    void receive(const core::Result<struct ServerDatabases>& answer);
    void tickAll(bool on);
    void take();
    void takePreset(const QJsonObject& answers);
    void showAnswers();
    void say(const QStringList& gone);

    BackupState& m_state;
    Inquiry m_inquiry;
    DatabaseModel m_model;
    PresetBar* m_presets;
    IconLabel* m_notice;
    Spinner* m_spinner;
    FindingsView* m_error;
    QLineEdit* m_search;
    RecordTable* m_table;
    QCheckBox* m_all;
    QLabel* m_sum;
    QCheckBox* m_globals;
};

} // namespace tidemark::ui
