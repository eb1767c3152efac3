// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/optionlist.h"

#include "ui/common/findingsview.h"
#include "ui/common/icons.h"
#include "ui/common/seenticks.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QTreeView>
#include <QVBoxLayout>

#include <utility>

namespace tidemark::ui {

namespace {

enum Column
{
    Name,
    Value,
    Explanation,
    ColumnCount,
};
constexpr int listHeight = 260;

QList<QStandardItem*> headline(const QString& text)
{
    auto* item = new QStandardItem(text);
    QFont bold = item->font();
    bold.setBold(true);
    item->setFont(bold);
    item->setFlags(Qt::ItemIsEnabled);
    return {item};
}

} // namespace

OptionList::OptionList(QWidget* parent, backup::OptionsOf tool)
    : OptionList(parent, tool == backup::OptionsOf::PgDump ? QStringLiteral("pg_dump") : QStringLiteral("pg_dumpall"),
                 [tool](const QList<process::ToolOption>& chosen, const QList<process::HelpOption>& ofTool) { return backup::checkOptions(chosen, ofTool, tool); })
{
}

OptionList::OptionList(QWidget* parent, const QString& program, Check check)
    : QWidget(parent)
    , m_program(program)
    , m_check(std::move(check))
    , m_search(new QLineEdit(this))
    , m_tree(new QTreeView(this))
    , m_findings(new FindingsView(this))
{
    m_search->setObjectName(QStringLiteral("optionSearch"));
    m_search->setAccessibleName(tr("Search options"));
    m_search->setPlaceholderText(tr("Search the options of %1").arg(m_program));
    m_search->addAction(icon(QStringLiteral("search"), Tone::Muted), QLineEdit::LeadingPosition);
    m_search->setClearButtonEnabled(true);
    m_findings->setObjectName(QStringLiteral("optionFindings"));
    buildTree();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridStep);
    layout->addWidget(m_search);
    layout->addWidget(m_tree);
    layout->addWidget(m_findings);
    connect(m_search, &QLineEdit::textChanged, this, &OptionList::filter);
    connect(&m_model, &QStandardItemModel::itemChanged, this, &OptionList::itemChanged);
}

void OptionList::buildTree()
{
    m_proxy.setSourceModel(&m_model);
    m_proxy.setRecursiveFilteringEnabled(true);
    m_proxy.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_proxy.setFilterKeyColumn(-1);
    m_tree->setObjectName(QStringLiteral("optionTree"));
    m_tree->setAccessibleName(tr("Options of %1").arg(m_program));
    m_tree->setModel(&m_proxy);
    auto* ticks = new SeenTicks;
    ticks->setParent(m_tree);
    m_tree->setStyle(ticks);
    m_tree->setFixedHeight(listHeight);
    m_tree->setRootIsDecorated(false);
    m_tree->setIndentation(gridStep);
    m_tree->setAlternatingRowColors(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setTabKeyNavigation(false);
    m_tree->setEditTriggers(QAbstractItemView::SelectedClicked | QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    connect(m_tree, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() == Value && index.flags().testFlag(Qt::ItemIsEditable))
            m_tree->edit(index);
    });
}

void OptionList::setOptions(const QList<process::HelpOption>& ofTool, const QList<backup::ToolOption>& chosen)
{
    const QSignalBlocker staysQuiet(&m_model);
    m_proxy.setSourceModel(nullptr);
    m_ofTool = ofTool;
    m_model.clear();
    m_model.setHorizontalHeaderLabels({tr("Option"), tr("Value"), tr("What %1 says about it").arg(m_program)});
    QStandardItem* group = nullptr;
    QString headlineText;
    QList<bool> isListed(chosen.size(), false);
    for (const process::HelpOption& option : ofTool) {
        if (!group || option.group != headlineText) {
            headlineText = option.group;
            m_model.appendRow(headline(headlineText));
            group = m_model.item(m_model.rowCount() - 1);
        }
        bool isChosen = false;
        for (qsizetype i = 0; i < chosen.size(); ++i) {
            if (chosen.at(i).name != option.name)
                continue;
            addOption(*group, option, &chosen.at(i));
            isListed[i] = isChosen = true;
        }
        if (!isChosen)
            addOption(*group, option, nullptr);
    }
    for (qsizetype i = 0; i < chosen.size(); ++i) {
        if (isListed.at(i))
            continue;
        if (headlineText != tr("Not known to this %1").arg(m_program)) {
            headlineText = tr("Not known to this %1").arg(m_program);
            m_model.appendRow(headline(headlineText));
            group = m_model.item(m_model.rowCount() - 1);
        }
        addOption(*group, {chosen.at(i).name, {}, chosen.at(i).value.isEmpty() ? QString() : QStringLiteral("?"), {}, headlineText}, &chosen.at(i));
    }
    m_proxy.setSourceModel(&m_model);
    QHeaderView& header = *m_tree->header();
    header.resizeSection(Name, fontMetrics().horizontalAdvance(QStringLiteral("--enable-row-security-and-more")) + 4 * gridStep);
    header.resizeSection(Value, fontMetrics().horizontalAdvance(QStringLiteral("a value of some length")));
    header.setStretchLastSection(true);
    filter();
    check();
}

void OptionList::addOption(QStandardItem& group, const process::HelpOption& option, const backup::ToolOption* chosen)
{
    auto* name = new QStandardItem(QStringLiteral("--") + option.name);
    name->setCheckable(true);
    name->setCheckState(chosen ? Qt::Checked : Qt::Unchecked);
    name->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    name->setToolTip(option.explanation.toHtmlEscaped());
    name->setData(option.explanation, Qt::AccessibleDescriptionRole);
    auto* value = new QStandardItem(chosen ? chosen->value : QString());
    value->setEditable(!option.argument.isEmpty());
    value->setData(option.argument, Qt::UserRole);
    if (!option.argument.isEmpty())
        value->setToolTip(tr("Click, or press F2, to write the value: %1").arg(option.argument.toHtmlEscaped()));
    auto* explanation = new QStandardItem(option.argument.isEmpty() ? option.explanation : tr("%1: %2", "form of a value: explanation").arg(option.argument, option.explanation));
    explanation->setEditable(false);
    explanation->setToolTip(option.explanation.toHtmlEscaped());
    group.appendRow({name, value, explanation});
}

void OptionList::itemChanged(QStandardItem* item)
{
    if (item->column() == Value && item->parent() && !item->text().isEmpty()) {
        const QSignalBlocker staysQuiet(&m_model);
        item->parent()->child(item->row(), Name)->setCheckState(Qt::Checked); // who writes a value wants it
    }
    m_tree->viewport()->update();
    check();
    Q_EMIT changed();
}

void OptionList::filter()
{
    m_proxy.setFilterFixedString(m_search->text());
    m_tree->expandAll();
    for (int row = 0; row < m_proxy.rowCount(); ++row)
        m_tree->setFirstColumnSpanned(row, {}, true);
}

QList<backup::ToolOption> OptionList::chosen() const
{
    QList<backup::ToolOption> options;
    for (int group = 0; group < m_model.rowCount(); ++group) {
        const QStandardItem* parent = m_model.item(group);
        for (int row = 0; row < parent->rowCount(); ++row) {
            if (parent->child(row, Name)->checkState() == Qt::Checked)
                options.append({parent->child(row, Name)->text().mid(2), parent->child(row, Value)->text()});
        }
    }
    return options;
}

void OptionList::check()
{
    m_findings->setFindings(m_check(chosen(), m_ofTool));
}

bool OptionList::hasBlocker() const
{
    return core::hasBlocker(m_check(chosen(), m_ofTool));
}

} // namespace tidemark::ui
