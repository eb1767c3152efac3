// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/objectkind.h"

#include <QCoreApplication>
#include <QHash>
#include <QSet>

#include <array>

namespace tidemark::ui {

namespace {

constexpr char context[] = "ui::ObjectKind";

struct KindFacts
{
    ObjectKind kind;
    const char* title;
    const char* word;
    const char* icon;
};

constexpr std::array<KindFacts, objectKindCount> facts{{
    {ObjectKind::Table, QT_TRANSLATE_NOOP("ui::ObjectKind", "Tables"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Table"), "table"},
    {ObjectKind::View, QT_TRANSLATE_NOOP("ui::ObjectKind", "Views"), QT_TRANSLATE_NOOP("ui::ObjectKind", "View"), "eye"},
    {ObjectKind::MaterializedView, QT_TRANSLATE_NOOP("ui::ObjectKind", "Materialized views"),
     QT_TRANSLATE_NOOP("ui::ObjectKind", "Materialized view"), "table-2"},
    {ObjectKind::ForeignTable, QT_TRANSLATE_NOOP("ui::ObjectKind", "Foreign tables"),
     QT_TRANSLATE_NOOP("ui::ObjectKind", "Foreign table"), "external-link"},
    {ObjectKind::Sequence, QT_TRANSLATE_NOOP("ui::ObjectKind", "Sequences"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Sequence"),
     "hash"},
    {ObjectKind::Function, QT_TRANSLATE_NOOP("ui::ObjectKind", "Functions and procedures"),
     QT_TRANSLATE_NOOP("ui::ObjectKind", "Function"), "square-function"},
    {ObjectKind::Aggregate, QT_TRANSLATE_NOOP("ui::ObjectKind", "Aggregates"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Aggregate"),
     "square-function"},
    {ObjectKind::Type, QT_TRANSLATE_NOOP("ui::ObjectKind", "Types and domains"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Type"),
     "shapes"},
    {ObjectKind::Operator, QT_TRANSLATE_NOOP("ui::ObjectKind", "Operators"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Operator"),
     "plus"},
    {ObjectKind::Collation, QT_TRANSLATE_NOOP("ui::ObjectKind", "Collations and conversions"),
     QT_TRANSLATE_NOOP("ui::ObjectKind", "Collation"), "list"},
    {ObjectKind::TextSearch, QT_TRANSLATE_NOOP("ui::ObjectKind", "Text search"),
     QT_TRANSLATE_NOOP("ui::ObjectKind", "Text search object"), "search"},
    {ObjectKind::Index, QT_TRANSLATE_NOOP("ui::ObjectKind", "Indexes"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Index"), "list"},
    {ObjectKind::Constraint, QT_TRANSLATE_NOOP("ui::ObjectKind", "Constraints"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Constraint"),
     "key"},
    {ObjectKind::ForeignKey, QT_TRANSLATE_NOOP("ui::ObjectKind", "Foreign keys"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Foreign key"),
     "link"},
    {ObjectKind::Trigger, QT_TRANSLATE_NOOP("ui::ObjectKind", "Triggers"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Trigger"), "zap"},
    {ObjectKind::Rule, QT_TRANSLATE_NOOP("ui::ObjectKind", "Rules"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Rule"), "git-branch"},
    {ObjectKind::Policy, QT_TRANSLATE_NOOP("ui::ObjectKind", "Policies"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Policy"), "lock"},
    {ObjectKind::Statistics, QT_TRANSLATE_NOOP("ui::ObjectKind", "Statistics"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Statistics"),
     "chart-line"},
    {ObjectKind::Schema, QT_TRANSLATE_NOOP("ui::ObjectKind", "Schemas"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Schema"), "folder"},
    {ObjectKind::Extension, QT_TRANSLATE_NOOP("ui::ObjectKind", "Extensions"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Extension"),
     "plug"},
    {ObjectKind::Language, QT_TRANSLATE_NOOP("ui::ObjectKind", "Languages"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Language"),
     "terminal"},
    {ObjectKind::Cast, QT_TRANSLATE_NOOP("ui::ObjectKind", "Casts and transforms"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Cast"),
     "refresh-cw"},
    {ObjectKind::ForeignServer, QT_TRANSLATE_NOOP("ui::ObjectKind", "Foreign servers"),
     QT_TRANSLATE_NOOP("ui::ObjectKind", "Foreign server"), "server"},
    {ObjectKind::Publication, QT_TRANSLATE_NOOP("ui::ObjectKind", "Publications"),
     QT_TRANSLATE_NOOP("ui::ObjectKind", "Publication"), "upload"},
    {ObjectKind::Subscription, QT_TRANSLATE_NOOP("ui::ObjectKind", "Subscriptions"),
     QT_TRANSLATE_NOOP("ui::ObjectKind", "Subscription"), "download"},
    {ObjectKind::EventTrigger, QT_TRANSLATE_NOOP("ui::ObjectKind", "Event triggers"),
     QT_TRANSLATE_NOOP("ui::ObjectKind", "Event trigger"), "bell"},
    {ObjectKind::LargeObjects, QT_TRANSLATE_NOOP("ui::ObjectKind", "Large objects"),
     QT_TRANSLATE_NOOP("ui::ObjectKind", "Large object"), "file"},
    {ObjectKind::Role, QT_TRANSLATE_NOOP("ui::ObjectKind", "Roles"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Role"), "user"},
    {ObjectKind::Tablespace, QT_TRANSLATE_NOOP("ui::ObjectKind", "Tablespaces"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Tablespace"),
     "hard-drive"},
    {ObjectKind::Privileges, QT_TRANSLATE_NOOP("ui::ObjectKind", "Privileges"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Privileges"),
     "shield-check"},
    {ObjectKind::Setting, QT_TRANSLATE_NOOP("ui::ObjectKind", "Settings"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Setting"),
     "settings"},
    {ObjectKind::Other, QT_TRANSLATE_NOOP("ui::ObjectKind", "Other objects"), QT_TRANSLATE_NOOP("ui::ObjectKind", "Object"),
     "circle-help"},
}};

const KindFacts& factsOf(ObjectKind kind)
{
    return facts.at(static_cast<size_t>(kind));
}

/// pg_dump's words: the `.description` of its ArchiveEntry calls in src/bin/pg_dump/pg_dump.c.
const QHash<QString, ObjectKind>& kindsByType()
{
    static const QHash<QString, ObjectKind> kinds = [] {
        const std::initializer_list<std::pair<const char*, ObjectKind>> list{
            {"TABLE", ObjectKind::Table},
            {"TABLE DATA", ObjectKind::Table},
            {"VIEW", ObjectKind::View},
            {"MATERIALIZED VIEW", ObjectKind::MaterializedView},
            {"MATERIALIZED VIEW DATA", ObjectKind::MaterializedView},
            {"FOREIGN TABLE", ObjectKind::ForeignTable},
            {"SEQUENCE", ObjectKind::Sequence},
            {"SEQUENCE SET", ObjectKind::Sequence},
            {"FUNCTION", ObjectKind::Function},
            {"PROCEDURE", ObjectKind::Function},
            {"AGGREGATE", ObjectKind::Aggregate},
            {"TYPE", ObjectKind::Type},
            {"SHELL TYPE", ObjectKind::Type},
            {"DOMAIN", ObjectKind::Type},
            {"OPERATOR", ObjectKind::Operator},
            {"OPERATOR CLASS", ObjectKind::Operator},
            {"OPERATOR FAMILY", ObjectKind::Operator},
            {"COLLATION", ObjectKind::Collation},
            {"CONVERSION", ObjectKind::Collation},
            {"TEXT SEARCH CONFIGURATION", ObjectKind::TextSearch},
            {"TEXT SEARCH DICTIONARY", ObjectKind::TextSearch},
            {"TEXT SEARCH PARSER", ObjectKind::TextSearch},
            {"TEXT SEARCH TEMPLATE", ObjectKind::TextSearch},
            {"INDEX", ObjectKind::Index},
            {"CONSTRAINT", ObjectKind::Constraint},
            {"CHECK CONSTRAINT", ObjectKind::Constraint},
            {"FK CONSTRAINT", ObjectKind::ForeignKey},
            {"TRIGGER", ObjectKind::Trigger},
            {"RULE", ObjectKind::Rule},
            {"POLICY", ObjectKind::Policy},
            {"ROW SECURITY", ObjectKind::Policy},
            {"STATISTICS", ObjectKind::Statistics},
            {"STATISTICS DATA", ObjectKind::Statistics},
            {"SCHEMA", ObjectKind::Schema},
            {"EXTENSION", ObjectKind::Extension},
            {"PROCEDURAL LANGUAGE", ObjectKind::Language},
            {"LANGUAGE", ObjectKind::Language},
            {"CAST", ObjectKind::Cast},
            {"TRANSFORM", ObjectKind::Cast},
            {"FOREIGN DATA WRAPPER", ObjectKind::ForeignServer},
            {"SERVER", ObjectKind::ForeignServer},
            {"USER MAPPING", ObjectKind::ForeignServer},
            {"PUBLICATION", ObjectKind::Publication},
            {"PUBLICATION TABLE", ObjectKind::Publication},
            {"PUBLICATION TABLES IN SCHEMA", ObjectKind::Publication},
            {"SUBSCRIPTION", ObjectKind::Subscription},
            {"SUBSCRIPTION TABLE", ObjectKind::Subscription},
            {"EVENT TRIGGER", ObjectKind::EventTrigger},
            {"BLOB", ObjectKind::LargeObjects},
            {"BLOB METADATA", ObjectKind::LargeObjects},
            {"BLOBS", ObjectKind::LargeObjects},
            {"BLOB COMMENTS", ObjectKind::LargeObjects},
            {"ROLE", ObjectKind::Role},
            {"ROLE MEMBERSHIP", ObjectKind::Role},
            {"TABLESPACE", ObjectKind::Tablespace},
            {"ACL", ObjectKind::Privileges},
            {"DEFAULT ACL", ObjectKind::Privileges},
            {"ENCODING", ObjectKind::Setting},
            {"STDSTRINGS", ObjectKind::Setting},
            {"SEARCHPATH", ObjectKind::Setting},
            {"DATABASE", ObjectKind::Setting},
            {"DATABASE PROPERTIES", ObjectKind::Setting},
        };
        QHash<QString, ObjectKind> made;
        for (const auto& [type, kind] : list)
            made.insert(QLatin1String(type), kind);
        return made;
    }();
    return kinds;
}

} // namespace

ObjectKind kindOf(const archive::TocEntry& entry)
{
    return kindsByType().value(entry.type(), ObjectKind::Other);
}

QString kindTitle(ObjectKind kind)
{
    return QCoreApplication::translate(context, factsOf(kind).title);
}

QString kindWord(ObjectKind kind)
{
    return QCoreApplication::translate(context, factsOf(kind).word);
}

QString kindIcon(ObjectKind kind)
{
    return QLatin1String(factsOf(kind).icon);
}

bool canBeChosen(ObjectKind kind)
{
    return kind <= ObjectKind::TextSearch;
}

bool hasRows(ObjectKind kind)
{
    return kind == ObjectKind::Table || kind == ObjectKind::ForeignTable;
}

bool isAttachment(const archive::TocEntry& entry)
{
    static const QSet<QString> types{
        QStringLiteral("TABLE DATA"),    QStringLiteral("SEQUENCE SET"),      QStringLiteral("MATERIALIZED VIEW DATA"),
        QStringLiteral("COMMENT"),       QStringLiteral("ACL"),               QStringLiteral("SECURITY LABEL"),
        QStringLiteral("DEFAULT"),       QStringLiteral("SEQUENCE OWNED BY"), QStringLiteral("TABLE ATTACH"),
        QStringLiteral("INDEX ATTACH"),  QStringLiteral("ROW SECURITY"),      QStringLiteral("DATABASE PROPERTIES"),
        QStringLiteral("BLOB COMMENTS"), QStringLiteral("STATISTICS DATA"),   QStringLiteral("SUBSCRIPTION TABLE"),
    };
    return types.contains(entry.type());
}

} // namespace tidemark::ui
