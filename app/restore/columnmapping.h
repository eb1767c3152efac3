// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rowform.h"
#include "core/finding.h"
#include "core/result.h"
#include "postgres/queries/livetable.h"

#include <QJsonArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <vector>

namespace tidemark::restore {

/// A column of a table as a backup has it.
struct BackedUpColumn
{
    QString name;
    QString type; // as its CREATE TABLE has it; empty where that is not known
};

struct ComparedColumn
{
    QString name;
    QString backupType; // may be empty
    QString liveType;
    archive::ValueForm form = archive::ValueForm::Text;
};

/// Which columns of a table in a backup are compared with which of a live table: those with the same name,
/// wherever they stand. A value.
struct ColumnMapping
{
    enum class Key
    {
        Primary,
        Chosen,
        None, // rows are compared as a whole
    };
    QList<ComparedColumn> columns; // in the order of the backup
    QStringList onlyInBackup;
    QStringList onlyLive;
    QStringList generated; // of the live table: not in backups, made by the server
    std::vector<int> key;  // indexes of `columns`
    Key keyKind = Key::None;
    bool keyIsUnique = true; // an index of the live table says so
    core::Findings findings; // everything of the above that people should know

    QStringList columnNames() const;
    QStringList keyNames() const;
    archive::RowForm rowForm() const;
};

/// `chosenKey`: names of columns; empty for the primary key, or whole rows where there is none. InvalidInput
/// where a chosen column is not in both tables, or there is no common column though both have some.
core::Result<ColumnMapping> mapColumns(const QList<BackedUpColumn>& backup, const postgres::LiveTable& live,
                                       const QStringList& chosenKey);

} // namespace tidemark::restore
