// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/contentspage.h"

#include "core/quoting.h"
#include "store/folders.h"
#include "ui/common/findingsview.h"
#include "ui/common/spinner.h"
#include "ui/common/theme.h"
#include "ui/contents/contentsheader.h"
#include "ui/contents/contentstree.h"
#include "ui/contents/extractdialog.h"
#include "ui/contents/objectdetail.h"
#include "ui/contents/selectionpanel.h"

#include <QDir>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <cmath>

namespace tidemark::ui {

namespace {

constexpr int fullBar = 1000;
constexpr int treeWidth = 340;
const QString retryAction = QStringLiteral("openAgain");
const QString anotherAction = QStringLiteral("openAnother");

} // namespace

ContentsPage::ContentsPage(Services& services, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_inquiry(services)
    , m_header(new ContentsHeader(this))
    , m_findings(new FindingsView(this))
    , m_stack(new QStackedWidget(this))
    , m_spinner(new Spinner(this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QPushButton(tr("&Cancel"), this))
    , m_tree(new ContentsTree(this))
    , m_detail(new ObjectDetail(services, this))
    , m_selection(new SelectionPanel(services, SelectionPanel::Purpose::Browse, this))
{
    setObjectName(QStringLiteral("contentsPage"));
    m_findings->setObjectName(QStringLiteral("contentsFindings"));
    m_findings->setActionText(retryAction, tr("Try &again"));
    m_findings->setActionText(anotherAction, tr("Ope&n another…"));
    buildLayout();
    connect(m_findings, &FindingsView::actionTriggered, this, [this](const QString& action) {
        if (action == retryAction)
            open(m_path);
        else
            Q_EMIT openRequested();
    });
    connect(m_header, &ContentsHeader::openRequested, this, &ContentsPage::openRequested);
    connect(m_header, &ContentsHeader::closeRequested, this, &ContentsPage::closeRequested);
    connect(m_header, &ContentsHeader::extractRequested, this, &ContentsPage::extract);
    connect(m_header, &ContentsHeader::restoreRequested, this, [this] { Q_EMIT restoreRequested({m_path}); });
    connect(m_header, &ContentsHeader::verifyRequested, this, [this] { Q_EMIT verifyRequested(m_path); });
    connect(m_tree, &ContentsTree::objectChosen, this, [this](int object) {
        m_detail->showObject(object);
        updateActions();
    });
    connect(m_detail, &ObjectDetail::wentTo, this, [this](int object) {
        m_tree->select(object);
        updateActions();
    });
    connect(m_tree, &ContentsTree::rowsRequested, this, &ContentsPage::askForRows);
    connect(m_header, &ContentsHeader::rowsRequested, this, [this] { askForRows(m_detail->object()); });
    connect(m_tree, &ContentsTree::ticksChanged, this, [this] { m_selection->setTicked(m_tree->model().shown().ticked()); });
    connect(m_selection, &SelectionPanel::changed, this, &ContentsPage::updateActions);
    connect(m_selection, &SelectionPanel::extractRequested, this, &ContentsPage::extract);
    connect(m_selection, &SelectionPanel::restoreRequested, this, &ContentsPage::restoreTicked);
    connect(m_selection, &SelectionPanel::untickRequested, this, [this] { m_tree->model().setTicked({}); });
    connect(m_selection, &SelectionPanel::objectChosen, this, [this](int object) {
        m_detail->showObject(object);
        m_tree->select(object);
    });
    connect(m_cancel, &QPushButton::clicked, this, &ContentsPage::cancel);
    auto* search = new QShortcut(QKeySequence::Find, this);
    search->setContext(Qt::WidgetWithChildrenShortcut);
    connect(search, &QShortcut::activated, this, &ContentsPage::focusSearch);
    auto* close = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_W), this);
    close->setContext(Qt::WidgetWithChildrenShortcut);
    connect(close, &QShortcut::activated, this, &ContentsPage::closeRequested);
}

void ContentsPage::buildLayout()
{
    m_stack->addWidget(new QWidget(this));
    m_stack->addWidget(buildLoading());
    m_stack->addWidget(buildContent());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridStep, gridStep, 2 * gridStep, gridStep);
    layout->setSpacing(gridStep);
    layout->addWidget(m_header);
    layout->addWidget(m_findings);
    layout->addWidget(m_stack, 1);
}

QWidget* ContentsPage::buildLoading()
{
    m_progress->setObjectName(QStringLiteral("openProgress"));
    m_progress->setAccessibleName(tr("Progress of reading the dump"));
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_cancel->setObjectName(QStringLiteral("cancelOpen"));
    auto* loading = new QWidget(this);
    auto* line = new QHBoxLayout;
    line->setSpacing(gridStep);
    line->addWidget(m_progress, 1);
    line->addWidget(m_cancel);
    auto* layout = new QVBoxLayout(loading);
    layout->setContentsMargins(0, 2 * gridStep, 0, 0);
    layout->setSpacing(gridStep);
    layout->addWidget(m_spinner);
    layout->addLayout(line);
    layout->addStretch(1);
    return loading;
}

QWidget* ContentsPage::buildContent()
{
    auto* right = new QSplitter(Qt::Vertical, this);
    right->setObjectName(QStringLiteral("contentsDetailSplitter"));
    right->addWidget(m_detail);
    right->addWidget(m_selection);
    right->setChildrenCollapsible(false);
    right->setSizes({treeWidth, treeWidth});
    auto* both = new QSplitter(Qt::Horizontal, this);
    both->setObjectName(QStringLiteral("contentsSplitter"));
    both->addWidget(m_tree);
    both->addWidget(right);
    both->setChildrenCollapsible(false);
    both->setStretchFactor(0, 0);
    both->setStretchFactor(1, 1);
    both->setSizes({treeWidth, 2 * treeWidth});
    return both;
}

void ContentsPage::open(const QString& path)
{
    m_path = path;
    m_dump.reset();
    m_detail->setDump(nullptr);
    m_selection->setDump(nullptr);
    m_tree->setDump(nullptr);
    m_findings->clear();
    m_header->setPath(path);
    m_progress->setRange(0, 0);
    m_spinner->start(tr("Reading the contents of %1…").arg(core::singleLine(QDir::toNativeSeparators(path))));
    m_stack->setCurrentIndex(1);
    m_cancel->setEnabled(true);
    m_inquiry.ask<std::shared_ptr<const OpenedDump>>(
        tr("Contents of a dump"),
        [path, cache = store::cacheFolder()](const core::RunContext& context) { return openDump(path, cache, context); },
        [this](core::Result<std::shared_ptr<const OpenedDump>> dump) { receive(std::move(dump)); });
    if (Task* task = m_inquiry.task())
        connect(task, &Task::progressed, this, &ContentsPage::showProgress);
}

void ContentsPage::showProgress()
{
    const Task* task = m_inquiry.task();
    if (!task || !task->progress().fraction)
        return;
    m_progress->setRange(0, fullBar);
    m_progress->setValue(static_cast<int>(std::lround(*task->progress().fraction * fullBar)));
}

void ContentsPage::cancel()
{
    m_inquiry.drop();
    fail(core::cancelledError());
}

void ContentsPage::receive(core::Result<std::shared_ptr<const OpenedDump>> dump)
{
    if (!dump) {
        fail(dump.error());
        return;
    }
    m_spinner->stop();
    m_dump = *std::move(dump);
    m_header->setDump(*m_dump);
    m_findings->setFindings(m_dump->findings);
    m_detail->setDump(m_dump);
    m_selection->setDump(m_dump);
    m_selection->setCanRestore(m_dump->restorable);
    m_tree->setDump(m_dump);
    m_stack->setCurrentIndex(2);
    updateActions();
    focusSearch();
    Q_EMIT opened(true);
}

void ContentsPage::fail(const core::Error& error)
{
    m_spinner->stop();
    m_stack->setCurrentIndex(0);
    const bool another = error.kind == core::ErrorKind::InvalidInput || error.kind == core::ErrorKind::Corrupt;
    m_findings->setError(error, another ? anotherAction : retryAction);
    Q_EMIT opened(false);
}

void ContentsPage::focusSearch()
{
    if (m_stack->currentIndex() == 2)
        m_tree->focusSearch();
}

void ContentsPage::updateActions()
{
    const int chosen = m_detail->object();
    const bool one = m_dump && chosen >= 0 && canBeChosen(m_dump->index->object(chosen).kind);
    m_header->setCanExtract(m_selection->selection().has_value() || (m_selection->ticked().isEmpty() && one));
}

void ContentsPage::askForRows(int object)
{
    if (m_dump)
        Q_EMIT rowsRequested(m_dump, object >= 0 && canBringRowsBack(*m_dump, object) ? object : -1);
}

/// What is ticked, else what is chosen.
void ContentsPage::extract()
{
    QList<int> objects = m_selection->ticked();
    if (objects.isEmpty() && m_detail->object() >= 0)
        objects = {m_detail->object()};
    if (m_dump && !objects.isEmpty())
        (new ExtractDialog(m_services, m_dump, objects, m_selection->foreignKeys(), this))->show();
}

void ContentsPage::restoreTicked()
{
    RestoreRequest request{m_path, RestoreWhat::Tables};
    request.dump = m_dump;
    request.ticked = m_selection->ticked();
    request.foreignKeys = m_selection->foreignKeys();
    if (m_dump->index->hasParts())
        request.database = m_dump->index->toc(m_selection->part()).database;
    Q_EMIT restoreRequested(request);
}

} // namespace tidemark::ui
