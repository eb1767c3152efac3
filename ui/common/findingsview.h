// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/finding.h"

#include <QMap>
#include <QScrollArea>

class QVBoxLayout;

namespace tidemark::ui {

/// Shows findings and errors: icon and word, what is the case, PostgreSQL's own words, what to do, and a button where a
/// finding has an action whose text is known. As high as its content while there is room, then it scrolls. Hidden while
/// there is nothing to say.
class FindingsView : public QScrollArea
{
    Q_OBJECT
public:
    explicit FindingsView(QWidget* parent = nullptr);

    /// The text of the button for findings of this action.
    void setActionText(const QString& actionId, const QString& text);
    void setFindings(const core::Findings& findings);
    /// `actionId` names the button below it; empty for none.
    void setError(const core::Error& error, const QString& actionId = {});
    void clear() { setFindings({}); }

    bool isEmpty() const { return m_count == 0; }
    /// All of it, for copying and for tests.
    QString toText() const { return m_text; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void actionTriggered(const QString& actionId);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Row
    {
        core::Severity severity = core::Severity::Info;
        QString word;     // instead of the severity's own; may be empty
        QString sentence;
        QString quotation; // the words of PostgreSQL or the system
        QString hint;
        QString actionId;
    };
    void setRows(const QList<Row>& rows, qsizetype left);
    void rebuild();
    void addRow(QVBoxLayout& layout, const Row& row);
    int contentHeight(int width) const;

    QMap<QString, QString> m_actionTexts;
    QList<Row> m_rows;
    qsizetype m_left = 0; // findings beyond those shown
    qsizetype m_count = 0;
    QString m_text;
};

} // namespace tidemark::ui
