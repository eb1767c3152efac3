// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/entrysql.h"

#include "archive/definitiontarget.h"
#include "archive/largeobjects.h"
#include "archive/rolenames.h"
#include "core/quoting.h"

namespace tidemark::archive {

namespace {

/// Has storage of its own.
bool hasTablespace(EntryKind kind)
{
    return kind == EntryKind::Table || kind == EntryKind::MaterializedView || kind == EntryKind::Index ||
           kind == EntryKind::Constraint;
}

bool hasAccessMethod(EntryKind kind)
{
    return kind == EntryKind::Table || kind == EntryKind::MaterializedView;
}

/// Of a CREATE OPERATOR statement: (integer, NONE).
QByteArray operandTypes(QByteArrayView definition)
{
    QByteArray left = "NONE";
    QByteArray right = "NONE";
    SqlReader reader(definition);
    while (!reader.atEnd() && !reader.isSymbol('('))
        reader.advance();
    reader.advance();
    while (!reader.atEnd() && !reader.isSymbol(';')) {
        const bool isLeft = reader.isWord("LEFTARG");
        const bool isRight = reader.isWord("RIGHTARG");
        reader.advance();
        if ((!isLeft && !isRight) || !reader.takeSymbol('='))
            continue;
        const qsizetype start = reader.token().start;
        while (!reader.atEnd() && !reader.isSymbol(',') && !reader.isSymbol(')'))
            reader.skipGroup();
        (isLeft ? left : right) = reader.since(start);
    }
    return '(' + left + ", " + right + ')';
}

/// Behind USING: the access method of an operator class or family.
QByteArray methodOf(QByteArrayView definition)
{
    SqlReader reader(definition);
    while (!reader.atEnd()) {
        if (reader.takeWord("USING"))
            return reader.written().toByteArray();
        reader.skipGroup();
    }
    return {};
}

} // namespace

QByteArray EntrySql::encoded(const QString& name) const
{
    return m_graph.encode(name);
}

QByteArray EntrySql::prologue() const
{
    QByteArray text = "SET statement_timeout = 0;\n"
                      "SET lock_timeout = 0;\n"
                      "SET idle_in_transaction_session_timeout = 0;\n";
    const QByteArray encoding =
        m_graph.toc().encoding.isEmpty() ? QByteArray("UTF8") : m_graph.toc().encoding;
    text += "SET client_encoding = '" + QByteArray(encoding).replace('\'', "''") + "';\n";
    bool hasSearchPath = m_graph.toc().version.major == 0;
    QByteArray strings = "SET standard_conforming_strings = on;\n";
    for (const TocEntry& entry : m_graph.toc().entries) {
        if (entry.type() == QLatin1String("STDSTRINGS"))
            strings = entry.definition().trimmed() + '\n';
        hasSearchPath = hasSearchPath || entry.type() == QLatin1String("SEARCHPATH");
    }
    text += strings;
    if (hasSearchPath)
        text += "SELECT pg_catalog.set_config('search_path', '', false);\n";
    text += "SET check_function_bodies = false;\n"
            "SET xmloption = content;\n"
            "SET client_min_messages = warning;\n"
            "SET row_security = off;\n\n";
    return text;
}

QByteArray EntrySql::settings(int index)
{
    QByteArray text;
    const TocEntry& entry = m_graph.entry(index);
    const auto quoted = [this](const QString& name) {
        return name.isEmpty() ? QByteArray("''") : encoded(core::quoteIdentifier(name));
    };
    if (m_options.tablespaces == Tablespaces::Keep && hasTablespace(m_graph.kind(index)) &&
        entry.tablespace() != m_tablespace) {
        m_tablespace = entry.tablespace();
        text += "SET default_tablespace = " + quoted(m_tablespace) + ";\n\n";
    }
    if (hasAccessMethod(m_graph.kind(index)) && !entry.accessMethod().isEmpty() &&
        entry.accessMethod() != m_accessMethod) {
        m_accessMethod = entry.accessMethod();
        text += "SET default_table_access_method = " + quoted(m_accessMethod) + ";\n\n";
    }
    return text;
}

QByteArray EntrySql::text(int index, bool makeNotValid)
{
    const TocEntry& entry = m_graph.entry(index);
    const EntryKind kind = m_graph.kind(index);
    if (m_options.privileges == Privileges::None &&
        (kind == EntryKind::Privileges || kind == EntryKind::DefaultPrivileges))
        return {};
    QByteArray text =
        "-- " +
        encoded(core::singleLine(
            entry.type() + QLatin1String(": ") +
            (entry.schema().isEmpty() ? entry.tag() : entry.schema() + QLatin1Char('.') + entry.tag()))) +
        "\n\n";
    text += settings(index);
    if (kind == EntryKind::TableData)
        return text;
    if (entry.type() == QLatin1String("BLOB METADATA"))
        return text + largeObjects(entry);
    if (m_options.ownership == Ownership::None && kind == EntryKind::Schema &&
        !entry.definition().startsWith("--")) {
        // Very old archives say there whose it is.
        text += "CREATE SCHEMA " + encoded(core::quoteIdentifier(entry.tag())) + ";\n\n";
    } else if (const QByteArray definition = withOtherRoles(m_graph, index, m_options.roles).trimmed();
               !definition.isEmpty()) {
        const bool canAdd = makeNotValid && definition.endsWith(';') && !definition.contains(" NOT VALID");
        text += (canAdd ? definition.chopped(1) + " NOT VALID;" : definition) + "\n\n";
    }
    if (m_options.ownership == Ownership::Keep)
        text += owner(index);
    return text;
}

QByteArray EntrySql::largeObjects(const TocEntry& entry) const
{
    QByteArray text;
    for (const quint32 oid : largeObjectsOf(entry))
        text += "SELECT pg_catalog.lo_create('" + QByteArray::number(oid) + "');\n";
    return m_options.ownership == Ownership::Keep ? text + owner(m_graph.indexOf(entry.dumpId()))
                                                  : text + '\n';
}

/// In quotes; empty where it belongs to whoever runs the text.
QByteArray EntrySql::ownerOf(const TocEntry& entry) const
{
    QString owner = entry.owner();
    // These can belong to superusers alone; which the one role for everything hardly is.
    const EntryKind kind = entryKindOf(entry.type());
    const bool isForSuperusers = kind == EntryKind::EventTrigger || kind == EntryKind::Subscription ||
                                 entry.type() == QLatin1String("FOREIGN DATA WRAPPER");
    if (!m_options.owner.isEmpty() && isForSuperusers)
        return {};
    if (!m_options.owner.isEmpty())
        owner = m_options.owner;
    else if (const auto other = m_options.roles.constFind(owner); other != m_options.roles.cend())
        owner = *other;
    return owner.isEmpty() ? QByteArray() : encoded(core::quoteIdentifier(owner));
}

QByteArray EntrySql::owner(int index) const
{
    const TocEntry& entry = m_graph.entry(index);
    const QByteArray name = entry.owner().isEmpty() ? QByteArray() : ownerOf(entry);
    if (name.isEmpty())
        return {};
    if (entry.type() == QLatin1String("BLOB METADATA")) {
        QByteArray text;
        for (const quint32 oid : largeObjectsOf(entry))
            text += "ALTER LARGE OBJECT " + QByteArray::number(oid) + " OWNER TO " + name + ";\n";
        return text + '\n';
    }
    const QByteArray object = ownedObject(index);
    return object.isEmpty() ? QByteArray() : "ALTER " + object + " OWNER TO " + name + ";\n\n";
}

/// "TABLE app.posts", and nothing for what has no owner of its own.
QByteArray EntrySql::ownedObject(int index) const
{
    const TocEntry& entry = m_graph.entry(index);
    const QByteArray type = entry.type().toLatin1();
    const auto qualified = [&](const QString& name) {
        return encoded(entry.schema().isEmpty() ? core::quoteIdentifier(name)
                                                : core::quoteQualified(entry.schema(), name));
    };
    const QByteArray plain = type + ' ' + qualified(entry.tag());
    switch (m_graph.kind(index)) {
    case EntryKind::Sequence:
        return targetOf(EntryKind::Sequence, entry.definition()).isIdentity ? QByteArray()
                                                                            : plain; // its table's
    case EntryKind::Table:
    case EntryKind::View:
    case EntryKind::MaterializedView:
    case EntryKind::ForeignTable:
    case EntryKind::Type:
    case EntryKind::Domain:
    case EntryKind::Collation:
    case EntryKind::Conversion:
    case EntryKind::Statistics:
    case EntryKind::Schema:
    case EntryKind::Language:
    case EntryKind::EventTrigger:
    case EntryKind::Subscription:
        return type.contains(" TABLE") && type != "FOREIGN TABLE" ? QByteArray() : plain;
    case EntryKind::Publication:
        return type == "PUBLICATION" ? plain : QByteArray();
    case EntryKind::TextSearch:
        return type.endsWith("DICTIONARY") || type.endsWith("CONFIGURATION") ? plain : QByteArray();
    case EntryKind::ForeignServer:
        return type == "USER MAPPING" ? QByteArray() : plain;
    case EntryKind::LargeObject:
        return type == "BLOB" ? "LARGE OBJECT " + encoded(entry.tag()) : QByteArray();
    case EntryKind::Function:
    case EntryKind::Aggregate:
        // The tag is the bare name and the types of the arguments, as they are written.
        return type + ' ' + qualified(functionName(m_graph, index)) +
               encoded(entry.tag().mid(functionName(m_graph, index).size()));
    case EntryKind::Operator:
        return type + ' ' +
               (entry.schema().isEmpty() ? QByteArray()
                                         : encoded(core::quoteIdentifier(entry.schema())) + '.') +
               encoded(entry.tag()) + ' ' + operandTypes(entry.definition());
    case EntryKind::OperatorClass:
    case EntryKind::OperatorFamily:
        return plain + " USING " + methodOf(entry.definition());
    default:
        return {};
    }
}

} // namespace tidemark::archive
