// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/recoverysqlview.h"

#include "core/atomicfile.h"
#include "core/quoting.h"
#include "core/text.h"
#include "restore/rows/recoveryarguments.h"
#include "restore/rows/recoveryscript.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/savecommanddialog.h"
#include "ui/contents/definitionview.h"

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSaveFile>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace tidemark::ui {

namespace {

namespace rows = restore::rows;

QPushButton* makeButton(const char* objectName, const QString& iconName, const QString& text, QWidget* parent)
{
    auto* button = new QPushButton(icon(iconName), text, parent);
    button->setObjectName(QLatin1String(objectName));
    button->setAutoDefault(false);
    return button;
}

/// The dialog has asked whether what is there may be replaced.
core::Status writeScript(const rows::RecoveryPlan& plan, const QString& path, const core::RunContext& context)
{
    QSaveFile file(path);
    const auto failed = [&] {
        return core::Error{core::ErrorKind::Io,
                           RecoverySqlView::tr("%1 could not be written.").arg(core::singleLine(path)),
                           file.errorString(),
                           {}};
    };
    if (!file.open(QIODevice::WriteOnly))
        return failed();
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    TIDEMARK_TRY(rows::writeRecoveryScript(
        plan, std::numeric_limits<qint64>::max(),
        [&](QByteArrayView bytes) -> core::Status {
            return file.write(bytes.data(), bytes.size()) == bytes.size() ? core::Status()
                                                                          : core::Status(failed());
        },
        context));
    return file.commit() ? core::Status() : core::Status(failed());
}

} // namespace

RecoverySqlView::RecoverySqlView(RecoveryState& state, QWidget* parent)
    : QWidget(parent)
    , m_state(state)
    , m_saving(state.services)
    , m_sql(new DefinitionView(this))
    , m_count(new QLabel(this))
    , m_copy(makeButton("copySql", QStringLiteral("copy"), tr("&Copy"), this))
    , m_save(makeButton("saveSql", QStringLiteral("save"), tr("Save as S&QL…"), this))
    , m_command(makeButton("saveCommand", QStringLiteral("terminal"), tr("Save as co&mmand…"), this))
    , m_said(new IconLabel(this))
{
    m_sql->setObjectName(QStringLiteral("sqlPreview"));
    m_sql->setAccessibleName(tr("SQL that does the same"));
    m_sql->setPlaceholderText({});
    m_sql->setFrameShape(QFrame::StyledPanel);
    m_count->setObjectName(QStringLiteral("sqlCount"));
    m_count->setWordWrap(true);
    m_said->setObjectName(QStringLiteral("sqlSaid"));
    m_said->hide();
    buildLayout();
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_sql->toPlainText()); });
    connect(m_save, &QPushButton::clicked, this, &RecoverySqlView::saveSql);
    connect(m_command, &QPushButton::clicked, this, &RecoverySqlView::saveCommand);
}

void RecoverySqlView::buildLayout()
{
    auto* line = new QHBoxLayout;
    line->setSpacing(gridStep);
    line->addWidget(m_count, 1);
    for (QPushButton* button : {m_copy, m_save, m_command})
        line->addWidget(button);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gridStep, gridStep, gridStep, gridStep);
    layout->setSpacing(gridStep);
    layout->addWidget(m_sql, 1);
    layout->addLayout(line);
    layout->addWidget(m_said);
}

void RecoverySqlView::showReview()
{
    const bool planned = m_state.review && m_state.review->plan;
    m_said->hide();
    m_sql->setSql(planned ? m_state.review->sql : QString());
    for (QPushButton* button : {m_copy, m_save, m_command})
        button->setEnabled(planned);
    m_count->setVisible(planned);
    if (!planned)
        return;
    qint64 most = 0;
    for (const rows::PlannedTable& table : m_state.review->plan->tables)
        most = std::max(most, table.counts.toWrite() + table.counts.refused);
    m_count->setText(most > previewRows
                         ? tr("The first %1 rows of each table; %2 more are in what is saved.")
                               .arg(core::countText(previewRows), core::countText(most - previewRows))
                         : tr("All of it. Apply does the same, and writes the undo script first."));
}

void RecoverySqlView::sayError(const core::Error& error)
{
    m_said->setStatus(QStringLiteral("circle-x"), Tone::Danger, error.toText());
    m_said->show();
}

void RecoverySqlView::saveSql()
{
    FileQuestion question;
    question.title = tr("Save the SQL");
    question.start = QDir::home().filePath(core::percentEncodeFileName(m_state.liveTableText()) +
                                           QStringLiteral("-recovery.sql"));
    question.filters = {tr("SQL (*.sql)"), tr("All files (*)")};
    m_state.services.dialogs.chooseNewFile(this, question, [this](const QString& path) { writeSql(path); });
}

void RecoverySqlView::writeSql(const QString& path)
{
    if (!m_state.review || !m_state.review->plan)
        return;
    m_saving.ask<QString>(
        tr("SQL of a recovery"),
        [plan = *m_state.review->plan, path](const core::RunContext& context) -> core::Result<QString> {
            TIDEMARK_TRY(writeScript(plan, path, context));
            return path;
        },
        [this](const core::Result<QString>& written) {
            if (!written) {
                sayError(written.error());
                return;
            }
            m_said->setStatus(QStringLiteral("circle-check"), Tone::Ok,
                              tr("Saved: %1").arg(core::singleLine(QDir::toNativeSeparators(*written))));
            m_said->show();
        });
}

/// Rows that were ticked one by one are named by their keys.
void RecoverySqlView::saveCommand()
{
    const RowTicks& ticks = *m_state.ticks;
    const bool whole = std::all_of(rowKinds.begin(), rowKinds.end(), [&ticks](RowKind kind) {
        return ticks.count(kind) == 0 || ticks.areAll(kind);
    });
    if (whole) {
        openCommand({}, {});
        return;
    }
    if (m_state.comparison->facts->compared.mapping.key.empty()) {
        m_said->setStatus(QStringLiteral("info"), Tone::Warning,
                          tr("These rows have no key that a command could name. Tick all of them, or save "
                             "the SQL instead."));
        m_said->show();
        return;
    }
    m_saving.ask<QList<QStringList>>(
        tr("Keys of rows"),
        [comparison = *m_state.comparison, numbers = ticks.numbers()](const core::RunContext& context) {
            return keysOf(comparison, *numbers, context);
        },
        [this](const core::Result<QList<QStringList>>& keys) {
            if (!keys)
                sayError(keys.error());
            else if (rows::fitIntoCommand(*keys))
                openCommand(*keys, {});
            else
                nameKeys(*keys);
        });
}

/// More than a command can hold go into a file that it reads.
void RecoverySqlView::nameKeys(const QList<QStringList>& keys)
{
    FileQuestion question;
    question.title = tr("Where the keys of the rows go, which the command reads");
    question.start = QDir::home().filePath(core::percentEncodeFileName(m_state.liveTableText()) +
                                           QStringLiteral("-keys.txt"));
    m_state.services.dialogs.chooseNewFile(this, question, [this, keys](const QString& path) {
        const core::Status written =
            core::writeFileAtomically(path, rows::keysFileText(keys), core::FileMode::Private);
        if (written)
            openCommand({}, path);
        else
            sayError(written.error());
    });
}

void RecoverySqlView::openCommand(const QList<QStringList>& keys, const QString& keysFile)
{
    rows::RecoveryDraft draft = m_state.ticked();
    draft.keys = keys;
    draft.database = m_state.comparison->facts->database;
    const auto stored = m_state.services.profiles.find(m_state.profile.id);
    QStringList call = stored
                           ? QStringList{QStringLiteral("--profile"), stored->name}
                           : QStringList{QStringLiteral("--connection"), m_state.profile.spec.toConninfo()};
    call += rows::recoverArguments(draft, m_state.dump->index->commandName(m_state.object), keysFile);
    const QString title = tr("Bring back rows of %1 on %2")
                              .arg(m_state.liveTableText(), core::singleLine(m_state.profile.name));
    (new SaveCommandDialog(m_state.services, {title, {call}}, {}, this))->open();
}

} // namespace tidemark::ui
