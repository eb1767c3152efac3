// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/runwizard.h"

#include "ui/common/icons.h"

#include <QVBoxLayout>

namespace tidemark::ui {

namespace {
constexpr int sideWidth = 144;
}

RunWizard::RunWizard(const QStringList& steps, QWidget* parent) : QWizard(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(false);
    setWizardStyle(QWizard::ClassicStyle);
    setOption(QWizard::NoBackButtonOnStartPage);
    setOption(QWizard::HelpButtonOnRight, false);
    // Next is the default button of every page, so that Enter walks through.
    setButtonText(QWizard::FinishButton, tr("C&lose"));
    auto* side = new QWidget(this);
    side->setFixedWidth(sideWidth);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(16, 24, 8, 16);
    layout->setSpacing(16);
    int number = 1;
    for (const QString& step : steps) {
        auto* label = new QLabel(tr("%1  %2").arg(number++).arg(step), side);
        label->setTextFormat(Qt::PlainText);
        m_steps.append(label);
        layout->addWidget(label);
    }
    layout->addStretch(1);
    setSideWidget(side);
    connect(this, &QWizard::currentIdChanged, this, &RunWizard::showStep);
    setStage(Stage::Preparing);
    resize(880, 600);
    setMinimumSize(720, 480);
}

void RunWizard::setStage(Stage stage)
{
    m_stage = stage;
    switch (stage) {
    case Stage::Preparing:
        setButtonLayout({Stretch, BackButton, NextButton, CancelButton});
        break;
    case Stage::Running:
        setButtonLayout({Stretch});
        break;
    case Stage::Succeeded:
        setButtonLayout({Stretch, FinishButton});
        break;
    case Stage::Failed:
        setButtonLayout({Stretch, BackButton, FinishButton});
        break;
    }
}

void RunWizard::showStep()
{
    const int current = static_cast<int>(pageIds().indexOf(currentId()));
    for (int i = 0; i < m_steps.size(); ++i) {
        QLabel* label = m_steps.at(i);
        QFont font = label->font();
        font.setBold(i == current);
        label->setFont(font);
        label->setEnabled(i <= current);
        label->setAccessibleDescription(i == current ? tr("current step") : QString());
    }
}

void RunWizard::reject()
{
    if (m_stage == Stage::Running || m_stage == Stage::Succeeded)
        accept();
    else
        QWizard::reject();
}

} // namespace tidemark::ui
