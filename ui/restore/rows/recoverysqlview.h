// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/inquiry.h"
#include "ui/restore/rows/recoverystate.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace tidemark::ui {

class DefinitionView;
class IconLabel;

/// What will be done, as SQL: its beginning to read and copy, all of it into a file; and as a command.
class RecoverySqlView : public QWidget
{
    Q_OBJECT
public:
    explicit RecoverySqlView(RecoveryState& state, QWidget* parent = nullptr);

    /// As the state has been reviewed; nothing while it has no plan.
    void showReview();

private:
    void buildLayout();
    void saveSql();
    void writeSql(const QString& path);
    void saveCommand();
    void nameKeys(const QList<QStringList>& keys);
    void openCommand(const QList<QStringList>& keys, const QString& keysFile);
    void sayError(const core::Error& error);

    RecoveryState& m_state;
    Inquiry m_saving;
    DefinitionView* m_sql;
    QLabel* m_count;
    QPushButton* m_copy;
    QPushButton* m_save;
    QPushButton* m_command;
    IconLabel* m_said;
};

} // namespace tidemark::ui
