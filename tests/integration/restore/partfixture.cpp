// SPDX-License-Identifier: GPL-3.0-or-later
#include "partfixture.h"

#include "archive/readback.h"
#include "core/quoting.h"
#include "support/hardschema.h"
#include "support/relationpicture.h"

namespace tidemark::test {

using restore::RestoreDraft;
using restore::TargetKind;

QString idsOf(const core::Findings& findings)
{
    QStringList ids;
    for (const core::Finding& finding : findings)
        ids.append(finding.id + QLatin1String(": ") + finding.sentence);
    return ids.join(QLatin1Char('\n'));
}

RestoreDraft PartFixture::draftInto(const QString& database, const QString& table) const
{
    RestoreDraft draft;
    draft.source = m_small;
    draft.targetDatabase = database;
    draft.target = TargetKind::ExistingDatabase;
    draft.ownership = restore::Ownership::Keep;
    if (!table.isEmpty())
        draft.tables = {table};
    return draft;
}

core::Result<restore::RestoreReport> PartFixture::run(const RestoreDraft& draft,
                                                      const core::RunContext& context) const
{
    const access::ServerAccess server = openAccess(m_cluster.spec());
    auto facts = restore::gatherFacts(draft, server, tools(), context);
    if (!facts)
        return std::move(facts).error();
    auto plan = restore::makePlan(draft, *facts);
    if (!plan)
        return std::move(plan).error();
    return restore::run(*plan, server, context);
}

core::Findings PartFixture::findings(const RestoreDraft& draft) const
{
    const auto facts = restore::gatherFacts(draft, openAccess(m_cluster.spec()), tools(), {});
    return facts ? restore::validate(draft, *facts)
                 : core::Findings{
                       {core::Severity::Blocker, QStringLiteral("facts"), facts.error().toText(), {}, {}}};
}

QString PartFixture::script(const QString& sql) const
{
    return problemOf(m_cluster.script(QStringLiteral("back"), sql));
}

QString PartFixture::digest() const
{
    const QString text = m_folder.filePath(QStringLiteral("digest.sql"));
    if (!m_cluster.dump(QStringLiteral("back"),
                        {QStringLiteral("--format=plain"), QStringLiteral("--restrict-key=abc")}, text))
        return QStringLiteral("no dump");
    QFile opened(text);
    return opened.open(QIODevice::ReadOnly) ? QString::fromUtf8(opened.readAll()) : QStringLiteral("no file");
}

void PartFixture::makeDumps()
{
    const core::Status made = createHardSchema(m_cluster, QStringLiteral("hard"));
    QVERIFY2(made, qPrintable(problemOf(made)));
    QVERIFY(m_cluster.dump(QStringLiteral("hard"), {QStringLiteral("--format=custom")}, file()));
    auto toc = archive::readToc(file());
    QVERIFY(toc);
    m_toc = *toc;
    QVERIFY(m_cluster.createDatabase(QStringLiteral("small")));
    QVERIFY(m_cluster.script(
        QStringLiteral("small"),
        QStringLiteral(
            "CREATE TYPE mood AS ENUM ('good', 'bad');"
            "CREATE TABLE people (id serial PRIMARY KEY, name text NOT NULL, m mood DEFAULT 'good');"
            "CREATE TABLE pets (id int PRIMARY KEY, owner int REFERENCES people (id), name text);"
            "CREATE INDEX pets_name ON pets (name);"
            "CREATE VIEW good_ones AS SELECT id, name FROM people WHERE m = 'good';"
            "CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.name := "
            "upper(NEW.name); RETURN NEW; END$$;"
            "INSERT INTO people (name) SELECT 'p' || i FROM generate_series(1, 100) i;"
            "INSERT INTO pets SELECT i, 1 + i % 100, 'pet ' || i FROM generate_series(1, 200) i;"
            "CREATE TRIGGER shouting BEFORE INSERT ON pets FOR EACH ROW EXECUTE FUNCTION shout();"
            "SELECT lo_from_bytea(4711, '\\x0001027f80ff');")));
    m_small = m_folder.filePath(QStringLiteral("small.dump"));
    QVERIFY(m_cluster.dump(QStringLiteral("small"), {QStringLiteral("--format=custom")}, m_small));
}

QString PartFixture::difference(const QString& database, const QString& schema, const QString& name,
                                const QStringList& withoutConstraints)
{
    auto source = m_cluster.connect(QStringLiteral("hard"));
    auto target = m_cluster.connect(database);
    if (!source || !target)
        return QStringLiteral("no connection");
    auto expected = relationPicture(*source, schema, name);
    auto found = relationPicture(*target, schema, name);
    if (!expected || !found)
        return problemOf(expected) + problemOf(found);
    return differencesOf(name, *std::move(expected), *std::move(found), withoutConstraints).join(QLatin1Char('\n'));
}

QStringList differencesOf(const QString& name, QStringList expected, QStringList found,
                          const QStringList& withoutConstraints)
{
    for (const QString& constraint : withoutConstraints)
        expected.removeIf([&](const QString& line) {
            return line.startsWith(QLatin1String("constraint ")) &&
                   constraint.endsWith(QLatin1Char(' ') + line.section(QLatin1Char(' '), 1, 1));
        });
    // Which partition of these a row goes to depends on numbers that every database gives anew.
    const bool isHashed = name.startsWith(QLatin1String("hashed_"));
    QStringList differences;
    for (QStringList* lines : {&expected, &found}) {
        for (QString& line : *lines)
            line.remove(QLatin1String(" hard space")); // tablespaces are not restored
        lines->removeIf(
            [&](const QString& line) { return isHashed && line.startsWith(QLatin1String("rows ")); });
    }
    for (const QString& line : std::as_const(expected))
        if (!found.contains(line))
            differences.append(QLatin1String("missing: ") + line);
    for (const QString& line : std::as_const(found))
        if (!expected.contains(line))
            differences.append(QLatin1String("extra: ") + line);
    return differences;
}

} // namespace tidemark::test
