// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/selectionpanel.h"

#include "core/text.h"
#include "ui/common/findingsview.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/common/spinner.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace tidemark::ui {

namespace {
constexpr int pauseMilliseconds = 120;
constexpr int roomyWidth = 560;
constexpr int usualColumn = 280;
}

SelectionPanel::SelectionPanel(Services& services, Purpose purpose, QWidget* parent)
    : QWidget(parent)
    , m_inquiry(services)
    , m_caption(new QLabel(this))
    , m_foreignKeys(new QComboBox(this))
    , m_spinner(new Spinner(this))
    , m_findings(new FindingsView(this))
    , m_table(new RecordTable(this))
    , m_extract(new QPushButton(icon(QStringLiteral("upload")), tr("Ex&tract these…"), this))
    , m_restore(new QPushButton(icon(QStringLiteral("rotate-ccw")), tr("&Restore these…"), this))
    , m_untick(new QPushButton(tr("&Untick all"), this))
{
    setObjectName(QStringLiteral("selectionPanel"));
    m_caption->setObjectName(QStringLiteral("selectionCaption"));
    m_table->setObjectName(QStringLiteral("neededTable"));
    m_table->setAccessibleName(tr("Also needed, with reasons"));
    m_table->setRecords(&m_model, NeededModel::Why);
    m_extract->setObjectName(QStringLiteral("extractTicked"));
    m_restore->setObjectName(QStringLiteral("restoreTicked"));
    m_restore->setToolTip(tr("Into a new or an existing database, beside the originals, or as SQL"));
    m_restore->hide();
    m_untick->setObjectName(QStringLiteral("untickAll"));
    m_extract->setVisible(purpose == Purpose::Browse);
    for (QPushButton* button : {m_extract, m_restore, m_untick})
        button->setAutoDefault(false);
    m_findings->setObjectName(QStringLiteral("selectionFindings"));
    m_foreignKeys->setObjectName(QStringLiteral("foreignKeys"));
    m_foreignKeys->addItem(tr("leave out"), static_cast<int>(archive::ForeignKeys::Skip));
    m_foreignKeys->addItem(tr("make NOT VALID"), static_cast<int>(archive::ForeignKeys::NotValid));
    m_foreignKeys->addItem(tr("bring the other tables"), static_cast<int>(archive::ForeignKeys::BringParents));
    m_foreignKeys->setItemData(0, tr("The tables come without these foreign keys."), Qt::ToolTipRole);
    m_foreignKeys->setItemData(1, tr("For tables that go where the other ones are: rows are not checked until you say VALIDATE CONSTRAINT."), Qt::ToolTipRole);
    m_foreignKeys->setItemData(2, tr("The tables they point to come along, with their rows."), Qt::ToolTipRole);
    m_foreignKeys->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_foreignKeys->setMinimumContentsLength(14);
    m_foreignKeys->setToolTip(tr("What becomes of foreign keys to tables that are not ticked"));
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMilliseconds);
    buildLayout();
    connect(&m_pause, &QTimer::timeout, this, &SelectionPanel::ask);
    connect(m_foreignKeys, &QComboBox::currentIndexChanged, this, &SelectionPanel::ask);
    connect(m_extract, &QPushButton::clicked, this, &SelectionPanel::extractRequested);
    connect(m_restore, &QPushButton::clicked, this, &SelectionPanel::restoreRequested);
    connect(m_untick, &QPushButton::clicked, this, &SelectionPanel::untickRequested);
    connect(m_table, &RecordTable::recordActivated, this, [this](int row) {
        if (row >= 0 && m_model.objectAt(row) >= 0)
            Q_EMIT objectChosen(m_model.objectAt(row));
    });
    hide();
}

void SelectionPanel::buildLayout()
{
    QFont bold = font();
    bold.setBold(true);
    m_caption->setFont(bold);
    m_caption->setTextFormat(Qt::PlainText);
    auto* keys = new QLabel(tr("Foreign &keys to others:"), this);
    keys->setBuddy(m_foreignKeys);
    m_caption->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->setSpacing(gridStep);
    head->addWidget(m_caption, 1);
    head->addWidget(m_untick);
    head->addWidget(m_extract);
    head->addWidget(m_restore);
    auto* options = new QHBoxLayout;
    options->setSpacing(gridStep);
    options->addWidget(keys);
    options->addWidget(m_foreignKeys);
    options->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gridStep, gridStep, 0, 0);
    layout->setSpacing(gridStep);
    layout->addLayout(head);
    layout->addLayout(options);
    layout->addWidget(m_spinner);
    layout->addWidget(m_findings);
    layout->addWidget(m_table, 1);
}

/// The reason matters more than the word for the kind.
void SelectionPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_table->setColumnShown(NeededModel::Kind, width() >= roomyWidth);
    m_table->setWidestColumn(std::min(usualColumn, width() * 2 / 5));
}

void SelectionPanel::setReady(bool ready)
{
    m_extract->setEnabled(ready);
    m_restore->setEnabled(ready);
}

void SelectionPanel::setCanRestore(bool can)
{
    m_restore->setVisible(can);
}

void SelectionPanel::setForeignKeys(archive::ForeignKeys keys)
{
    m_foreignKeys->setCurrentIndex(std::max(0, m_foreignKeys->findData(static_cast<int>(keys))));
}

archive::ForeignKeys SelectionPanel::foreignKeys() const
{
    return static_cast<archive::ForeignKeys>(m_foreignKeys->currentData().toInt());
}

int SelectionPanel::part() const
{
    return m_ticked.isEmpty() ? 0 : m_dump->index->object(m_ticked.constFirst()).part;
}

void SelectionPanel::setDump(std::shared_ptr<const OpenedDump> dump)
{
    m_inquiry.drop();
    m_dump = std::move(dump);
    m_ticked.clear();
    m_selection.reset();
    m_model.clear();
    hide();
}

void SelectionPanel::setTicked(const QList<int>& objects)
{
    m_ticked = objects;
    m_selection.reset();
    setReady(false); // until it is known what is needed
    m_inquiry.drop();
    setVisible(!objects.isEmpty());
    m_caption->setText(tr("%1 ticked").arg(core::countText(objects.size())));
    if (!objects.isEmpty())
        m_pause.start();
    Q_EMIT changed();
}

void SelectionPanel::ask()
{
    if (!m_dump || m_ticked.isEmpty())
        return;
    m_selection.reset();
    const int of = part();
    QList<int> chosen;
    bool severalParts = false;
    for (const int ticked : std::as_const(m_ticked)) {
        const ContentObject& object = m_dump->index->object(ticked);
        severalParts = severalParts || object.part != of;
        chosen.append(m_dump->index->entry(object).dumpId());
    }
    setReady(false);
    if (severalParts) {
        m_model.clear();
        m_findings->setFindings({{core::Severity::Blocker, QStringLiteral("selection.severalDatabases"),
                                  tr("Tables of more than one database are ticked."), tr("Tick those of one database, extract them, then do the same for the next."), {}}});
        Q_EMIT changed();
        return;
    }
    m_spinner->start(tr("Looking for what is needed…"));
    m_inquiry.ask<archive::Selection>(
        tr("What is needed"),
        [dump = m_dump, of, chosen, keys = foreignKeys()](const core::RunContext&) {
            return archive::selectEntries(dump->index->toc(of), chosen, {keys, archive::SelectedPart::Everything});
        },
        [this](const core::Result<archive::Selection>& selection) { receive(selection); });
}

void SelectionPanel::receive(const core::Result<archive::Selection>& selection)
{
    m_spinner->stop();
    if (!selection) {
        m_model.clear();
        m_findings->setError(selection.error());
        Q_EMIT changed();
        return;
    }
    m_selection = *selection;
    m_findings->setFindings(selection->findings);
    m_model.setSelection(std::shared_ptr<const ContentIndex>(m_dump, m_dump->index.get()), part(),
                         *selection);
    m_caption->setText(tr("%1 ticked, %2 more needed")
                           .arg(core::countText(m_ticked.size()), core::countText(m_model.comingCount())));
    setReady(true);
    Q_EMIT changed();
}

} // namespace tidemark::ui
