// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace tidemark::postgres {
struct Tablespace;
}

namespace tidemark::ui {

class MutedLabel;
struct BaseBackupState;

/// Where each tablespace of a plain base backup goes. Hidden where the server has none; of tar files it only
/// says what becomes of them.
class TablespaceChoice : public QWidget
{
    Q_OBJECT
public:
    /// The Tab key comes from `before`: the rows are made when the server has answered.
    TablespaceChoice(BaseBackupState& state, QWidget* before, QWidget* parent);

    /// After the server's answer, or another format. Mappings of tablespaces that the server does not have
    /// are dropped.
    void refresh();
    /// Every folder that is to be chosen is a whole path.
    bool isComplete() const;

Q_SIGNALS:
    void changed();

private:
    enum Place
    {
        InsideSet,
        SamePath,
        OtherFolder,
    };
    struct Row
    {
        QString location;
        QComboBox* place = nullptr;
        QLineEdit* folder = nullptr;
        QPushButton* browse = nullptr;
    };
    void build();
    void addRow(const postgres::Tablespace& tablespace);
    void showRow(const Row& row);
    void take();
    void browse(QLineEdit* folder);

    BaseBackupState& m_state;
    QLabel* m_heading;
    MutedLabel* m_note;
    QWidget* m_table;
    QGridLayout* m_grid;
    QList<Row> m_rows;
    QWidget* m_lastStop;
};

} // namespace tidemark::ui
