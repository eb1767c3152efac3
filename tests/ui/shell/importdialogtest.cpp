// SPDX-License-Identifier: GPL-3.0-or-later
#include "translations/translations.h"
#include "ui/common/findingsview.h"
#include "ui/profiles/importdialog.h"
#include "ui/wizards/fixture.h"

#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>

using namespace tidemark;
using namespace tidemark::test;

class ImportDialogTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { translations::install(*QCoreApplication::instance()); }

    void importsAUriWithItsPassword()
    {
        WizardFixture fixture;
        QPointer<ui::ImportDialog> dialog = new ui::ImportDialog(fixture.services());
        dialog->open();
        QSignalSpy imported(dialog, &ui::ImportDialog::imported);
        auto* button = dialog->findChild<QPushButton*>(QStringLiteral("importButton"));
        QVERIFY(!button->isEnabled());
        QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("importText")), QStringLiteral("postgresql://me:s3cret@db1:5433/shop"));
        QVERIFY(button->isEnabled());
        QCOMPARE(button->text(), QStringLiteral("&Import 1 server"));
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE(imported.size(), 1);
        const store::Profile profile = fixture.services().profiles.profiles().constFirst();
        QCOMPARE(profile.spec.toKeywords(), (QMap<QString, QString>{{QStringLiteral("host"), QStringLiteral("db1")}, {QStringLiteral("port"), QStringLiteral("5433")},
                                                                    {QStringLiteral("dbname"), QStringLiteral("shop")}, {QStringLiteral("user"), QStringLiteral("me")}}));
        std::optional<core::Result<core::Secret>> kept;
        fixture.services().secrets.read(profile, [&](const core::Result<core::Secret>& secret) { kept = secret; });
        QTRY_VERIFY(kept.has_value());
        QCOMPARE((*kept)->reveal(), QByteArray("s3cret"));
    }

    void importsTheTickedOnesOnly()
    {
        WizardFixture fixture;
        const QString path = fixture.folder() + QStringLiteral("/servers.json");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"Servers": {"1": {"Name": "One", "Host": "h1", "Username": "u"}, "2": {"Name": "Two", "Host": "h2", "Username": "u"}}})");
        file.close();
        fixture.services().dialogs.chooseFile = [path](QWidget*, const ui::FileQuestion&, const ui::Dialogs::PathChosen& chosen) { chosen(path); };
        QPointer<ui::ImportDialog> dialog = new ui::ImportDialog(fixture.services());
        dialog->open();
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("importFile")), Qt::LeftButton);
        QAbstractItemModel* model = dialog->findChild<QTableView*>(QStringLiteral("importTable"))->model();
        QCOMPARE(model->rowCount(), 2);
        auto* button = dialog->findChild<QPushButton*>(QStringLiteral("importButton"));
        QCOMPARE(button->text(), QStringLiteral("&Import 2 servers"));
        QVERIFY(model->setData(model->index(0, 0), Qt::Unchecked, Qt::CheckStateRole));
        const QString kept = model->index(1, 0).data().toString();
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(!dialog);
        QCOMPARE(fixture.services().profiles.profiles().size(), 1);
        QCOMPARE(fixture.services().profiles.profiles().constFirst().name, kept);
    }

    void saysWhatItCannotRead()
    {
        WizardFixture fixture;
        QPointer<ui::ImportDialog> dialog = new ui::ImportDialog(fixture.services());
        dialog->open();
        dialog->readText(QStringLiteral("postgresql://host/db?nonsense=1"));
        QVERIFY(dialog->findChild<ui::FindingsView*>(QStringLiteral("importFindings"))->toText().contains(QStringLiteral("nonsense")));
        QVERIFY(!dialog->findChild<QPushButton*>(QStringLiteral("importButton"))->isEnabled());
        dialog->readFile(QStringLiteral("/no/such/file"));
        QVERIFY(!dialog->findChild<ui::FindingsView*>(QStringLiteral("importFindings"))->isEmpty());
        dialog->reject();
    }
};

QTEST_MAIN(ImportDialogTest)
#include "importdialogtest.moc"
