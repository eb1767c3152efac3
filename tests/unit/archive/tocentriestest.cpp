// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/toc.h"
#include "archive/tocreader.h"
#include "unit/archive/archivewriter.h"

#include <QTest>

using namespace tidemark;
using namespace tidemark::archive;
using namespace tidemark::tests;
using namespace Qt::StringLiterals;

class TocEntriesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryField();
    void whatIsHandedOutMayBeKept();
    void whatIsHandedOutMayBeChanged();
    void copiesAreIndependent();
    void keepsLongTextsAndManyEntries();
};

namespace {

EntryFields sample(int id)
{
    EntryFields fields;
    fields.dumpId = id;
    fields.catalogTableOid = 1259;
    fields.catalogOid = 16386;
    fields.relationKind = u'r';
    fields.section = Section::Data;
    fields.offsetState = OffsetState::Known;
    fields.offset = 1LL << 40;
    fields.dataBytes = 77;
    fields.withOids = true;
    fields.hasData = true;
    fields.tag = u" café „%1“\n"_s.arg(id);
    fields.type = u"TABLE DATA"_s;
    fields.definition = "definition " + QByteArray::number(id);
    fields.dropStatement = "drop " + QByteArray::number(id);
    fields.copyStatement = "copy " + QByteArray::number(id);
    fields.schema = u"schema"_s;
    fields.tablespace = u"fast"_s;
    fields.accessMethod = u"heap"_s;
    fields.owner = u"röle"_s;
    fields.dependencies = {3, -1, 3, id};
    fields.fileName = u"%1.dat"_s.arg(id);
    return fields;
}

bool isSame(const EntryFields& a, const EntryFields& b)
{
    const auto facts = [](const EntryFields& of) {
        return std::tie(of.dumpId, of.catalogTableOid, of.catalogOid, of.relationKind, of.section,
                        of.offsetState, of.offset, of.dataBytes, of.withOids, of.hasData);
    };
    const auto texts = [](const EntryFields& of) {
        return std::tie(of.tag, of.type, of.definition, of.dropStatement, of.copyStatement, of.schema,
                        of.tablespace, of.accessMethod, of.owner, of.dependencies, of.fileName);
    };
    return facts(a) == facts(b) && texts(a) == texts(b);
}

} // namespace

void TocEntriesTest::keepsEveryField()
{
    const TocEntries entries{sample(1), EntryFields(), sample(2)};
    QCOMPARE(entries.size(), 3);
    QVERIFY(isSame(entries.first().fields(), sample(1)));
    QVERIFY(isSame(entries.at(1).fields(), EntryFields()));
    QVERIFY(isSame(entries.last().fields(), sample(2)));
    QVERIFY(TocEntries().isEmpty());
    QVERIFY(TocEntries().begin() == TocEntries().end());
}

void TocEntriesTest::whatIsHandedOutMayBeKept()
{
    QByteArray definition;
    QString tag;
    QString schema;
    {
        const TocEntries entries{sample(1), sample(2)};
        definition = entries.at(1).definition();
        tag = entries.at(1).tag();
        schema = entries.at(1).schema();
    }
    QCOMPARE(definition, sample(2).definition);
    QCOMPARE(tag, sample(2).tag);
    QCOMPARE(schema, sample(2).schema);
    // Both end in the zero that QByteArray and QString promise.
    QCOMPARE(qstrlen(definition.constData()), size_t(definition.size()));
    QCOMPARE(tag.constData()[tag.size()], QChar());
}

void TocEntriesTest::whatIsHandedOutMayBeChanged()
{
    TocEntries entries{sample(1), sample(2)};
    QByteArray definition = entries.at(0).definition();
    QString tag = entries.at(0).tag();
    definition += " and far more than that";
    definition[0] = 'D';
    tag.prepend(u"longer"_s).append(u"still longer"_s);
    QVERIFY(isSame(entries.at(0).fields(), sample(1)));
    QVERIFY(isSame(entries.at(1).fields(), sample(2)));
    // The last one that shares an array may use the rest of it.
    QByteArray last = entries.at(1).definition();
    entries = {};
    last += QByteArray(100'000, 'x');
    QVERIFY(last.startsWith(sample(2).definition) && last.endsWith('x'));
    QCOMPARE(last.size(), sample(2).definition.size() + 100'000);
}

void TocEntriesTest::copiesAreIndependent()
{
    TocEntries entries{sample(1)};
    TocEntries copy = entries;
    QCOMPARE(&copy.first(), &entries.first()); // nothing was copied yet
    copy.append(sample(2));
    copy.setDataBytes(0, 5);
    entries.append(sample(3));
    entries.setDependencies(0, std::array{8, 9});
    QCOMPARE(copy.size(), 2);
    QCOMPARE(copy.first().dataBytes(), 5);
    QVERIFY(isSame(copy.last().fields(), sample(2)));
    QCOMPARE(copy.first().fields().dependencies, sample(1).dependencies);
    QCOMPARE(entries.first().dataBytes(), 77);
    QVERIFY(isSame(entries.last().fields(), sample(3)));
    QCOMPARE(entries.first().fields().dependencies, (QList<int>{8, 9}));
    const TocEntries moved = std::move(copy);
    QCOMPARE(moved.size(), 2);
    copy = {};
    copy.append(sample(4));
    QVERIFY(isSame(copy.first().fields(), sample(4)));
    QVERIFY(isSame(moved.last().fields(), sample(2)));
}

// More than one array of texts, one text that is larger than any of them, and larger than what is read at
// once.
void TocEntriesTest::keepsLongTextsAndManyEntries()
{
    ArchiveWriter writer;
    writer.addEncoding("UTF8");
    const auto definitionOf = [](int id) {
        return QByteArray(id == 500 ? 3'000'000 : 2000 + id, char('a' + id % 26));
    };
    for (int id = 2; id < 3000; ++id) {
        WrittenEntry entry;
        entry.dumpId = id;
        entry.type = "FUNCTION";
        entry.tag = "f" + QByteArray::number(id) + (id % 2 == 0 ? "(naïve)" : "()");
        entry.definition = definitionOf(id);
        entry.dependencies = {id - 1, id + 1};
        writer.entries.append(entry);
    }
    ByteSource source = ByteSource::overBytes(writer.build(), u"test"_s);
    const auto toc = parseToc(source);
    QVERIFY(toc);
    QCOMPARE(toc->entries.size(), 2999);
    for (const TocEntry& entry : std::span(toc->entries).subspan(1)) {
        const int id = entry.dumpId();
        QCOMPARE(entry.tag(), u"f%1(%2)"_s.arg(QString::number(id), id % 2 == 0 ? u"naïve"_s : QString()));
        QCOMPARE(entry.definition(), definitionOf(id));
        QCOMPARE(entry.fields().dependencies, (QList<int>{id - 1, id + 1}));
    }
}

QTEST_APPLESS_MAIN(TocEntriesTest)
#include "tocentriestest.moc"
