// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/cluster/newclusterwherepage.h"

#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/findingsview.h"
#include "ui/common/moreoptions.h"
#include "ui/common/mutedlabel.h"
#include "ui/common/runwizard.h"
#include "ui/common/spinner.h"
#include "ui/restore/cluster/targetfolder.h"

#include <QCheckBox>
#include <QDir>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace tidemark::ui {

namespace base = restore::base;

NewClusterWherePage::NewClusterWherePage(NewClusterState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_spinner(new Spinner(this))
    , m_problem(new FindingsView(this))
    , m_body(new QWidget(this))
    , m_about(new QFormLayout)
    , m_folder(new TargetFolder(state.services, tr("Folder of the new cluster"),
                                TargetFolder::Empty::Incomplete, this))
    , m_tablespacesHead(new QLabel(tr("Tablespaces"), this))
    , m_tablespacesNote(
          new MutedLabel(tr("They were outside of the data directory. Each gets a folder within that of the "
                            "cluster, unless you name another one, which has to be new or empty."),
                         this))
    , m_tablespaces(new QGridLayout)
    , m_run(new QCheckBox(tr("&Let the server run when it has answered"), this))
    , m_port(new QSpinBox(this))
{
    setTitle(tr("A new cluster on this computer"));
    m_problem->setActionText(QStringLiteral("retry"), tr("&Try again"));
    m_folder->setObjectName(QStringLiteral("clusterFolder"));
    m_run->setObjectName(QStringLiteral("letRunCheck"));
    m_run->setChecked(state.draft.after == base::AfterCheck::LetRun);
    m_run->setToolTip(tr("Otherwise it is stopped, and can be started later on."));
    m_port->setObjectName(QStringLiteral("portSpin"));
    m_port->setRange(0, 65535);
    m_port->setSpecialValueText(tr("a free one"));
    m_port->setValue(state.draft.port);
    m_tablespacesNote->setWordWrap(true);
    buildLayout();
    connect(m_problem, &FindingsView::actionTriggered, this, &NewClusterWherePage::load);
    connect(m_folder, &TargetFolder::changed, this, &NewClusterWherePage::take);
    connect(m_run, &QCheckBox::toggled, this, &NewClusterWherePage::take);
    connect(m_port, &QSpinBox::valueChanged, this, &NewClusterWherePage::take);
}

void NewClusterWherePage::buildLayout()
{
    m_about->setHorizontalSpacing(16);
    m_about->setVerticalSpacing(6);
    m_about->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto* folderLabel = new QLabel(tr("&Folder:"), this);
    folderLabel->setBuddy(m_folder->edit());
    auto* portLabel = new QLabel(tr("&Port of its socket:"), this);
    portLabel->setBuddy(m_port);
    auto* answers = new QFormLayout;
    answers->setHorizontalSpacing(16);
    answers->setVerticalSpacing(8);
    answers->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    answers->addRow(folderLabel, m_folder);
    auto* port = new QHBoxLayout;
    port->addWidget(m_port);
    port->addStretch(1);
    QFont bold = font();
    bold.setBold(true);
    m_tablespacesHead->setFont(bold);
    m_tablespaces->setSpacing(8);
    m_tablespaces->setColumnStretch(0, 2);
    m_tablespaces->setColumnStretch(1, 3);
    auto* portRow = new QFormLayout;
    portRow->setHorizontalSpacing(16);
    portRow->addRow(portLabel, port);
    auto* layout = new QVBoxLayout(m_body);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(8);
    layout->addLayout(m_about);
    layout->addSpacing(8);
    layout->addLayout(answers);
    layout->addWidget(m_tablespacesHead);
    layout->addWidget(m_tablespacesNote);
    layout->addLayout(m_tablespaces);
    layout->addSpacing(4);
    layout->addWidget(m_run);
    layout->addLayout(portRow);
    layout->addStretch(1);
    auto* outer = new QVBoxLayout(this);
    addPageHead(*outer, NewClusterState::place(),
                tr("A base backup is a whole server: it becomes a server of its own here, in a new folder. "
                   "No other server is touched."));
    outer->addWidget(m_spinner);
    outer->addWidget(m_problem);
    outer->addWidget(scrollingPage(m_body, this), 1);
}

void NewClusterWherePage::initializePage()
{
    if (!m_state.source)
        load();
}

void NewClusterWherePage::load()
{
    m_problem->clear();
    m_body->hide();
    m_spinner->start(tr("Looking at the backup…"));
    m_inquiry.ask<base::BaseSource>(
        tr("Look at a base backup"),
        [path = m_state.draft.source](const core::RunContext& context) {
            return base::openBase(path, context);
        },
        [this](core::Result<base::BaseSource> source) { receive(std::move(source)); });
}

void NewClusterWherePage::receive(core::Result<base::BaseSource> source)
{
    m_spinner->stop();
    if (!source) {
        m_problem->setError(source.error(), QStringLiteral("retry"));
        Q_EMIT completeChanged();
        return;
    }
    m_state.source = *std::move(source);
    describe(*m_state.source);
    addTablespaces(*m_state.source);
    m_folder->setNeeded(m_state.source->totalBytes());
    m_folder->setPath(m_state.draft.folder.isEmpty() ? suggestedClusterFolder(*m_state.source)
                                                     : m_state.draft.folder);
    m_body->show();
    m_folder->edit()->setFocus();
    take();
}

void NewClusterWherePage::describe(const base::BaseSource& source)
{
    while (m_about->rowCount() > 0)
        m_about->removeRow(0);
    const auto add = [this](const QString& label, const QString& text) {
        if (!text.isEmpty())
            m_about->addRow(label, new ElidedLabel(core::singleLine(text), m_body));
    };
    if (source.set) {
        add(tr("Server:"), source.set->manifest.server);
        add(tr("Backed up:"), core::localDateTimeText(source.set->manifest.started));
    }
    add(tr("Backup:"), QDir::toNativeSeparators(source.set ? source.set->folder : source.folder));
    add(tr("Server version:"),
        tr("PostgreSQL %1")
            .arg(source.set ? source.set->manifest.serverVersion : QString::number(source.major)));
    const QString size = core::ByteSize(source.totalBytes()).toText();
    add(tr("Size:"), source.isSizeKnown ? size : tr("at least %1").arg(size));
    add(tr("Checked with:"), source.hasManifest
                                 ? tr("its backup_manifest: every file, before the server is started")
                                 : tr("nothing: it has no backup_manifest"));
}

void NewClusterWherePage::addTablespaces(const base::BaseSource& source)
{
    m_tablespacesHead->setVisible(!source.tablespaces.isEmpty());
    m_tablespacesNote->setVisible(!source.tablespaces.isEmpty());
    if (!m_rows.isEmpty())
        return;
    QWidget* before = m_folder->lastStop();
    for (const base::BaseTablespace& tablespace : source.tablespaces) {
        const QString name = core::singleLine(tablespace.label());
        const QString place = core::singleLine(tablespace.location);
        const QString size = core::ByteSize(tablespace.bytes).toText();
        auto* label = new ElidedLabel(
            place.isEmpty() ? tr("%1 (%2)", "tablespace, size").arg(name, size)
                            : tr("%1 – %2 (%3)", "tablespace, former folder, size").arg(name, place, size),
            m_body);
        auto* folder = new TargetFolder(m_state.services, tr("Folder for tablespace %1").arg(name),
                                        TargetFolder::Empty::Allowed, m_body);
        folder->setObjectName(QStringLiteral("tablespaceFolder"));
        for (const auto& [what, where] : std::as_const(m_state.draft.tablespaces)) {
            if (what == tablespace.oid)
                folder->setPath(where);
        }
        const int line = static_cast<int>(m_rows.size());
        m_tablespaces->addWidget(label, line, 0, Qt::AlignTop);
        m_tablespaces->addWidget(folder, line, 1);
        label->setMinimumHeight(folder->edit()->sizeHint().height());
        setTabOrder(before, folder->edit());
        setTabOrder(folder->edit(), folder->lastStop());
        before = folder->lastStop();
        m_rows.append({tablespace.oid, folder});
        connect(folder, &TargetFolder::changed, this, &NewClusterWherePage::take);
    }
}

void NewClusterWherePage::take()
{
    if (!m_state.source)
        return;
    m_state.draft.folder = m_folder->path();
    m_state.draft.port = static_cast<quint16>(m_port->value());
    m_state.draft.after = m_run->isChecked() ? base::AfterCheck::LetRun : base::AfterCheck::Stop;
    m_state.draft.tablespaces.clear();
    for (const Row& row : std::as_const(m_rows)) {
        if (!row.folder->path().isEmpty())
            m_state.draft.tablespaces.append({row.oid, row.folder->path()});
        row.folder->setPlaceholder(
            QDir::toNativeSeparators(m_state.draft.folder + QStringLiteral("/tablespace-") + row.oid));
    }
    Q_EMIT completeChanged();
}

bool NewClusterWherePage::isComplete() const
{
    return m_state.source && m_folder->isComplete() &&
           std::all_of(m_rows.begin(), m_rows.end(), [](const Row& row) { return row.folder->isComplete(); });
}

} // namespace tidemark::ui
