// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/activitypanel.h"

#include "catalog/backupset.h"
#include "ui/backup/runagain.h"
#include "ui/common/commandview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/logview.h"
#include "ui/common/recordtable.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

constexpr int shownRuns = 500;
constexpr int commandHeight = 96;

/// The history keeps a log as text; which lines were errors is known by their words only.
QList<core::LogLine> linesOf(const QString& log)
{
    QList<core::LogLine> lines;
    const QStringList texts = log.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString& text : texts) {
        const bool error = text.contains(QLatin1String(" error: ")) || text.contains(QLatin1String("ERROR:")) || text.contains(QLatin1String("FATAL:"));
        lines.append({error ? core::LogLevel::Error : core::LogLevel::Info, text});
    }
    return lines;
}

QString folderOf(const store::RunRecord& record)
{
    const QFileInfo target(record.setPath);
    return target.isDir() ? target.filePath() : target.path();
}

} // namespace

ActivityPanel::ActivityPanel(Services& services, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_history(services)
    , m_manifest(services)
    , m_model(services.activities)
    , m_stack(new QStackedWidget(this))
    , m_table(new RecordTable(this))
{
    setObjectName(QStringLiteral("activityPanel"));
    m_table->setObjectName(QStringLiteral("activityTable"));
    m_table->setAccessibleName(tr("Running and past runs"));
    m_table->setRecords(&m_model, ActivityModel::What);
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_table);
    splitter->addWidget(buildDetails());
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({1200, 1000}); // shares of what there is
    splitter->setChildrenCollapsible(false);
    m_stack->addWidget(splitter);
    m_stack->addWidget(buildEmpty());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gridStep, gridStep, gridStep, gridStep);
    layout->addWidget(m_stack);

    connect(m_table, &RecordTable::currentRecordChanged, this, &ActivityPanel::showRow);
    connect(&services.activities, &Activities::changed, this, [this] { m_model.refreshRunning(); });
    connect(&services.activities, &Activities::added, this, [this] { m_stack->setCurrentIndex(0); });
    connect(&services.activities, &Activities::ended, this, &ActivityPanel::readHistory);
    showRow();
}

QWidget* ActivityPanel::buildDetails()
{
    auto* details = new QWidget(this);
    m_summary = new IconLabel(details);
    m_summary->setObjectName(QStringLiteral("runSummary"));
    m_commands = new CommandView(details);
    m_commands->setMaximumHeight(commandHeight);
    m_log = new LogView(details);
    m_log->setObjectName(QStringLiteral("activityLog"));
    m_openFolder = new QPushButton(icon(QStringLiteral("folder-open")), tr("&Open folder"), details);
    m_openFolder->setObjectName(QStringLiteral("activityOpenFolder"));
    m_again = new QPushButton(icon(QStringLiteral("history")), tr("Run a&gain…"), details);
    m_again->setObjectName(QStringLiteral("activityRunAgain"));
    m_again->setToolTip(tr("Opens the backup wizard with the answers of this run"));
    m_cancel = new QPushButton(icon(QStringLiteral("x")), tr("Ca&ncel run"), details);
    m_cancel->setObjectName(QStringLiteral("activityCancel"));
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_again);
    buttons->addWidget(m_openFolder);
    buttons->addWidget(m_cancel);
    auto* layout = new QVBoxLayout(details);
    layout->setContentsMargins(gridStep, 0, 0, 0);
    layout->setSpacing(gridStep);
    layout->addWidget(m_summary);
    layout->addWidget(m_commands);
    layout->addWidget(m_log, 1);
    layout->addLayout(buttons);
    connect(m_openFolder, &QPushButton::clicked, this, &ActivityPanel::openFolder);
    connect(m_cancel, &QPushButton::clicked, this, &ActivityPanel::cancelRun);
    connect(m_again, &QPushButton::clicked, this, &ActivityPanel::runAgain);
    return details;
}

QWidget* ActivityPanel::buildEmpty()
{
    auto* text = new QLabel(tr("Nothing has run yet. Backups and restores appear here with their log and their exact command."), this);
    text->setObjectName(QStringLiteral("activityEmpty"));
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);
    return text;
}

void ActivityPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    readHistory();
}

void ActivityPanel::readHistory()
{
    if (!isVisible())
        return;
    m_history.ask<QList<store::RunRecord>>(
        tr("History"),
        [path = m_services.historyPath](const core::RunContext&) -> core::Result<QList<store::RunRecord>> {
            if (!QFileInfo::exists(path))
                return QList<store::RunRecord>();
            const auto history = store::History::open(path);
            if (!history)
                return history.error();
            return history->recent(shownRuns);
        },
        [this](const core::Result<QList<store::RunRecord>>& records) {
            if (records)
                showHistory(*records);
            else
                m_summary->setStatus(QStringLiteral("circle-x"), Tone::Danger, records.error().toText());
        });
}

void ActivityPanel::showHistory(const QList<store::RunRecord>& records)
{
    const QString shown = m_shownRun;
    m_model.setHistory(records);
    m_stack->setCurrentIndex(m_model.rowCount() > 0 ? 0 : 1);
    const int row = std::max(0, m_model.rowOf(shown));
    if (m_model.rowCount() > 0)
        m_table->selectRecord(row);
}

void ActivityPanel::select(const Task* task)
{
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (m_model.at(row).task == task)
            m_table->selectRecord(row);
    }
}

void ActivityPanel::showRow()
{
    const int number = m_table->currentRecord();
    const bool any = number >= 0 && number < m_model.rowCount();
    for (QWidget* part : QList<QWidget*>{m_summary, m_log})
        part->setVisible(any);
    if (m_followed)
        disconnect(m_followed, nullptr, m_log, nullptr);
    m_followed.clear();
    m_manifest.drop();
    if (!any) {
        for (QWidget* part : QList<QWidget*>{m_commands, m_openFolder, m_again, m_cancel})
            part->hide();
        return;
    }
    const ActivityRow& row = m_model.at(number);
    m_shownRun = row.runId;
    const StatusLook look = row.look();
    const QString sentence = row.record && !row.record->summary.isEmpty() && !row.task ? row.record->summary : row.title;
    m_summary->setStatus(look.icon, look.tone, tr("%1: %2", "verdict: sentence").arg(look.word, sentence));
    m_openFolder->setVisible(row.record && !row.task && !row.record->setPath.isEmpty() && QFileInfo::exists(folderOf(*row.record)));
    m_again->setVisible(row.record && !row.task && canRunAgain(*row.record));
    m_cancel->setVisible(row.task);
    showCommands(row);
    if (row.task) {
        m_followed = row.task;
        m_log->setLines(row.task->log());
        connect(row.task, &Task::logGrown, m_log, &LogView::append);
    } else {
        m_log->setLines(linesOf(row.record ? row.record->log : QString()));
    }
}

void ActivityPanel::showCommands(const ActivityRow& row)
{
    const auto showThem = [this](const QStringList& commands) {
        m_commands->setVisible(!commands.isEmpty());
        m_commands->setCommands(commands);
    };
    showThem(row.commands);
    if (!row.commands.isEmpty() || !row.record || row.record->kind != store::RunKind::Backup || row.record->setPath.isEmpty())
        return;
    // A backup of another day: its own manifest knows.
    m_manifest.ask<QString>(
        tr("Backup set"),
        [folder = row.record->setPath](const core::RunContext&) -> core::Result<QString> {
            const auto set = catalog::readSet(folder);
            if (!set)
                return set.error();
            return set->manifest.command;
        },
        [showThem](const core::Result<QString>& command) {
            if (command && !command->isEmpty())
                showThem({*command});
        });
}

void ActivityPanel::openFolder()
{
    const int row = m_table->currentRecord();
    if (row >= 0 && m_model.at(row).record)
        QDesktopServices::openUrl(QUrl::fromLocalFile(folderOf(*m_model.at(row).record)));
}

void ActivityPanel::runAgain()
{
    const int row = m_table->currentRecord();
    if (row < 0 || !m_model.at(row).record)
        return;
    const store::RunRecord run = *m_model.at(row).record; // the list may be read anew meanwhile
    Q_EMIT runAgainRequested(run);
}

void ActivityPanel::cancelRun()
{
    if (m_followed)
        m_followed->cancel();
}

} // namespace tidemark::ui
