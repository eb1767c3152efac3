// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/diffsink.h"
#include "archive/textencoding.h"
#include "restore/tablediff.h"

#include <QJsonArray>
#include <QList>
#include <QString>

#include <optional>

namespace tidemark::restore {

/// A value for people and JSON: decoded, long ones cut off with an ellipsis. Nothing is NULL.
using ShownValue = std::optional<QString>;

struct FoundRow
{
    enum class Kind
    {
        Missing,
        Changed,
        Extra,
    };
    struct Change
    {
        QString column;
        ShownValue backup;
        ShownValue live;
    };
    struct Cell
    {
        QString column;
        ShownValue value;
    };
    Kind kind = Kind::Missing;
    QList<Cell> identity; // the key's values, or all of them where there is no key
    QList<Change> changes;
    qint64 times = 1;
    bool keyIsAmbiguous = false; // then `identity` is the whole row

    QJsonObject toJson() const;
};

/// Keeps the first rows that differ, so many of each kind, and lets the rest go by.
class FoundRows final : public archive::DiffSink
{
public:
    FoundRows(const TableDiffFacts& facts, qint64 limitOfEachKind, QList<FoundRow>& into);

    core::Status missing(const archive::DiffRow& dump) override;
    core::Status changed(const archive::DiffRow& dump, const archive::DiffRow& live,
                         const std::vector<int>& columns) override;
    core::Status extra(const archive::DiffRow& live) override;

private:
    void keepLone(FoundRow::Kind kind, const archive::DiffRow& row);
    QList<FoundRow::Cell> identityOf(const archive::Values& values, const archive::DiffRow& row) const;
    ShownValue shown(const archive::Value& value) const;

    ColumnMapping m_mapping;
    archive::TextEncoding m_encoding;
    qint64 m_limit;
    qint64 m_kept[3] = {};
    QList<FoundRow>& m_into;
};

} // namespace tidemark::restore
