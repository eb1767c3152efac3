// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/runwizard.h"

#include "ui/common/profilebanner.h"
#include "ui/common/wizardsteps.h"

#include <QLabel>
#include <QVBoxLayout>

namespace tidemark::ui {

RunWizard::RunWizard(const QStringList& steps, QWidget* parent)
    : QWizard(parent)
    , m_steps(new WizardSteps(steps, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(false);
    setWizardStyle(QWizard::ClassicStyle);
    setOption(QWizard::NoBackButtonOnStartPage);
    setButtonText(QWizard::FinishButton, tr("C&lose"));
    setSideWidget(m_steps);
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
    const QList<int> ids = pageIds();
    const int current = static_cast<int>(ids.indexOf(currentId()));
    QList<int> passedOver;
    for (int step = 0; step < current; ++step) {
        if (!hasVisitedPage(ids.at(step)))
            passedOver.append(step);
    }
    m_steps->setCurrent(current, passedOver);
}

void RunWizard::reject()
{
    if (m_stage == Stage::Running || m_stage == Stage::Succeeded)
        accept();
    else
        QWizard::reject();
}

void addPageHead(QVBoxLayout& layout, const store::Profile& profile, const QString& sentence)
{
    layout.setSpacing(8);
    if (!sentence.isEmpty()) {
        auto* label = new QLabel(sentence);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        layout.addWidget(label);
    }
    layout.addWidget(new ProfileBanner(profile));
    layout.addSpacing(8);
}

} // namespace tidemark::ui
