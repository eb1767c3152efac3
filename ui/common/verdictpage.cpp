// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/verdictpage.h"

#include "ui/common/findingsview.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/common/status.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace tidemark::ui {

namespace {
constexpr int iconSize = 40;
constexpr int moreHeight = 160; // of the second table
constexpr int leastHeight = 72;
}

VerdictPage::VerdictPage(QWidget* parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_word(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_findings(new FindingsView(this))
    , m_caption(new QLabel(this))
    , m_table(new RecordTable(this))
    , m_actions(new QHBoxLayout)
{
    m_word->setObjectName(QStringLiteral("verdictWord"));
    makeHeading(*m_word);
    m_sentence->setObjectName(QStringLiteral("verdictSentence"));
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_table->setObjectName(QStringLiteral("verdictTable"));
    m_table->setAccessibleName(tr("Details"));
    m_caption->setBuddy(m_table);
    m_actions->addStretch(1);

    auto* head = new QGridLayout;
    head->setHorizontalSpacing(16);
    head->setVerticalSpacing(4);
    head->addWidget(m_icon, 0, 0, 2, 1, Qt::AlignTop);
    head->addWidget(m_word, 0, 1);
    head->addWidget(m_sentence, 1, 1);
    head->setColumnStretch(1, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addSpacing(4);
    layout->addWidget(m_findings);
    layout->addWidget(m_caption);
    layout->addWidget(m_table, 1);
    layout->addStretch(0);
    layout->addLayout(m_actions);
    setRecords(nullptr, 0, {});
}

void VerdictPage::showHead(core::Verdict verdict, const QString& sentence)
{
    const StatusLook look = lookOf(verdict);
    m_icon->setPixmap(icon(look.icon, look.tone).pixmap(QSize(iconSize, iconSize), devicePixelRatioF()));
    m_word->setText(look.word);
    m_sentence->setText(sentence);
    m_sentence->setVisible(!sentence.isEmpty());
}

void VerdictPage::showVerdict(core::Verdict verdict, const QString& sentence, const core::Findings& findings)
{
    showHead(verdict, sentence);
    m_findings->setFindings(findings);
}

void VerdictPage::showError(const core::Error& error, const QString& state)
{
    const core::Verdict verdict = core::verdictOf(error);
    showHead(verdict, state);
    if (verdict == core::Verdict::Cancelled && error.detail.isEmpty() && error.hint.isEmpty())
        m_findings->clear(); // the word above says it
    else
        m_findings->setError(error);
    setRecords(nullptr, 0, {});
}

void VerdictPage::setRecords(QAbstractItemModel* model, int stretched, const QString& caption)
{
    const bool some = model != nullptr;
    m_caption->setVisible(some);
    m_table->setVisible(some);
    if (auto* box = qobject_cast<QVBoxLayout*>(layout()))
        box->setStretch(box->count() - 2, some ? 0 : 1);
    if (!some)
        return;
    m_caption->setText(caption);
    m_table->setAccessibleName(caption);
    m_table->setRecords(model, stretched);
}

void VerdictPage::setMoreRecords(QAbstractItemModel* model, int stretched, const QString& caption)
{
    const bool some = model != nullptr;
    if (!m_more) {
        if (!some)
            return;
        m_moreCaption = new QLabel(this);
        m_more = new RecordTable(this);
        m_more->setObjectName(QStringLiteral("verdictMoreTable"));
        m_moreCaption->setBuddy(m_more);
        m_more->setMinimumHeight(leastHeight);
        auto* box = static_cast<QVBoxLayout*>(layout());
        const int place = box->indexOf(m_table) + 1;
        box->insertWidget(place, m_moreCaption);
        box->insertWidget(place + 1, m_more);
        setTabOrder(m_table, m_more);
        connect(m_more, &RecordTable::recordActivated, this, &VerdictPage::moreRecordActivated);
    }
    m_moreCaption->setVisible(some);
    m_more->setVisible(some);
    if (!some)
        return;
    m_moreCaption->setText(caption);
    m_more->setAccessibleName(caption);
    m_more->setRecords(model, stretched);
    const int rows = m_more->horizontalHeader()->sizeHint().height() +
                     model->rowCount() * m_more->verticalHeader()->defaultSectionSize();
    m_more->setMaximumHeight(std::min(moreHeight, rows + 2 * gridStep));
}

QPushButton* VerdictPage::addAction(const QString& objectName, const QString& text, const QString& iconName)
{
    auto* button = new QPushButton(icon(iconName), text, this);
    button->setObjectName(objectName);
    button->setAutoDefault(false);
    m_actions->insertWidget(m_actions->count() - 1, button);
    return button;
}

QString VerdictPage::report() const
{
    QStringList parts{m_word->text()};
    if (!m_sentence->text().isEmpty())
        parts.append(m_sentence->text());
    if (!m_findings->isEmpty())
        parts.append(m_findings->toText());
    if (!m_table->isHidden()) {
        m_table->clearSelection();
        parts.append(m_table->toText());
    }
    if (m_more && !m_more->isHidden()) {
        m_more->clearSelection();
        parts.append(m_more->toText());
    }
    return parts.join(QLatin1Char('\n'));
}

} // namespace tidemark::ui
