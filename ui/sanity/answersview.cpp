// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sanity/answersview.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/mutedlabel.h"
#include "ui/common/recordtable.h"
#include "ui/common/theme.h"
#include "ui/sanity/answermodel.h"

#include <QSplitter>
#include <QVBoxLayout>

namespace tidemark::ui {

/// One answer under its title: a table, or why there is none.
class AnswerPane : public QWidget
{
public:
    AnswerPane(const QString& name, QWidget* parent)
        : QWidget(parent)
        , m_title(new ElidedLabel({}, this))
        , m_table(new RecordTable(this))
        , m_text(new MutedLabel({}, this))
    {
        m_title->setObjectName(name + QStringLiteral("Title"));
        m_table->setObjectName(name + QStringLiteral("Table"));
        m_text->setObjectName(name + QStringLiteral("Text"));
        m_text->setWordWrap(true);
        m_text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        m_table->setMinimumHeight(leastHeight);
        m_table->setAccessibleName(AnswersView::tr("Answer"));
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(gridStep / 2);
        layout->addWidget(m_title);
        layout->addWidget(m_table, 1);
        layout->addWidget(m_text, 1);
    }

    void setText(const QString& text)
    {
        m_title->hide();
        m_table->hide();
        m_text->setText(text);
        m_text->show();
    }

    void setAnswer(const AnswersView::Titled& shown)
    {
        const core::SanityAnswer& answer = shown.answer;
        QString said = answer.summary();
        if (!answer.isFailed() && answer.rows.size() == 1)
            said = AnswersView::tr("1 row");
        const QString title = AnswersView::tr("%1: %2, in %3", "whose answer; how many rows; time")
                                  .arg(shown.title, said, core::durationText(answer.duration));
        m_title->setText(title);
        m_title->show();
        const bool hasRows = !answer.isFailed() && !answer.rows.isEmpty();
        m_table->setVisible(hasRows);
        m_text->setVisible(!hasRows);
        m_text->setText(answer.isFailed() ? answer.problem.trimmed()
                                          : AnswersView::tr("The answer has no rows."));
        m_table->setAccessibleName(title);
        m_model.setAnswer(answer);
        m_table->setRecords(&m_model, std::max(0, static_cast<int>(answer.columns.size()) - 1));
    }

private:
    static constexpr int leastHeight = 72;
    AnswerModel m_model;
    ElidedLabel* m_title;
    RecordTable* m_table;
    MutedLabel* m_text;
};

AnswersView::AnswersView(QWidget* parent)
    : QWidget(parent)
    , m_splitter(new QSplitter(this))
    , m_panes{new AnswerPane(QStringLiteral("answer"), this),
              new AnswerPane(QStringLiteral("otherAnswer"), this)}
{
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(gridStep);
    for (AnswerPane* pane : m_panes) {
        pane->setSizePolicy(QSizePolicy::Ignored,
                            QSizePolicy::Preferred); // of equal width, whatever they hold
        m_splitter->addWidget(pane);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    setAnswers({});
}

AnswersView::~AnswersView() = default;

void AnswersView::setAnswers(const QList<Titled>& answers, const QString& placeholder)
{
    const bool isSecondNew = answers.size() > 1 && m_panes[1]->isHidden();
    m_panes[1]->setVisible(answers.size() > 1);
    if (isSecondNew)
        m_splitter->setSizes({width(), width()}); // halves, until somebody moves the border
    if (answers.isEmpty())
        m_panes[0]->setText(placeholder);
    else
        m_panes[0]->setAnswer(answers.constFirst());
    if (answers.size() > 1)
        m_panes[1]->setAnswer(answers.at(1));
}

} // namespace tidemark::ui
