// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/closure.h"

#include <QString>

namespace tidemark::archive {

/// Says why entries came in: "type of column public.posts.status". Keeps what it read of the last table, so
/// entries that the same one brought are best asked for one after the other. Does not own what it is given.
class SelectionReason
{
public:
    SelectionReason(const TocGraph& graph, const Closure& closure)
        : m_graph(graph)
        , m_closure(closure)
    {
    }

    QString included(int index);
    QString skipped(int foreignKey) const;

private:
    QString needed(int index, int because);
    QString part(int index, int whole);
    QString columnWith(int other, int relation);
    void rememberSequence(const QByteArray& expression, const QString& schema, const QString& column);
    QString columnOf(int sequence) const;
    QString sequenceBehind(int sequence) const;

    const TocGraph& m_graph;
    const Closure& m_closure;
    int m_readRelation = -1;
    QHash<int, QString> m_columnOf; // of that relation: the first column of each type and sequence
};

} // namespace tidemark::archive
