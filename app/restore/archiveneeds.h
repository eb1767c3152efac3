// SPDX-License-Identifier: GPL-3.0-or-later
// What the statements of an archive want of a server, read from their text.
#pragma once

#include "archive/toc.h"

#include <QList>
#include <QSet>
#include <QStringList>

namespace tidemark::restore {

struct NeededExtension
{
    QString name;
    QString version; // empty for most: any
};

/// A way of saying something that some versions do not have.
struct NeededFeature
{
    int since = 0;     // major; 0: always was
    int before = 0;    // major from which it is gone; 0: still there
    QString what;      // "NULLS NOT DISTINCT"
    QStringList where; // the objects, for people
};

struct ArchiveNeeds
{
    QList<NeededExtension> extensions;
    QStringList collations;       // of pg_catalog, that columns, indexes or types name
    QStringList locales;          // of libc, that collations are made from
    QStringList superuserObjects; // for people
    QStringList subscriptions;
    QStringList forced; // tables whose row-level security holds for their owners too
    QStringList tablespaces;
    QList<NeededFeature> features;
};

/// Of the entries `among`, or of all where that is empty. Linear in the size of the definitions.
ArchiveNeeds needsOf(const archive::Toc& toc, const QSet<int>& among = {});

/// "postgresql-15-postgis-3": what usually has the extension on Debian and Ubuntu; empty where that is not
/// known.
QString packageOf(const QString& extension, int serverMajor);

} // namespace tidemark::restore
