// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/neededmodel.h"

#include "core/quoting.h"
#include "ui/common/icons.h"

namespace tidemark::ui {

void NeededModel::setSelection(std::shared_ptr<const ContentIndex> index, int part, const archive::Selection& selection)
{
    beginResetModel();
    m_index = std::move(index);
    m_lines.clear();
    QHash<int, const archive::TocEntry*> entries;
    for (const archive::TocEntry& entry : m_index->toc(part).entries)
        entries.insert(entry.dumpId(), &entry);
    const auto lineOf = [&](int dumpId) {
        Line line;
        line.object = m_index->objectOf(part, dumpId);
        if (const archive::TocEntry* entry = entries.value(dumpId)) {
            line.name = core::singleLine(entry->schema().isEmpty() ? entry->tag() : entry->schema() + QLatin1Char('.') + entry->tag());
            line.type = entry->type();
        }
        return line;
    };
    for (const archive::SkippedEntry& skipped : selection.skipped) {
        Line line = lineOf(skipped.dumpId);
        line.why = tr("Left out: %1").arg(core::singleLine(skipped.reason));
        line.isLeftOut = true;
        m_lines.append(line);
    }
    for (const archive::SelectedEntry& selected : selection.entries) {
        if (selected.chosen)
            continue;
        Line line = lineOf(selected.dumpId);
        line.why = core::singleLine(selected.reason);
        if (selected.makeNotValid)
            line.why = tr("%1 (made NOT VALID)").arg(line.why);
        if (selected.isGuess)
            line.why = tr("%1 (a guess, from a function's text)").arg(line.why);
        m_lines.append(line);
    }
    m_coming = static_cast<int>(m_lines.size() - selection.skipped.size());
    endResetModel();
}

void NeededModel::clear()
{
    beginResetModel();
    m_lines.clear();
    m_coming = 0;
    endResetModel();
}

int NeededModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int NeededModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant NeededModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Line& line = m_lines.at(index.row());
    if (role == Qt::DecorationRole && index.column() == Object && line.object >= 0)
        return icon(line.isLeftOut ? QStringLiteral("circle-x") : kindIcon(m_index->object(line.object).kind),
                    line.isLeftOut ? Tone::Warning : Tone::Text);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    QString text;
    switch (index.column()) {
    case Object:
        text = line.name;
        break;
    case Kind:
        text = line.type == QLatin1String("FK CONSTRAINT") ? tr("foreign key") : line.type.toLower();
        break;
    default:
        text = line.why;
    }
    return role == Qt::ToolTipRole ? text.toHtmlEscaped() : text;
}

QVariant NeededModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Object:
        return tr("Object");
    case Kind:
        return tr("Kind");
    default:
        return tr("Why");
    }
}

} // namespace tidemark::ui
