// SPDX-License-Identifier: GPL-3.0-or-later
// Which objects the statement of an index, trigger, constraint … is about.
#pragma once

#include "archive/entrykind.h"
#include "archive/sqlnames.h"

#include <QByteArrayView>

#include <optional>

namespace tidemark::archive {

struct DefinitionTarget
{
    std::optional<SqlName>
        subject; // the table of an index, the domain of a check, the partition that is attached
    std::optional<SqlName>
        other;               // the referenced table, the partitioned table or index, the owner of a sequence
    QByteArray column;       // that a default, an owner of a sequence or an identity is about
    bool isIdentity = false; // a sequence that is written as ALTER TABLE … ADD GENERATED
};

/// The same statement about another subject, which is written as it is given. Empty where it has none.
QByteArray withSubject(EntryKind kind, QByteArrayView definition, QByteArrayView subject);

/// Reads no further than it must. Empty for kinds that belong to nothing.
DefinitionTarget targetOf(EntryKind kind, QByteArrayView definition);

} // namespace tidemark::archive
