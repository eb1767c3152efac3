// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/restoresource.h"
#include "ui/common/inquiry.h"

#include <QWizardPage>

class QFormLayout;
class QLabel;
class QPushButton;

namespace tidemark::ui {

struct RestoreState;
class ElidedLabel;
class FindingsView;
class IconLabel;
class Spinner;

/// "What": the backup that will be restored, as it describes itself; or what the file is instead.
class SourcePage : public QWizardPage
{
    Q_OBJECT
public:
    SourcePage(RestoreState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override;

Q_SIGNALS:
    void contentsRequested(const QString& path);

private:
    void buildLayout();
    void choose(bool folder);
    void open();
    void receive(core::Result<restore::RestoreSource> source);
    void describe(const restore::RestoreSource& source);

    RestoreState& m_state;
    Inquiry m_inquiry;
    ElidedLabel* m_path;
    Spinner* m_spinner;
    FindingsView* m_error;
    QWidget* m_about;
    QFormLayout* m_form;
    IconLabel* m_proof;
    QPushButton* m_look;
};

} // namespace tidemark::ui
