// SPDX-License-Identifier: GPL-3.0-or-later
// The databases of a server and the tables of one of them, to choose from.
#pragma once

#include "access/serveraccess.h"
#include "restore/tablediff.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace tidemark::ui {

struct LivePlace
{
    QStringList databases; // that can be connected to, by name
    QString database;      // the one that was asked
    QList<restore::TableName> tables;

    bool hasTable(const restore::TableName& name) const;
};

/// `wanted` may be empty; then it is `likely` where the server has that, else the connection's own. For a
/// worker thread.
core::Result<LivePlace> findLivePlace(const QString& wanted, const QString& likely,
                                      const access::ServerAccess& server, const core::RunContext& context);

/// As it is typed: in quotes where it must be.
QString typedName(const restore::TableName& name);
/// Nothing for what is no name of a table. Without a schema it is `schema`.
std::optional<restore::TableName> nameTyped(const QString& text, const QString& schema);

} // namespace tidemark::ui
