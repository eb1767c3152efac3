// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/setlogdialog.h"

#include "core/atomicfile.h"
#include "jobs/recordedsets.h"
#include "store/history.h"
#include "ui/common/iconlabel.h"
#include "ui/common/logview.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPushButton>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

constexpr qint64 largestLog = 64 << 20;

QList<core::LogLine> linesOf(const QString& text)
{
    QList<core::LogLine> lines;
    const QStringList parts = text.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString& part : parts)
        lines.append(
            {part.contains(QLatin1String(" error: ")) ? core::LogLevel::Error : core::LogLevel::Info, part});
    return lines;
}

} // namespace

core::Result<QString> readSetLog(const catalog::BackupSet& set, const QString& historyPath)
{
    if (!set.manifest.runId.isEmpty() && QFileInfo::exists(historyPath)) {
        if (const auto history = store::History::open(historyPath)) {
            const auto run = history->find(set.manifest.runId);
            // Several databases share a run; its row is then that of another set.
            if (run && !run->log.isEmpty() && run->setPath == set.folder)
                return run->log;
        }
    }
    const auto bytes = core::readFile(set.folder + QStringLiteral("/tidemark.log"), largestLog);
    if (!bytes)
        return bytes.error();
    return QString::fromUtf8(*bytes);
}

SetLogDialog::SetLogDialog(Services& services, const catalog::BackupSet& set, QWidget* parent)
    : QDialog(parent)
    , m_inquiry(services)
    , m_log(new LogView(this))
    , m_none(new IconLabel(this))
{
    setObjectName(QStringLiteral("setLogDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Log: %1").arg(jobs::subjectOf(set)));
    resize(760, 480);
    m_log->setObjectName(QStringLiteral("setLog"));
    m_none->setObjectName(QStringLiteral("setLogNone"));
    m_none->hide();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* copy = buttons->addButton(tr("&Copy"), QDialogButtonBox::ActionRole);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_none);
    layout->addWidget(m_log, 1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_log->allText()); });
    m_inquiry.ask<QString>(
        tr("Log of a backup"),
        [set, path = services.historyPath](const core::RunContext&) { return readSetLog(set, path); },
        [this](const core::Result<QString>& log) {
            if (log) {
                m_log->setLines(linesOf(*log));
                return;
            }
            m_none->setStatus(QStringLiteral("info"), Tone::Muted, tr("There is no log of this backup."));
            m_none->show();
        });
}

} // namespace tidemark::ui
