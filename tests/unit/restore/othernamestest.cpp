// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/othernames.h"

#include <QTest>

using namespace tidemark;
using namespace Qt::StringLiterals;

class OtherNamesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void derived_data();
    void derived();
    void longNamesStayApart();
};

void OtherNamesTest::derived_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("newTable");
    QTest::addColumn<QString>("expected");
    QTest::newRow("key") << "film_pkey"
                         << "film_restored"
                         << "film_restored_pkey";
    QTest::newRow("in the middle") << "idx_film_title"
                                   << "old film"
                                   << "idx_old film_title";
    QTest::newRow("part of a word") << "films_by_title"
                                    << "film_restored"
                                    << "films_by_title_restored";
    QTest::newRow("nothing of it") << "by_title"
                                   << "movies"
                                   << "by_title_movies";
    QTest::newRow("twice") << "film_film_id_seq"
                           << "film_2"
                           << "film_2_film_id_seq";
    QTest::newRow("the same") << "film"
                              << "x"
                              << "x";
}

void OtherNamesTest::derived()
{
    QFETCH(QString, name);
    QFETCH(QString, newTable);
    QFETCH(QString, expected);
    QCOMPARE(restore::derivedName(name, u"film"_s, newTable, {}), expected);
    QCOMPARE(restore::derivedName(name, u"film"_s, newTable, {expected, expected + u"_2"_s}),
             expected + u"_3"_s);
}

void OtherNamesTest::longNamesStayApart()
{
    const QString table = QString(30, QChar(0xe4)); // 60 bytes
    const QString newTable = table + u"_ab"_s;      // 63
    QSet<QString> taken{newTable};
    for (int i = 0; i < 12; ++i) {
        const QString name =
            restore::derivedName(table + u"_"_s + QString::number(i), table, newTable, taken);
        QVERIFY2(name.toUtf8().size() <= 63, qPrintable(name));
        QVERIFY(!taken.contains(name));
        taken.insert(name);
    }
    const QString elephants = QString::fromUtf8("🐘").repeated(16);
    QCOMPARE(restore::cutName(elephants), QString::fromUtf8("🐘").repeated(15));
}

QTEST_GUILESS_MAIN(OtherNamesTest)
#include "othernamestest.moc"
