// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/checkpage.h"

#include "ui/common/commandview.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/runwizard.h"
#include "ui/common/spinner.h"

#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QWizard>

#include <algorithm>
#include <utility>

namespace tidemark::ui {

CheckPage::CheckPage(const store::Profile& profile, QWidget* parent)
    : QWizardPage(parent)
    , m_facts(new QFormLayout)
    , m_actions(new QHBoxLayout)
    , m_words{tr("Checking server, programs and folder…"),
              tr("The backup begins as soon as server, programs and folder are checked…"),
              tr("Everything needed is there: server, programs, permissions, space.")}
    , m_spinner(new Spinner(this))
    , m_findings(new FindingsView(this))
    , m_allWell(new IconLabel(this))
    , m_commands(new CommandView(this))
{
    setTitle(tr("Review"));
    setButtonText(QWizard::NextButton, tr("Back &up now"));
    m_allWell->setObjectName(QStringLiteral("allWell"));
    m_allWell->hide();
    m_findings->setActionText(QStringLiteral("retry"), tr("&Try again"));
    m_findings->setActionText(QStringLiteral("makeRole"), tr("Make a backup &role…"));
    connect(m_findings, &FindingsView::actionTriggered, this, [this](const QString& action) {
        if (action == QLatin1String("makeRole"))
            Q_EMIT roleRequested();
        else
            check();
    });
    m_facts->setHorizontalSpacing(16);
    m_facts->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_facts->setVerticalSpacing(6);
    m_facts->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, profile, tr("Nothing has been done yet."));
    layout->addLayout(m_facts);
    layout->addSpacing(4);
    layout->addWidget(m_spinner);
    layout->addWidget(m_allWell);
    layout->addWidget(m_findings);
    layout->addWidget(m_commands);
    layout->addStretch(1);
    m_actions->setSpacing(8);
    m_actions->addStretch(1);
    layout->addLayout(m_actions);
}

QPushButton* CheckPage::addAction(const QString& objectName, const QString& text, const QString& iconName)
{
    auto* button = new QPushButton(icon(iconName), text, this);
    button->setObjectName(objectName);
    button->setAutoDefault(false);
    m_actions->insertWidget(m_actions->count() - 1, button);
    return button;
}

void CheckPage::addFact(const QString& title, QWidget* fact)
{
    m_facts->addRow(title, fact);
}

void CheckPage::addFact(QLabel* title, QWidget* fact)
{
    m_facts->addRow(title, fact);
}

QLabel* CheckPage::addText(const QString& title, const QString& objectName)
{
    auto* label = new QLabel(this);
    label->setObjectName(objectName);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    m_texts.append(label);
    addFact(title, label);
    return label;
}

void CheckPage::check()
{
    m_goOn = false;
    m_findings->clear();
    m_allWell->hide();
    m_commands->setCommands({});
    for (QLabel* label : std::as_const(m_texts))
        label->setText(QStringLiteral("…"));
    m_spinner->start(m_words.checking);
    ask();
    Q_EMIT completeChanged();
}

void CheckPage::showError(const core::Error& error)
{
    m_spinner->stop();
    m_goOn = false;
    for (QLabel* label : std::as_const(m_texts))
        label->setText(tr("not known"));
    m_findings->setError(error, QStringLiteral("retry"));
    Q_EMIT completeChanged();
}

void CheckPage::showAnswer(const core::Findings& findings, const QStringList& commands)
{
    m_spinner->stop();
    m_findings->setFindings(findings);
    m_commands->setCommands(commands);
    m_allWell->setVisible(findings.isEmpty());
    m_allWell->setStatus(QStringLiteral("circle-check"), Tone::Ok, m_words.allWell);
    Q_EMIT completeChanged();
    const bool toRead = std::any_of(findings.begin(), findings.end(), [](const core::Finding& finding) {
        return finding.severity != core::Severity::Info;
    });
    if (std::exchange(m_goOn, false) && !toRead && hasPlan())
        wizard()->next();
}

bool CheckPage::isComplete() const
{
    return m_spinner->isSpinning() || hasPlan();
}

bool CheckPage::validatePage()
{
    if (hasPlan())
        return true;
    if (m_spinner->isSpinning()) {
        m_goOn = true;
        m_spinner->start(m_words.waiting);
    }
    return false;
}

} // namespace tidemark::ui
