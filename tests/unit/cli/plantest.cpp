// SPDX-License-Identifier: GPL-3.0-or-later
// What a draft is as arguments of tidemarkctl is read as the same draft.
#include "backup/base/basebackuparguments.h"
#include "cli/backupoptions.h"
#include "cli/basebackupoptions.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::backup::base;
using namespace Qt::StringLiterals;

namespace {

core::Result<BaseBackupDraft> readAgain(const QStringList& arguments, const QJsonObject& plan = {})
{
    QCommandLineParser parser;
    cli::addBackupOptions(parser);
    if (!parser.parse(QStringList{u"tidemarkctl"_s} + arguments))
        return core::Error{core::ErrorKind::Internal, parser.errorText(), {}, {}};
    cli::Printer printer(cli::OutputStyle::Json, cli::LogDetail::Quiet);
    return cli::baseBackupDraftFrom({parser, {}, printer}, plan);
}

BaseBackupDraft fullDraft()
{
    BaseBackupDraft draft;
    draft.destination = u"/to here/--there"_s;
    draft.format = Format::Plain;
    draft.compression = Compression{CompressionMethod::Zstd, 3};
    draft.walMethod = WalMethod::Fetch;
    draft.checkpoint = Checkpoint::Spread;
    draft.rateLimit = mostRate;
    draft.sizeEstimate = SizeEstimate::Leave;
    draft.checksums = archive::ChecksumKind::Crc32c;
    draft.label = u"--odd 'label'"_s;
    draft.tablespaces = TablespacePlace::AsOnServer;
    draft.mappings = {{u"/a = b"_s, u"/c\\=d"_s}, {u"/e\nf"_s, u"/é"_s}};
    return draft;
}

} // namespace

class CliPlanTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void baseDraftsAsArguments()
    {
        BaseBackupDraft usual;
        usual.destination = u"/backups"_s;
        QCOMPARE(commandArguments(usual), (QStringList{u"backup"_s, u"--physical"_s, u"--to"_s, u"/backups"_s,
                                                       u"--format"_s, u"tar"_s}));
        for (const BaseBackupDraft& draft : {usual, fullDraft()}) {
            const auto again = readAgain(commandArguments(draft));
            QVERIFY2(again, qPrintable(again ? QString() : again.error().toText()));
            QVERIFY2(*again == draft, QJsonDocument(again->toJson()).toJson().constData());
        }
    }

    void optionsComeOnTopOfAPlan()
    {
        const auto read =
            readAgain({u"--format"_s, u"tar"_s, u"--rate-limit"_s, u"2M"_s}, fullDraft().toJson());
        QVERIFY(read);
        BaseBackupDraft expected = fullDraft();
        expected.format = Format::Tar;
        expected.rateLimit = 2048;
        QVERIFY(*read == expected);
    }

    void refused()
    {
        QCOMPARE(readAgain({}).error().kind, core::ErrorKind::InvalidInput); // nowhere to
        QCOMPARE(readAgain({u"--to"_s, u"/x"_s, u"--jobs"_s, u"2"_s}).error().kind,
                 core::ErrorKind::InvalidInput);
        QCOMPARE(readAgain({u"--to"_s, u"/x"_s, u"--tablespaces"_s, u"moon"_s}).error().kind,
                 core::ErrorKind::InvalidInput);
        QCOMPARE(readAgain({}, backup::BackupDraft().toJson()).error().kind, core::ErrorKind::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(CliPlanTest)
#include "plantest.moc"
