// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compression.h"

#include <QTest>

using namespace tidemark;
using core::CompressionMethod;
using core::CompressionSpec;

Q_DECLARE_METATYPE(CompressionMethod)

class CompressionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void read_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<CompressionMethod>("method");
        QTest::addColumn<int>("level"); // 0: none
        QTest::addColumn<QString>("again");
        const auto row = [](const char* text, CompressionMethod method, int level, const char* again) {
            QTest::newRow(text) << QString::fromLatin1(text) << method << level << QString::fromLatin1(again);
        };
        row("none", CompressionMethod::None, 0, "none");
        row("0", CompressionMethod::None, 0, "none");
        row("gzip", CompressionMethod::Gzip, 0, "gzip");
        row("1", CompressionMethod::Gzip, 1, "gzip:1");
        row("9", CompressionMethod::Gzip, 9, "gzip:9");
        row("GZIP:6", CompressionMethod::Gzip, 6, "gzip:6");
        row("lz4", CompressionMethod::Lz4, 0, "lz4");
        row("lz4:12", CompressionMethod::Lz4, 12, "lz4:12");
        row("zstd", CompressionMethod::Zstd, 0, "zstd");
        row("zstd:3", CompressionMethod::Zstd, 3, "zstd:3");
        row("zstd:22", CompressionMethod::Zstd, 22, "zstd:22");
    }
    void read()
    {
        QFETCH(QString, text);
        QFETCH(CompressionMethod, method);
        QFETCH(int, level);
        QFETCH(QString, again);
        const auto spec = CompressionSpec::fromText(text);
        QVERIFY(spec.has_value());
        QCOMPARE(spec->method, method);
        QCOMPARE(spec->level.value_or(0), level);
        QCOMPARE(spec->toText(), again);
        const auto twice = CompressionSpec::fromText(again);
        QVERIFY(twice && *twice == *spec);
    }

    void refused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("hint");
        for (const char* text : {"", " ", "bzip2", "zstd ", " gzip", "-1", "+1", "1 ", "gz", "zstd3", "level=3"})
            QTest::newRow(text) << QString::fromLatin1(text) << QStringLiteral("none, gzip, lz4 or zstd");
        for (const char* text : {"10", "99999999999", "gzip:0", "gzip:10", "gzip:", "gzip:-1", "gzip: 1", "gzip:1:2", "gzip:x"})
            QTest::newRow(text) << QString::fromLatin1(text) << QString();
        QTest::newRow("zstd:23") << QStringLiteral("zstd:23") << QStringLiteral("levels of zstd are 1 to 22");
        QTest::newRow("lz4:13") << QStringLiteral("lz4:13") << QStringLiteral("levels of lz4 are 1 to 12");
        QTest::newRow("none:1") << QStringLiteral("none:1") << QStringLiteral("none alone");
    }
    void refused()
    {
        QFETCH(QString, text);
        QFETCH(QString, hint);
        const auto spec = CompressionSpec::fromText(text);
        QVERIFY(!spec.has_value());
        QCOMPARE(spec.error().kind, core::ErrorKind::InvalidInput);
        QVERIFY(!spec.error().message.isEmpty());
        QVERIFY2(spec.error().hint.contains(hint), qPrintable(spec.error().toText()));
    }

    void endings()
    {
        QCOMPARE(core::compressionEnding(CompressionMethod::None), QByteArray());
        QCOMPARE(core::compressionEnding(CompressionMethod::Gzip), QByteArray(".gz"));
        QCOMPARE(core::compressionEnding(CompressionMethod::Lz4), QByteArray(".lz4"));
        QCOMPARE(core::compressionEnding(CompressionMethod::Zstd), QByteArray(".zst"));
        QVERIFY(!core::compressionLevels(CompressionMethod::None));
        QCOMPARE(core::compressionLevels(CompressionMethod::Gzip)->most, 9);
    }
};

QTEST_GUILESS_MAIN(CompressionTest)
#include "compressiontest.moc"
