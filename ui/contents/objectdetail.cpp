// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/objectdetail.h"

#include "ui/common/elidedlabel.h"
#include "ui/common/icons.h"
#include "ui/common/mutedlabel.h"
#include "ui/common/status.h"
#include "ui/contents/definitionview.h"
#include "ui/contents/objectfacts.h"
#include "ui/contents/objectoverview.h"
#include "ui/contents/rowsview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr qsizetype longestHistory = 100;

QToolButton* makeToolButton(const char* objectName, const QString& iconName, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setObjectName(QLatin1String(objectName));
    button->setIcon(icon(iconName));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

ObjectDetail::ObjectDetail(Services& services, QWidget* parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget(this))
    , m_nothing(new MutedLabel({}, this))
    , m_back(makeToolButton("detailBack", QStringLiteral("chevron-left"), this))
    , m_icon(new QLabel(this))
    , m_name(new ElidedLabel({}, this))
    , m_kind(new MutedLabel({}, this))
    , m_copy(makeToolButton("detailCopy", QStringLiteral("copy"), this))
    , m_tabs(new QTabWidget(this))
    , m_overview(new ObjectOverview(this))
    , m_definition(new DefinitionView(this))
    , m_rows(new RowsView(services, this))
{
    setObjectName(QStringLiteral("objectDetail"));
    m_tabs->setObjectName(QStringLiteral("detailTabs"));
    m_tabs->tabBar()->setAccessibleName(tr("About the chosen object"));
    m_tabs->setAccessibleName(tr("About the chosen object"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_overview, icon(QStringLiteral("info")), tr("Overv&iew"));
    m_tabs->addTab(m_definition, icon(QStringLiteral("scroll-text")), tr("&Definition"));
    m_tabs->addTab(m_rows, icon(QStringLiteral("table")), tr("Ro&ws"));
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridStep);
    column->addWidget(buildHead());
    column->addWidget(m_tabs, 1);
    m_stack->addWidget(buildEmpty());
    m_stack->addWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(m_overview, &ObjectOverview::linkFollowed, this, &ObjectDetail::follow);
    connect(m_back, &QToolButton::clicked, this, &ObjectDetail::goBack);
    auto* back = new QShortcut(QKeySequence::Back, this);
    back->setContext(Qt::WidgetWithChildrenShortcut);
    connect(back, &QShortcut::activated, this, &ObjectDetail::goBack);
}

QWidget* ObjectDetail::buildHead()
{
    m_back->setToolTip(tr("Back to what was shown before (Alt+Left)"));
    m_back->setAccessibleName(tr("Back to what was shown before"));
    m_copy->setToolTip(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy name, definition or command"));
    m_copy->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(m_copy);
    menu->addAction(tr("Copy &name"), this, [this] { copyText(m_dump->index->sqlName(m_object)); })->setObjectName(QStringLiteral("copyName"));
    menu->addAction(tr("Copy &definition"), this, [this] { copyText(definitionOf(*m_dump, m_object)); })->setObjectName(QStringLiteral("copyDefinition"));
    menu->addAction(tr("Copy &command for a terminal"), this, [this] { copyText(commandFor(*m_dump, m_object)); })->setObjectName(QStringLiteral("copyCommand"));
    m_copy->setMenu(menu);
    QFont bold = font();
    bold.setBold(true);
    m_name->setFont(bold);
    m_name->setObjectName(QStringLiteral("objectName"));
    m_name->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    auto* head = new QWidget(this);
    auto* line = new QHBoxLayout(head);
    line->setContentsMargins(gridStep, 0, 0, 0);
    line->setSpacing(gridStep);
    line->addWidget(m_back);
    line->addWidget(m_icon);
    line->addWidget(m_name);
    line->addWidget(m_kind);
    line->addStretch(1);
    line->addWidget(m_copy);
    return head;
}

QWidget* ObjectDetail::buildEmpty()
{
    m_nothing->setObjectName(QStringLiteral("noObject"));
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_nothing->setMargin(4 * gridStep);
    return m_nothing;
}

void ObjectDetail::setDump(std::shared_ptr<const OpenedDump> dump)
{
    show(-1);
    m_dump = std::move(dump);
    m_history.clear();
    if (!m_dump)
        return;
    const auto& objects = m_dump->index->objects();
    const bool some = std::any_of(objects.begin(), objects.end(), [](const ContentObject& object) { return object.kind < ObjectKind::Schema; });
    m_nothing->setText(some ? tr("Choose an object to see its definition, its rows, and what it needs.\n\nTick tables to extract them.")
                            : tr("There are no tables or other objects in this dump.\n\nThe database was empty, or everything was left out of the dump."));
}

void ObjectDetail::showObject(int object)
{
    if (object == m_object)
        return;
    if (m_object >= 0)
        m_history.append(m_object);
    if (m_history.size() > longestHistory)
        m_history.removeFirst();
    show(object);
}

void ObjectDetail::follow(int object)
{
    showObject(object);
    Q_EMIT wentTo(object);
}

void ObjectDetail::goBack()
{
    if (m_history.isEmpty())
        return;
    show(m_history.takeLast());
    Q_EMIT wentTo(m_object);
}

void ObjectDetail::show(int index)
{
    m_object = index;
    m_back->setEnabled(!m_history.isEmpty());
    m_stack->setCurrentIndex(index >= 0 ? 1 : 0);
    if (index < 0) {
        m_overview->setObject(nullptr, -1);
        m_definition->setSql({});
        m_rows->setTable(nullptr, 0, -1);
        return;
    }
    const ContentObject& object = m_dump->index->object(index);
    m_icon->setPixmap(icon(kindIcon(object.kind)).pixmap(QSize(16, 16), devicePixelRatioF()));
    m_name->setText(m_dump->index->displayName(index));
    m_kind->setText(kindWord(object.kind));
    m_overview->setObject(m_dump.get(), index);
    m_definition->setSql(definitionOf(*m_dump, index));
    const bool rows = object.data >= 0 && hasRows(object.kind);
    m_tabs->setTabVisible(m_tabs->indexOf(m_rows), rows);
    m_rows->setTable(rows ? m_dump : nullptr, object.part, rows ? object.data : -1);
}

void ObjectDetail::copyText(const QString& text)
{
    QGuiApplication::clipboard()->setText(text);
}

} // namespace tidemark::ui
