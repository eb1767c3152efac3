// SPDX-License-Identifier: GPL-3.0-or-later
// Every format with every choice of contents, restored by stock tools and held against the source.
#include "catalog/backupcheck.h"
#include "support/hardschema.h"
#include "support/relationpicture.h"
#include "support/runs.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;
using core::CompressionMethod;
using archive::DumpFormat;
using backup::ContentChoice;

namespace {

struct Form
{
    const char* name;
    DumpFormat format;
    const char* compression;
    int jobs;
};
constexpr Form forms[] = {{"custom", DumpFormat::Custom, "gzip", 0},      {"custom, as it is", DumpFormat::Custom, "none", 0}, {"directory", DumpFormat::Directory, "gzip:1", 2},
                          {"directory, as it is", DumpFormat::Directory, "none", 2}, {"tar", DumpFormat::Tar, "none", 0},       {"plain", DumpFormat::Plain, "none", 0},
                          {"plain, gzip", DumpFormat::Plain, "gzip", 0},  {"plain, zstd", DumpFormat::Plain, "zstd:3", 0}};

struct Choice
{
    const char* name;
    ContentChoice content;
};

QList<Choice> choices()
{
    ContentChoice definitions;
    definitions.part = backup::Part::Definitions;
    ContentChoice rows;
    rows.part = backup::Part::Rows;
    ContentChoice tables;
    tables.tables = {QStringLiteral("plain.*"), QStringLiteral("\"Two Words\".\"a \"\"b\"\" c\"")};
    ContentChoice excluded;
    excluded.exceptions = {{QStringLiteral("plain"), QStringLiteral("parent"), backup::Keep::Nothing},
                           {QStringLiteral("plain"), QStringLiteral("big"), backup::Keep::Definition},
                           {QStringLiteral("Two Words"), QStringLiteral("a \"b\" c"), backup::Keep::Definition}};
    return {{"everything", {}}, {"definitions", definitions}, {"rows", rows}, {"tables", tables}, {"exceptions", excluded}};
}

/// A relation's picture without its rows and the position of its sequences.
QStringList withoutContent(const QStringList& picture)
{
    static const QRegularExpression position(QStringLiteral(" last \\d+"));
    QStringList rest;
    for (QString line : picture) {
        if (!line.startsWith(QLatin1String("rows ")))
            rest.append(line.startsWith(QLatin1String("sequence ")) ? line.replace(position, QStringLiteral(" last")) : line);
    }
    return rest;
}

} // namespace

class TestBackupMatrix : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void matrix_data();
    void matrix();

private:
    core::Status restoreStock(const catalog::Manifest& manifest, const QString& set, const QString& target) const;
    TestCluster& m_cluster = TestCluster::shared();
};

void TestBackupMatrix::initTestCase()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("source")));
    const auto made = m_cluster.script(QStringLiteral("source"), QStringLiteral(
        "CREATE SCHEMA plain; CREATE SCHEMA \"Two Words\";"
        "CREATE TABLE plain.parent (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, t text);"
        "INSERT INTO plain.parent (t) SELECT 'row ' || i FROM generate_series(1, 50) i;"
        "CREATE TABLE plain.big (id serial PRIMARY KEY, parent int, t text, b bytea);"
        "INSERT INTO plain.big (parent, t, b) SELECT 1 + i % 50, repeat(E'tab\\tline\\nüñ\\\\', i % 40), decode(md5(i::text), 'hex') FROM generate_series(1, 5000) i;"
        "CREATE INDEX big_t ON plain.big (parent, md5(t));"
        "CREATE VIEW plain.seen AS SELECT id, t FROM plain.big WHERE id % 2 = 0;"
        "CREATE TABLE \"Two Words\".\"a \"\"b\"\" c\" (\"x.y\" int, \"$z\" numeric); INSERT INTO \"Two Words\".\"a \"\"b\"\" c\" VALUES (1, 2.50), (NULL, 'NaN');"
        "CREATE TABLE \"Two Words\".parts (d date, n int) PARTITION BY RANGE (d);"
        "CREATE TABLE \"Two Words\".parts_1 PARTITION OF \"Two Words\".parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');"
        "INSERT INTO \"Two Words\".parts SELECT DATE '2026-01-01' + i, i FROM generate_series(0, 300) i;"
        "CREATE MATERIALIZED VIEW \"Two Words\".sums AS SELECT count(*) AS n FROM plain.big;"
        "SELECT lo_from_bytea(0, convert_to(repeat('large', 20000), 'UTF8'))"));
    QVERIFY2(made, made ? "" : qPrintable(made.error().toText()));
}

void TestBackupMatrix::matrix_data()
{
    QTest::addColumn<int>("form");
    QTest::addColumn<int>("choice");
    const auto all = choices();
    for (int form = 0; form < static_cast<int>(std::size(forms)); ++form) {
        for (int choice = 0; choice < static_cast<int>(all.size()); ++choice)
            QTest::addRow("%s: %s", forms[form].name, all.at(choice).name) << form << choice;
    }
}

/// With nothing of Tidemark: pg_restore, or psql with what gzip, zstd or nothing unpacks.
core::Status TestBackupMatrix::restoreStock(const catalog::Manifest& manifest, const QString& set, const QString& target) const
{
    const QString dump = set + QLatin1Char('/') + manifest.dumpFile;
    core::Result<process::Finished> finished = process::Finished{};
    if (manifest.dumpFormat != QLatin1String("plain")) {
        finished = m_cluster.runTool(process::ToolKind::PgRestore, target, {QStringLiteral("--exit-on-error"), dump});
    } else {
        QString file = dump;
        if (!dump.endsWith(QLatin1String(".sql"))) {
            file = set + QStringLiteral("/unpacked.sql");
            process::RunOptions options;
            options.outputFile = file;
            const QString program = dump.endsWith(QLatin1String(".gz")) ? QStringLiteral("/usr/bin/gzip") : QStringLiteral("/usr/bin/zstd");
            auto unpacked = process::run(process::Command(program, {QStringLiteral("-dc"), dump}), options, core::silentContext());
            if (!unpacked || !unpacked->succeeded())
                return core::Error{core::ErrorKind::ToolFailed, QStringLiteral("unpacking"), unpacked ? QString::fromUtf8(unpacked->errorOutput) : unpacked.error().toText(), {}};
        }
        finished = m_cluster.runTool(process::ToolKind::Psql, target, {QStringLiteral("-Xq"), QStringLiteral("--set=ON_ERROR_STOP=1"), QStringLiteral("--file=") + file});
    }
    if (!finished)
        return std::move(finished).error();
    if (!finished->succeeded())
        return core::Error{core::ErrorKind::ToolFailed, QStringLiteral("restoring"), QString::fromUtf8(finished->errorOutput), {}};
    return {};
}

void TestBackupMatrix::matrix()
{
    QFETCH(int, form);
    QFETCH(int, choice);
    const ContentChoice content = choices().at(choice).content;
    QTemporaryDir folder;
    const access::ServerAccess server = openAccess(m_cluster.spec());
    backup::BackupDraft draft = draftOf(QStringLiteral("source"), folder.path());
    draft.form.format = forms[form].format;
    draft.form.compression = *core::CompressionSpec::fromText(QLatin1String(forms[form].compression));
    draft.form.jobs = forms[form].jobs;
    draft.content = content;
    const auto report = backUp(server, draft);
    QVERIFY2(report, report ? "" : qPrintable(report.error().toText()));
    QCOMPARE(report->verdict, core::Verdict::Ok);
    const auto set = catalog::readSet(report->setFolder);
    QVERIFY2(set, set ? "" : qPrintable(set.error().toText()));
    QCOMPARE(set->manifest.coverage == catalog::Coverage::Whole, content.isEverything());
    QVERIFY(catalog::checkBackup(report->setFolder, {}));

    // Rows alone go into a database that has the definitions.
    const QString target = QStringLiteral("target %1 %2").arg(form).arg(choice);
    QVERIFY(m_cluster.createDatabase(target));
    if (content.part == backup::Part::Rows) {
        QTemporaryDir definitions;
        const QString file = definitions.filePath(QStringLiteral("d.sql"));
        QVERIFY(m_cluster.dump(QStringLiteral("source"), {QStringLiteral("--schema-only")}, file));
        QVERIFY(m_cluster.runTool(process::ToolKind::Psql, target, {QStringLiteral("-Xqf"), file})->succeeded());
    } else if (!content.tables.isEmpty()) {
        QVERIFY(m_cluster.script(target, QStringLiteral("CREATE SCHEMA plain; CREATE SCHEMA \"Two Words\"")));
    }
    const auto restored = restoreStock(set->manifest, report->setFolder, target);
    QVERIFY2(restored, restored ? "" : qPrintable(restored.error().toText()));

    auto source = m_cluster.connect(QStringLiteral("source"));
    auto copy = m_cluster.connect(target);
    QVERIFY(source && copy);
    auto relations = postgres::listRelations(*source);
    QVERIFY(relations);
    const auto expected = backup::expectedRelations(content, {}, *relations, *source);
    QVERIFY(expected);
    auto there = postgres::listRelations(*copy);
    QVERIFY(there);
    QSet<postgres::RelationName> names;
    for (const postgres::Relation& relation : *there)
        names.insert({relation.schema, relation.name});
    for (const backup::ExpectedRelation& one : *expected) {
        const postgres::Relation& relation = one.relation;
        const bool defined = one.definition || content.part == backup::Part::Rows;
        QVERIFY2(names.contains({relation.schema, relation.name}) == defined, qPrintable(relation.name));
        if (!defined)
            continue;
        auto before = relationPicture(*source, relation.schema, relation.name);
        auto after = relationPicture(*copy, relation.schema, relation.name);
        QVERIFY(before && after);
        // A materialized view is filled from its tables, whatever is left of them.
        const bool filled = one.rows && (relation.kind != postgres::RelationKind::MaterializedView || content.isEverything());
        if (!filled) {
            *before = withoutContent(*before);
            *after = withoutContent(*after);
        }
        QCOMPARE(*after, *before);
    }
    if (content.isEverything() && content.part == backup::Part::Everything)
        QCOMPARE(m_cluster.value(target, QStringLiteral("SELECT count(*) FROM pg_largeobject_metadata")), QStringLiteral("1"));
    QVERIFY(m_cluster.dropDatabase(target));
}

QTEST_GUILESS_MAIN(TestBackupMatrix)
#include "backupmatrixtest.moc"
