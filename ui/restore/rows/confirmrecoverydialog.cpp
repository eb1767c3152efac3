// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/confirmrecoverydialog.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/profilebanner.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace tidemark::ui {

namespace {

using restore::rows::PlannedTable;
using restore::rows::RecoveryPlan;

QLabel* plainLabel(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText); // names come from elsewhere
    label->setWordWrap(true);
    return label;
}

qint64 changedIn(const RecoveryPlan& plan)
{
    qint64 rows = 0;
    for (const PlannedTable& table : plan.tables)
        rows += table.counts.changed;
    return rows;
}

qint64 deletedIn(const RecoveryPlan& plan)
{
    qint64 rows = 0;
    for (const PlannedTable& table : plan.tables)
        rows += table.counts.extra;
    return rows;
}

QString listText(const RecoveryPlan& plan)
{
    QStringList lines;
    for (const PlannedTable& table : plan.tables) {
        if (table.counts.toWrite() > 0)
            lines.append(ConfirmRecoveryDialog::tr("%1 in %2: %3 to insert, %4 to set back, %5 to delete")
                             .arg(table.liveTable.toText(), core::singleLine(plan.database),
                                  core::countText(table.counts.missing),
                                  core::countText(table.counts.changed),
                                  core::countText(table.counts.extra)));
    }
    return lines.join(QLatin1Char('\n'));
}

int countedInt(qint64 rows)
{
    return static_cast<int>(std::min<qint64>(rows, std::numeric_limits<int>::max()));
}

QString lossText(const RecoveryPlan& plan)
{
    QStringList sentences;
    const int changed = countedInt(changedIn(plan));
    const int deleted = countedInt(deletedIn(plan));
    if (changed > 0)
        sentences.append(
            ConfirmRecoveryDialog::tr("%n row(s) lose the values that they have now.", nullptr, changed));
    if (deleted > 0)
        sentences.append(ConfirmRecoveryDialog::tr("%n row(s) are deleted.", nullptr, deleted));
    return sentences.join(QLatin1Char(' '));
}

} // namespace

bool ConfirmRecoveryDialog::isNeeded(const RecoveryPlan& plan, const store::Profile& profile)
{
    return profile.environment == store::EnvironmentTag::Production || changedIn(plan) > 0 ||
           deletedIn(plan) > 0;
}

ConfirmRecoveryDialog::ConfirmRecoveryDialog(const RecoveryPlan& plan, const store::Profile& profile,
                                             QWidget* parent)
    : QDialog(parent)
    , m_typed(new QLineEdit(this))
    , m_apply(new QPushButton(this))
{
    setObjectName(QStringLiteral("confirmRecoveryDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Bring back rows"));
    setMinimumWidth(480);
    if (profile.environment == store::EnvironmentTag::Production || deletedIn(plan) > 0)
        m_wanted = plan.database;
    m_typed->installEventFilter(this);
    buildLayout(plan, profile);
}

void ConfirmRecoveryDialog::buildLayout(const RecoveryPlan& plan, const store::Profile& profile)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, 2 * gridStep);
    layout->setSpacing(gridStep);
    layout->addWidget(new ProfileBanner(profile, this));
    QLabel* list = plainLabel(listText(plan), this);
    list->setObjectName(QStringLiteral("confirmList"));
    layout->addWidget(list);
    const QString loss = lossText(plan);
    if (!loss.isEmpty()) {
        auto* warning = new IconLabel(QStringLiteral("triangle-alert"), Tone::Danger, loss, this);
        warning->setObjectName(QStringLiteral("confirmLoss"));
        layout->addWidget(warning);
    }
    layout->addWidget(
        plainLabel(tr("All of it in one transaction. Before that a script is written that takes it back: %1")
                       .arg(core::singleLine(QDir::toNativeSeparators(plan.draft.undoFile))),
                   this));
    m_typed->setObjectName(QStringLiteral("confirmTyped"));
    m_typed->setAccessibleName(tr("Name to confirm with"));
    m_typed->setVisible(!m_wanted.isEmpty());
    if (!m_wanted.isEmpty()) {
        QLabel* label =
            plainLabel(tr("To confirm, &type %1:")
                           .arg(core::singleLine(m_wanted).replace(QLatin1Char('&'), QLatin1String("&&"))),
                       this);
        label->setBuddy(m_typed);
        layout->addWidget(label);
        layout->addWidget(m_typed);
    }
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* cancel = buttons->addButton(QDialogButtonBox::Cancel);
    cancel->setObjectName(QStringLiteral("confirmCancel"));
    m_apply->setObjectName(QStringLiteral("confirmApply"));
    m_apply->setText(tr("&Write to the database"));
    m_apply->setIcon(icon(QStringLiteral("rotate-ccw"), loss.isEmpty() ? Tone::Text : Tone::Danger));
    m_apply->setAutoDefault(false);
    m_apply->setEnabled(m_wanted.isEmpty());
    buttons->addButton(m_apply, QDialogButtonBox::DestructiveRole);
    cancel->setDefault(true);
    if (m_wanted.isEmpty())
        cancel->setFocus();
    else
        m_typed->setFocus();
    layout->addSpacing(gridStep);
    layout->addWidget(buttons);
    connect(m_typed, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_apply->setEnabled(text == m_wanted || text == core::singleLine(m_wanted));
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_apply, &QPushButton::clicked, this, &QDialog::accept);
}

/// From the name Enter leads on to the button, and presses none.
bool ConfirmRecoveryDialog::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_typed && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            if (m_apply->isEnabled())
                m_apply->setFocus();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace tidemark::ui
