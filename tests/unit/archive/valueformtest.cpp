// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/valueform.h"

#include "archive/rowform.h"

#include <QTest>

using namespace tidemark::archive;

class ValueFormTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typesAreKnownByName_data();
    void typesAreKnownByName();
    void equalValues_data();
    void equalValues();
    void differentValues_data();
    void differentValues();
    void everyDayOfManyYears();
    void rowsAreTakenByColumn();
    void keysKeepTheirOrder();
    void anyBytesAreTaken();
};

static QByteArray canonical(ValueForm form, QByteArrayView field)
{
    std::string text;
    appendCanonical(form, field, text);
    return QByteArray::fromStdString(text);
}

void ValueFormTest::typesAreKnownByName_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("form");
    const auto row = [](const char* type, ValueForm form) {
        QTest::newRow(type) << QByteArray(type) << int(form);
    };
    row("timestamp with time zone", ValueForm::Instant);
    row("timestamp(3) with time zone[]", ValueForm::Instant);
    row("timestamp without time zone", ValueForm::Text);
    row("time with time zone", ValueForm::Text);
    row("tstzrange[]", ValueForm::Instant);
    row("bytea", ValueForm::Bytes);
    row("bytea[]", ValueForm::ByteArrays);
    row("real", ValueForm::Float4);
    row("double precision[]", ValueForm::Float8);
    row("point", ValueForm::Float8);
    row("money", ValueForm::Money);
    row("money[]", ValueForm::MoneyArrays);
    row("boolean", ValueForm::Text);
    row("numeric(10,2)", ValueForm::Text);
    row("app.money", ValueForm::Text);
    row("\"bytea(\"", ValueForm::Text);
    row("", ValueForm::Text);
}

void ValueFormTest::typesAreKnownByName()
{
    QFETCH(QByteArray, type);
    QTEST(int(valueFormOf(type)), "form");
}

void ValueFormTest::equalValues_data()
{
    QTest::addColumn<int>("form");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](ValueForm form, const char* field, const char* expected) {
        QTest::newRow(field) << int(form) << QByteArray(field) << QByteArray(expected);
    };
    // The right side is what PostgreSQL prints in UTC, hex and C.
    row(ValueForm::Instant, "2024-03-31 03:15:00+00", "2024-03-31 03:15:00+00");
    row(ValueForm::Instant, "2024-03-31 09:00:00+05:45", "2024-03-31 03:15:00+00");
    row(ValueForm::Instant, "2024-02-29 23:30:00.5-08", "2024-03-01 07:30:00.5+00");
    row(ValueForm::Instant, "2024-01-01 00:00:00.000001+01", "2023-12-31 23:00:00.000001+00");
    row(ValueForm::Instant, "0001-01-01 00:53:28+00:53:28", "0001-01-01 00:00:00+00");
    row(ValueForm::Instant, "0001-01-01 00:00:00+00:53:28", "0001-12-31 23:06:32+00 BC");
    row(ValueForm::Instant, "0044-03-15 12:00:00+00:53:28 BC", "0044-03-15 11:06:32+00 BC");
    row(ValueForm::Instant, "4713-11-24 00:53:28+00:53:28 BC", "4713-11-24 00:00:00+00 BC");
    row(ValueForm::Instant, "294276-12-31 23:59:59.999999-05", "294277-01-01 04:59:59.999999+00");
    row(ValueForm::Instant, "infinity", "infinity");
    row(ValueForm::Instant, "{\"2024-03-31 09:00:00+05:45\",NULL}", "{\"2024-03-31 03:15:00+00\",NULL}");
    row(ValueForm::Instant, "[\"2024-03-31 09:00:00+05:45\",)", "[\"2024-03-31 03:15:00+00\",)");
    row(ValueForm::Instant, "{\"[\\\\\"2024-03-31 09:00:00+05:45\\\\\",infinity)\"}",
        "{\"[\\\\\"2024-03-31 03:15:00+00\\\\\",infinity)\"}");
    row(ValueForm::Bytes, "\\\\x00ff", "\\\\x00ff");
    row(ValueForm::Bytes, "a\\\\000\\\\377\\\\\\\\b", "\\\\x6100ff5c62");
    row(ValueForm::Bytes, "\\\\\\\\x41", "\\\\x5c783431");
    row(ValueForm::Bytes, "", "\\\\x");
    row(ValueForm::ByteArrays, "{\"\\\\\\\\x6100\",NULL}", "{\"\\\\x6100\",NULL}");
    row(ValueForm::ByteArrays, "{\"a\\\\\\\\000\",NULL}", "{\"\\\\x6100\",NULL}");
    row(ValueForm::ByteArrays, "[0:1]={{ab},{\"NULL\"}}", "[0:1]={{\"\\\\x6162\"},{\"\\\\x4e554c4c\"}}");
    row(ValueForm::Float4, "0.100000001", "0.1");
    row(ValueForm::Float8, "0.30000000000000004", "0.30000000000000004");
    row(ValueForm::Float8, "0.10000000000000001", "0.1");
    row(ValueForm::Float8, "NaN", "NaN");
    row(ValueForm::Float8, "-Infinity", "-Infinity");
    row(ValueForm::Float8, "-0", "-0");
    row(ValueForm::Float8, "(0.10000000000000001,2)", "(0.1,2)");
    row(ValueForm::Float8, "[0:1]={0.10000000000000001,NULL}", "[0:1]={0.1,NULL}");
    row(ValueForm::Money, "-$1,234.50", "-123450");
    row(ValueForm::Money, "($1,234.50)", "-123450");
    row(ValueForm::Money, "1.234,50 \xe2\x82\xac", "123450");
    row(ValueForm::Money, "$0.05", "5");
    row(ValueForm::Money, "-$0.00", "0");
    row(ValueForm::MoneyArrays, "{\"$1,000.00\",NULL,-$0.50}", "{\"100000\",NULL,\"-50\"}");
}

void ValueFormTest::equalValues()
{
    QFETCH(int, form);
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, expected);
    QCOMPARE(canonical(ValueForm(form), field), expected);
}

void ValueFormTest::differentValues_data()
{
    QTest::addColumn<int>("form");
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    const auto row = [](ValueForm form, const char* one, const char* other) {
        QTest::newRow(one) << int(form) << QByteArray(one) << QByteArray(other);
    };
    row(ValueForm::Instant, "2024-03-31 09:00:00+05:45", "2024-03-31 09:00:00+05:30");
    row(ValueForm::Instant, "2024-03-31 09:00:00.1+05", "2024-03-31 09:00:00+05");
    row(ValueForm::Instant, "0044-03-15 12:00:00+00 BC", "0044-03-15 12:00:00+00");
    row(ValueForm::Instant, "infinity", "-infinity");
    row(ValueForm::Float8, "0", "-0");
    row(ValueForm::Float8, "0.30000000000000004", "0.3");
    row(ValueForm::Float8, "1e400", "Infinity");
    row(ValueForm::Bytes, "\\\\x", "\\\\x00");
    row(ValueForm::Bytes, "\\\\\\\\x41",
        "\\\\x41"); // the text \x41 in the escape format, and one byte in hexadecimal
    row(ValueForm::ByteArrays, "{a,b}", "{ab}");
    row(ValueForm::ByteArrays, "{NULL}", "{\"NULL\"}");
    row(ValueForm::Money, "$1.00", "-$1.00");
    row(ValueForm::Money, "$1.00", "$10.00");
    row(ValueForm::MoneyArrays, "{$1.00,$2.00}", "{\"$1,002.00\"}");
}

void ValueFormTest::differentValues()
{
    QFETCH(int, form);
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    QVERIFY(canonical(ValueForm(form), one) != canonical(ValueForm(form), other));
}

// There and back over every day, with the day's own text as the judge.
void ValueFormTest::everyDayOfManyYears()
{
    QDate day(1999, 12, 1);
    for (; day.year() < 2105; day = day.addDays(1)) {
        const QByteArray east = day.toString(Qt::ISODate).toLatin1() + " 07:30:00+08";
        const QByteArray expected = day.addDays(-1).toString(Qt::ISODate).toLatin1() + " 23:30:00+00";
        QCOMPARE(canonical(ValueForm::Instant, east), expected);
    }
}

void ValueFormTest::rowsAreTakenByColumn()
{
    const RowForm form(
        {ValueForm::Text, ValueForm::Instant, ValueForm::Text, ValueForm::Bytes, ValueForm::Text}, {0});
    std::string buffer;
    QCOMPARE(form.canonical("1\t2024-03-31 09:00:00+05:45\t2024-03-31 09:00:00+05:45\ta\trest\\t", buffer)
                 .toByteArray(),
             QByteArray("1\t2024-03-31 03:15:00+00\t2024-03-31 09:00:00+05:45\t\\\\x61\trest\\t"));
    QCOMPARE(form.canonical("1\t\\N\t\\N\t\\N\t\\N", buffer).toByteArray(),
             QByteArray("1\t\\N\t\\N\t\\N\t\\N"));
    QCOMPARE(form.canonical("1\t2024-03-31 09:00:00+05:45", buffer).toByteArray(),
             QByteArray("1\t2024-03-31 03:15:00+00"));
    QCOMPARE(form.differingColumns("1\ta\tb\tc\td", "1\ta\tB\tc\t"), (std::vector<int>{2, 4}));
    QVERIFY(!form.isLiteral());
    QVERIFY(RowForm({ValueForm::Text}, {}).isLiteral());
}

void ValueFormTest::keysKeepTheirOrder()
{
    const std::vector<ValueForm> forms(3, ValueForm::Text);
    std::string buffer;
    QCOMPARE(RowForm(forms, {0}).keyOf("a\tb\tc", buffer).toByteArray(), QByteArray("a"));
    QCOMPARE(RowForm(forms, {0, 1}).keyOf("a\tb\tc", buffer).toByteArray(), QByteArray("a\tb"));
    QCOMPARE(RowForm(forms, {0, 1, 2}).keyOf("a\tb\tc", buffer).toByteArray(), QByteArray("a\tb\tc"));
    QCOMPARE(RowForm(forms, {2, 0}).keyOf("a\tb\tc", buffer).toByteArray(), QByteArray("c\ta\t"));
    QCOMPARE(RowForm(forms, {2}).keyOf("a\tb\t", buffer).toByteArray(), QByteArray("\t"));
    QCOMPARE(RowForm(forms, {}).keyOf("a\tb\tc", buffer).toByteArray(), QByteArray("a\tb\tc"));
}

// Nothing that a dump can hold leads out of its bytes; the sanitizers' build looks on.
void ValueFormTest::anyBytesAreTaken()
{
    const QByteArray seeds[] = {"2024-03-31 09:00:00.5+05:45 BC",
                                "{\"a\\\\\\\\000\",NULL}",
                                "[0:1]={-$1,000.00}",
                                "\\\\x00ffAZ",
                                "1e-320,NaN",
                                "a\\",
                                "\\\\12",
                                "{",
                                "{\"",
                                "{\"\\"};
    for (const QByteArray& seed : seeds) {
        for (qsizetype cut = 0; cut <= seed.size(); ++cut) {
            for (int form = 0; form <= int(ValueForm::MoneyArrays); ++form) {
                QByteArray text = seed.left(cut);
                canonical(ValueForm(form), text);
                for (qsizetype at = 0; at < text.size(); ++at) {
                    QByteArray flipped = text;
                    flipped[at] = char(flipped[at] ^ 0x11);
                    canonical(ValueForm(form), flipped);
                }
            }
        }
    }
}

QTEST_APPLESS_MAIN(ValueFormTest)
#include "valueformtest.moc"
