// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/sqlnames.h"
#include "archive/textencoding.h"
#include "archive/toc.h"

#include <QHash>
#include <QList>
#include <QPair>
#include <QSet>
#include <QString>

namespace tidemark::archive {

/// Schema and name.
using ObjectName = QPair<QString, QString>;

/// What the entries of a plain dump define, by the names that other definitions use for it. Entries are named
/// by their index in Toc::entries. Built once; does not own the Toc.
class PlainObjects
{
public:
    explicit PlainObjects(const Toc& toc);

    QHash<ObjectName, QList<int>> objects; // what is neither routine nor operator
    QHash<ObjectName, QList<int>> routines;
    QHash<ObjectName, QList<int>> operators;
    QHash<ObjectName, int> byTypeAndTag;         // typeKey() and tag
    QHash<QPair<QString, QByteArray>, int> keys; // typeKey() of schema and table, and columns as written
    QHash<ObjectName, int> primaryKeys;          // by table
    QHash<QString, QList<int>> extensions;       // by the schema that they put their objects into
    QHash<QString, int> schemas;
    QHash<int, QSet<int>> defaultClasses; // by type: operator classes that indexes use unsaid
    QHash<int, QSet<int>> casts;          // by the type that they are from

    /// -1 where there is none.
    int ofType(const QString& type, const QString& schema, const QString& tag) const
    {
        return byTypeAndTag.value({typeKey(type, schema), tag}, -1);
    }
    QString decode(const QByteArray& name) const { return m_encoding.decode(name); }
    static QString typeKey(const QString& type, const QString& schema);
    static bool isRoutine(const QString& type);

private:
    void indexEntry(int index);
    void indexConstraint(int index);
    void indexOperatorClass(int index);
    void indexCast(int index);

    const Toc& m_toc;
    TextEncoding m_encoding;
};

/// "(integer, text)" of a function, or the columns of a key, if the reader stands before such; then past it.
QByteArray takeParentheses(SqlReader& reader);

} // namespace tidemark::archive
