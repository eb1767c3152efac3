// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/rows/recoveryfacts.h"

#include <QWidget>

class QCheckBox;
class QFormLayout;
class QRadioButton;

namespace tidemark::ui {

class ColumnsButton;
class ElidedLabel;

/// How rows are brought back: parents, triggers, collisions, columns, the undo script.
class RecoveryOptions : public QWidget
{
    Q_OBJECT
public:
    explicit RecoveryOptions(QWidget* parent = nullptr);

    /// The columns of changed rows are asked for where some are ticked.
    void showDraft(const restore::rows::RecoveryDraft& draft, const restore::rows::RecoveryFacts& facts);
    void showUndoFile(const QString& path);
    /// The answers, into a draft.
    void take(restore::rows::RecoveryDraft& draft) const;
    void bringParents();
    void keepTriggersOff();

Q_SIGNALS:
    void changed();
    void undoFileWanted();

private:
    void buildLayout();
    void announce();

    bool m_isQuiet = false; // answers are being shown, not given
    QFormLayout* m_form;
    int m_columnsRow = 0;
    QCheckBox* m_parents;
    QRadioButton* m_fire;
    QRadioButton* m_off;
    QRadioButton* m_skip;
    QRadioButton* m_stop;
    ColumnsButton* m_columns;
    ElidedLabel* m_undo;
};

} // namespace tidemark::ui
