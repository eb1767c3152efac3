// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/entrykind.h"

#include <QHash>

namespace tidemark::archive {

EntryKind entryKindOf(const QString& type)
{
    using Kind = EntryKind;
    static const QHash<QString, Kind> kinds = [] {
        const std::pair<const char*, Kind> words[] = {
            {"TABLE", Kind::Table},
            {"VIEW", Kind::View},
            {"MATERIALIZED VIEW", Kind::MaterializedView},
            {"SEQUENCE", Kind::Sequence},
            {"FOREIGN TABLE", Kind::ForeignTable},
            {"TABLE DATA", Kind::TableData},
            {"MATERIALIZED VIEW DATA", Kind::MaterializedViewData},
            {"SEQUENCE SET", Kind::SequenceSet},
            {"BLOBS", Kind::LargeObjects},
            {"BLOB COMMENTS", Kind::LargeObjects},
            {"DEFAULT", Kind::Default},
            {"CONSTRAINT", Kind::Constraint},
            {"CHECK CONSTRAINT", Kind::CheckConstraint},
            {"FK CONSTRAINT", Kind::ForeignKey},
            {"INDEX", Kind::Index},
            {"INDEX ATTACH", Kind::IndexAttach},
            {"TABLE ATTACH", Kind::TableAttach},
            {"TRIGGER", Kind::Trigger},
            {"RULE", Kind::Rule},
            {"POLICY", Kind::Policy},
            {"ROW SECURITY", Kind::RowSecurity},
            {"STATISTICS", Kind::Statistics},
            {"STATISTICS DATA", Kind::StatisticsData},
            {"SEQUENCE OWNED BY", Kind::SequenceOwnedBy},
            {"COMMENT", Kind::Comment},
            {"ACL", Kind::Privileges},
            {"ACL LANGUAGE", Kind::Privileges},
            {"SECURITY LABEL", Kind::SecurityLabel},
            {"SCHEMA", Kind::Schema},
            {"EXTENSION", Kind::Extension},
            {"TYPE", Kind::Type},
            {"DOMAIN", Kind::Domain},
            {"SHELL TYPE", Kind::ShellType},
            {"FUNCTION", Kind::Function},
            {"PROCEDURE", Kind::Function},
            {"AGGREGATE", Kind::Aggregate},
            {"OPERATOR", Kind::Operator},
            {"OPERATOR CLASS", Kind::OperatorClass},
            {"OPERATOR FAMILY", Kind::OperatorFamily},
            {"CAST", Kind::Cast},
            {"COLLATION", Kind::Collation},
            {"CONVERSION", Kind::Conversion},
            {"PROCEDURAL LANGUAGE", Kind::Language},
            {"TRANSFORM", Kind::Transform},
            {"ACCESS METHOD", Kind::AccessMethod},
            {"TEXT SEARCH PARSER", Kind::TextSearch},
            {"TEXT SEARCH DICTIONARY", Kind::TextSearch},
            {"TEXT SEARCH TEMPLATE", Kind::TextSearch},
            {"TEXT SEARCH CONFIGURATION", Kind::TextSearch},
            {"FOREIGN DATA WRAPPER", Kind::ForeignServer},
            {"SERVER", Kind::ForeignServer},
            {"USER MAPPING", Kind::ForeignServer},
            {"BLOB", Kind::LargeObject},
            {"BLOB METADATA", Kind::LargeObject},
            {"DEFAULT ACL", Kind::DefaultPrivileges},
            {"EVENT TRIGGER", Kind::EventTrigger},
            {"PUBLICATION", Kind::Publication},
            {"PUBLICATION TABLE", Kind::Publication},
            {"PUBLICATION TABLES IN SCHEMA", Kind::Publication},
            {"SUBSCRIPTION", Kind::Subscription},
            {"SUBSCRIPTION TABLE", Kind::Subscription},
            {"DATABASE", Kind::Database},
            {"DATABASE PROPERTIES", Kind::Database},
            {"ENCODING", Kind::Setting},
            {"STDSTRINGS", Kind::Setting},
            {"SEARCHPATH", Kind::Setting},
        };
        QHash<QString, Kind> map;
        for (const auto& [word, kind] : words)
            map.insert(QLatin1String(word), kind);
        return map;
    }();
    return kinds.value(type, Kind::Unknown);
}

} // namespace tidemark::archive
