// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/alertrulesdialog.h"

#include "core/quoting.h"
#include "replication/alertcommandline.h"
#include "replication/lagsampler.h"
#include "ui/common/findingsview.h"
#include "ui/common/theme.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {
constexpr double mega = 1'000'000;
constexpr double largestSize = 1e9; // in MB

std::optional<double> megabytes(const std::optional<core::ByteSize>& size)
{
    return size ? std::optional(static_cast<double>(size->bytes()) / mega) : std::nullopt;
}

QLabel* heading(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    return label;
}

} // namespace

AlertRulesDialog::AlertRulesDialog(const QString& server, const replication::AlertRules& rules,
                                   const WatchChoices& choices, QWidget* parent)
    : QDialog(parent)
    , m_rules(rules)
    , m_choices(choices)
{
    setObjectName(QStringLiteral("alertRulesDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Watching and alerts of %1").arg(core::singleLine(server)));
    resize(600, 560);
    auto* content = new QWidget(this);
    auto* form = new QFormLayout(content);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->setHorizontalSpacing(2 * gridStep);
    addWatching(*form);
    addThresholds(*form);
    addDelivery(*form);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    m_findings = new FindingsView(this);
    m_findings->setObjectName(QStringLiteral("alertRulesFindings"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    m_save = buttons->button(QDialogButtonBox::Save);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_findings);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT chosen(this->rules(), this->choices());
        accept();
    });
    check();
}

void AlertRulesDialog::addWatching(QFormLayout& form)
{
    form.addRow(heading(tr("Watching"), this));
    m_interval = new QSpinBox(this);
    m_interval->setObjectName(QStringLiteral("watchInterval"));
    m_interval->setRange(static_cast<int>(replication::shortestInterval.count()),
                         static_cast<int>(replication::longestInterval.count()));
    m_interval->setSuffix(tr(" s"));
    m_interval->setValue(static_cast<int>(m_choices.interval.count()));
    form.addRow(tr("&Look every"), m_interval);
    m_background =
        addSwitch(form, tr("&Watch this server as long as Tidemark runs, not only while it is looked at"),
                  QStringLiteral("watchInBackground"), m_choices.inBackground);
}

void AlertRulesDialog::addThresholds(QFormLayout& form)
{
    form.addRow(heading(tr("Alerts"), this));
    m_enabled = addSwitch(form, tr("&Raise alerts for this server"), QStringLiteral("alertsEnabled"),
                          m_rules.enabled);
    m_stuck = addThreshold(form, tr("A standby does not &get on, and is behind by"),
                           QStringLiteral("alertStuck"), megabytes(m_rules.stuckBytes), 16, tr(" MB"));
    m_behind = addThreshold(form, tr("A standby is &behind by"), QStringLiteral("alertBehind"),
                            megabytes(m_rules.behindBytes), 1000, tr(" MB"));
    const auto time =
        m_rules.behindTime ? std::optional(static_cast<double>(m_rules.behindTime->count())) : std::nullopt;
    m_time = addThreshold(form, tr("A standby is behind in &time by"), QStringLiteral("alertBehindTime"),
                          time, 300, tr(" s"));
    m_slots = addThreshold(form, tr("A s&lot holds WAL of"), QStringLiteral("alertSlot"),
                           megabytes(m_rules.slotBytes), 5000, tr(" MB"));
    m_missing = addSwitch(form, tr("A standby that was here is &missing"), QStringLiteral("alertMissing"),
                          m_rules.missingStandbys);
    m_archive =
        addSwitch(form, tr("&Archiving fails"), QStringLiteral("alertArchive"), m_rules.archiveFailures);
    m_unreachable = addSwitch(form, tr("The server cannot be &reached"), QStringLiteral("alertUnreachable"),
                              m_rules.unreachable);
    m_commits = addSwitch(form, tr("&Commits wait for a synchronous standby that is not here"),
                          QStringLiteral("alertCommits"), m_rules.commitsWait);
    m_duration = new QSpinBox(this);
    m_duration->setObjectName(QStringLiteral("alertDuration"));
    m_duration->setRange(0, 3600);
    m_duration->setSuffix(tr(" s"));
    m_duration->setValue(static_cast<int>(m_rules.minimumDuration.count()));
    m_duration->setToolTip(tr("It is over when it has been better for as long."));
    form.addRow(tr("It has to last f&or"), m_duration);
}

void AlertRulesDialog::addDelivery(QFormLayout& form)
{
    form.addRow(heading(tr("Besides the notification"), this));
    m_command = new QLineEdit(replication::alertCommandLine(m_rules.command), this);
    m_command->setObjectName(QStringLiteral("alertCommand"));
    m_command->setPlaceholderText(tr("/usr/local/bin/on-alert"));
    m_command->setToolTip(tr("The whole path and its arguments; quotes keep spaces. It runs without a shell "
                             "and finds the alert in its environment (TIDEMARK_ALERT_…)."));
    form.addRow(tr("R&un a program"), m_command);
    m_webhook = new QLineEdit(m_rules.webhook, this);
    m_webhook->setObjectName(QStringLiteral("alertWebhook"));
    m_webhook->setPlaceholderText(tr("https://example.org/alerts"));
    m_webhook->setToolTip(tr("The alert is sent as JSON by POST."));
    form.addRow(tr("Call an a&ddress"), m_webhook);
    connect(m_command, &QLineEdit::textChanged, this, &AlertRulesDialog::check);
    connect(m_webhook, &QLineEdit::textChanged, this, &AlertRulesDialog::check);
}

AlertRulesDialog::Threshold AlertRulesDialog::addThreshold(QFormLayout& form, const QString& text,
                                                           const QString& objectName,
                                                           std::optional<double> value, double usual,
                                                           const QString& suffix)
{
    Threshold threshold{new QCheckBox(text, this), new QDoubleSpinBox(this)};
    threshold.on->setObjectName(objectName + QStringLiteral("On"));
    threshold.on->setChecked(value.has_value());
    threshold.value->setObjectName(objectName);
    threshold.value->setAccessibleName(threshold.on->text().remove(QLatin1Char('&')));
    threshold.value->setRange(1, largestSize);
    threshold.value->setDecimals(0);
    threshold.value->setGroupSeparatorShown(true);
    threshold.value->setSuffix(suffix);
    threshold.value->setValue(value.value_or(usual));
    threshold.value->setEnabled(value.has_value());
    connect(threshold.on, &QCheckBox::toggled, threshold.value, &QWidget::setEnabled);
    form.addRow(threshold.on, threshold.value);
    return threshold;
}

QCheckBox* AlertRulesDialog::addSwitch(QFormLayout& form, const QString& text, const QString& objectName,
                                       bool on)
{
    auto* box = new QCheckBox(text, this);
    box->setObjectName(objectName);
    box->setChecked(on);
    form.addRow(box);
    return box;
}

replication::AlertRules AlertRulesDialog::rules() const
{
    // What was not changed stays to the byte: the field shows whole megabytes.
    const auto size = [](const Threshold& threshold,
                         const std::optional<core::ByteSize>& before) -> std::optional<core::ByteSize> {
        if (!threshold.on->isChecked())
            return std::nullopt;
        if (before && std::abs(static_cast<double>(before->bytes()) / mega - threshold.value->value()) < 0.5)
            return before;
        return core::ByteSize(static_cast<qint64>(threshold.value->value() * mega));
    };
    replication::AlertRules rules = m_rules;
    rules.enabled = m_enabled->isChecked();
    rules.stuckBytes = size(m_stuck, m_rules.stuckBytes);
    rules.behindBytes = size(m_behind, m_rules.behindBytes);
    rules.slotBytes = size(m_slots, m_rules.slotBytes);
    rules.behindTime = m_time.on->isChecked()
                           ? std::optional(std::chrono::seconds(static_cast<qint64>(m_time.value->value())))
                           : std::nullopt;
    rules.missingStandbys = m_missing->isChecked();
    rules.archiveFailures = m_archive->isChecked();
    rules.unreachable = m_unreachable->isChecked();
    rules.commitsWait = m_commits->isChecked();
    rules.minimumDuration = std::chrono::seconds(m_duration->value());
    rules.command = replication::alertCommandWords(m_command->text());
    rules.webhook = m_webhook->text().trimmed();
    return rules;
}

WatchChoices AlertRulesDialog::choices() const
{
    WatchChoices choices = m_choices;
    choices.interval = std::chrono::seconds(m_interval->value());
    choices.inBackground = m_background->isChecked();
    return choices;
}

void AlertRulesDialog::check()
{
    const core::Findings findings = replication::validate(rules());
    m_findings->setFindings(findings);
    m_save->setEnabled(!core::hasBlocker(findings));
}

} // namespace tidemark::ui
