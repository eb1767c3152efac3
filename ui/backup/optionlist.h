// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/tooloptions.h"

#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QWidget>

#include <functional>

class QLineEdit;
class QTreeView;

namespace tidemark::ui {

class FindingsView;

/// Every option that a tool lists and that may be given by name, under the tool's own headlines and in its own words: a
/// tick, a value where it takes one. Says at once what cannot be.
class OptionList : public QWidget
{
    Q_OBJECT
public:
    explicit OptionList(QWidget* parent = nullptr, backup::OptionsOf tool = backup::OptionsOf::PgDump);
    /// What speaks against options of this program, given those that it has.
    using Check = std::function<core::Findings(const QList<process::ToolOption>& chosen, const QList<process::HelpOption>& ofTool)>;
    OptionList(QWidget* parent, const QString& program, Check check);

    /// Chosen options that the tool does not have are listed, too: to be taken back.
    void setOptions(const QList<process::HelpOption>& ofTool, const QList<backup::ToolOption>& chosen);
    QList<backup::ToolOption> chosen() const;
    bool hasBlocker() const;

Q_SIGNALS:
    void changed();

private:
    void buildTree();
    void addOption(QStandardItem& group, const process::HelpOption& option, const backup::ToolOption* chosen);
    void itemChanged(QStandardItem* item);
    void filter();
    void check();

    const QString m_program;
    const Check m_check;
    QList<process::HelpOption> m_ofTool;
    QStandardItemModel m_model;
    QSortFilterProxyModel m_proxy;
    QLineEdit* m_search;
    QTreeView* m_tree;
    FindingsView* m_findings;
};

} // namespace tidemark::ui
