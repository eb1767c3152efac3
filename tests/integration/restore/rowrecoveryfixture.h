// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a dump put back into a database of the tests.
#pragma once

#include "restore/rows/recoveryrun.h"
#include "support/runs.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

namespace tidemark::test {

struct Recovered
{
    restore::rows::RecoveryFacts facts;
    restore::rows::RecoveryPlan plan;
    restore::rows::RecoveryReport report;
    core::Error error;
    bool ok = false;

    QString counts() const;      // "2 inserted, 1 updated, 0 deleted, 0 refused", or the error
    QStringList reasons() const; // "there 1,2"
    bool has(const char* finding) const;
};

constexpr restore::rows::RowKinds missing = restore::rows::RowKind::Missing;
constexpr restore::rows::RowKinds all =
    restore::rows::RowKinds(restore::rows::RowKind::Missing) | restore::rows::RowKind::Changed | restore::rows::RowKind::Extra;

/// For test classes.
class RowRecoveryFixture : public QObject
{
    Q_OBJECT
protected:
    void makeDatabase(const QString& name); // with QVERIFY

    std::unique_ptr<archive::Dump> dumpNow(const QStringList& arguments = {QStringLiteral("--format=custom")});
    restore::rows::RecoveryDraft draftOf(const archive::Dump& dump, const QString& table, restore::rows::RowKinds kinds = all);
    Recovered plan(const archive::Dump& dump, const restore::rows::RecoveryDraft& draft, const postgres::ConnectionSpec& spec);
    Recovered finish(Recovered planned, const core::RunContext& context = {}, const postgres::ConnectionSpec* spec = nullptr);
    Recovered recover(const archive::Dump& dump, const restore::rows::RecoveryDraft& draft);
    /// Runs a script as somebody at a terminal would. Empty when it went well.
    QString psql(const QString& file);
    void sql(const char* script); // with QVERIFY
    QString value(const char* statement) { return m_cluster.value(m_database, QString::fromUtf8(statement)); }
    QString digest(const char* table); // of all rows, wherever they lie

    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
    QString m_database;
    int m_files = 0;
};

} // namespace tidemark::test
