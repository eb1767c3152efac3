// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/finding.h"
#include "core/verdict.h"

#include <QWidget>

class QAbstractItemModel;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace tidemark::ui {

class FindingsView;
class RecordTable;

/// The end of a run: the verdict as icon, word and sentence; what should be read; table by table; what can be done next.
class VerdictPage : public QWidget
{
    Q_OBJECT
public:
    explicit VerdictPage(QWidget* parent = nullptr);

    void showVerdict(core::Verdict verdict, const QString& sentence, const core::Findings& findings);
    /// `state` says what is left behind now, in a sentence.
    void showError(const core::Error& error, const QString& state);
    /// Not owned; `stretched` is the column that takes the width. Null hides the table.
    void setRecords(QAbstractItemModel* model, int stretched, const QString& caption);
    /// A second, lower table below that one.
    void setMoreRecords(QAbstractItemModel* model, int stretched, const QString& caption);
    /// A button in the row below; they appear in the order in which they are added.
    QPushButton* addAction(const QString& objectName, const QString& text, const QString& iconName);
    /// Sentence, findings and table as text.
    QString report() const;

    RecordTable& table() { return *m_table; }

Q_SIGNALS:
    /// Enter or a double click in the second table: a row of its model.
    void moreRecordActivated(int row);

private:
    void showHead(core::Verdict verdict, const QString& sentence);
    QLabel* m_icon;
    QLabel* m_word;
    QLabel* m_sentence;
    FindingsView* m_findings;
    QLabel* m_caption;
    RecordTable* m_table;
    QLabel* m_moreCaption = nullptr; // where there is a second one
    RecordTable* m_more = nullptr;
    QHBoxLayout* m_actions;
};

} // namespace tidemark::ui
