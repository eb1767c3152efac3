// SPDX-License-Identifier: GPL-3.0-or-later
// A database with everything that is hard and a small one, as dumps, and restores of parts of them.
#pragma once

#include "support/runs.h"

#include <QTemporaryDir>
#include <QTest>

namespace tidemark::test {

/// For test classes; `back` is the database that they restore into.
class PartFixture : public QObject
{
    Q_OBJECT
protected:
    void makeDumps(); // with QVERIFY
    void dropBack() { (void)m_cluster.dropDatabase(QStringLiteral("back")); }

    QString file() const { return m_folder.filePath(QStringLiteral("hard.dump")); }
    restore::RestoreDraft draftInto(const QString& database, const QString& table = {}) const;
    core::Result<restore::RestoreReport> run(const restore::RestoreDraft& draft,
                                             const core::RunContext& context = {}) const;
    core::Findings findings(const restore::RestoreDraft& draft) const;
    QString value(const QString& sql) const { return m_cluster.value(QStringLiteral("back"), sql); }
    QString script(const QString& sql) const; // what the server says against it
    QString digest() const;                   // everything that a dump of `back` says, rows too
    /// Of a relation of the hard database and the one of that name in `database`.
    QString difference(const QString& database, const QString& schema, const QString& name,
                       const QStringList& withoutConstraints = {});

    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
    archive::Toc m_toc; // of the hard database's dump
    QString m_small;    // the small one's dump
};

template <typename T> QString problemOf(const core::Result<T>& result)
{
    return result ? QString() : result.error().toText();
}

/// Of two pictures of a relation: lines that are missing, or are there and should not be.
QStringList differencesOf(const QString& name, QStringList expected, QStringList found,
                          const QStringList& withoutConstraints);

QString idsOf(const core::Findings& findings);

} // namespace tidemark::test
