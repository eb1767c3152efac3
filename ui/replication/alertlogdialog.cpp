// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/alertlogdialog.h"

#include "core/quoting.h"
#include "ui/common/iconlabel.h"
#include "ui/common/recordtable.h"
#include "ui/replication/serverwatch.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPushButton>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {
constexpr int mostAlerts = 10'000;
} // namespace

AlertLogDialog::AlertLogDialog(Services& services, const store::Profile& profile, QWidget* parent)
    : QDialog(parent)
    , m_inquiry(services)
    , m_table(new RecordTable(this))
    , m_none(new IconLabel(this))
{
    setObjectName(QStringLiteral("alertLogDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Alerts of %1").arg(core::singleLine(profile.name)));
    resize(880, 440);
    m_table->setObjectName(QStringLiteral("alertLog"));
    m_table->setAccessibleName(tr("Alerts, the newest first"));
    m_table->setRecords(&m_model, AlertLogModel::Sentence);
    m_none->setObjectName(QStringLiteral("alertLogNone"));
    m_none->hide();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* copy = buttons->addButton(tr("&Copy"), QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_table->toText()); });
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_none);
    layout->addWidget(m_table, 1);
    layout->addWidget(buttons);
    m_inquiry.ask<QList<store::LoggedAlert>>(
        tr("Log of alerts"),
        [id = profile.id, path = WatchFiles::of(services).alerts](
            const core::RunContext&) -> core::Result<QList<store::LoggedAlert>> {
            if (!QFileInfo::exists(path))
                return QList<store::LoggedAlert>();
            auto log = store::AlertLog::open(path);
            if (!log)
                return std::move(log).error();
            return log->recent(id, mostAlerts);
        },
        [this](const core::Result<QList<store::LoggedAlert>>& alerts) { show(alerts); });
}

void AlertLogDialog::show(const core::Result<QList<store::LoggedAlert>>& alerts)
{
    if (alerts)
        m_model.setAlerts(*alerts);
    if (alerts && !alerts->isEmpty())
        return;
    if (alerts)
        m_none->setStatus(QStringLiteral("circle-check"), Tone::Ok,
                          tr("No alert was raised for this server. They are raised while it is watched; what "
                             "counts is chosen with \"Watching and alerts\"."));
    else
        m_none->setStatus(QStringLiteral("triangle-alert"), Tone::Warning, alerts.error().toText());
    m_none->show();
}

} // namespace tidemark::ui
