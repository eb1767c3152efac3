// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the main window and its dialogs into PNG files, with real data: shellpictures FOLDER [dark] [WIDTHxHEIGHT]
#include "access/serveraccess.h"
#include "jobs/recordedruns.h"
#include "translations/translations.h"
#include "ui/common/spinner.h"
#include "ui/overview/overviewpage.h"
#include "ui/profiles/importdialog.h"
#include "ui/profiles/profiledialog.h"
#include "ui/shell/aboutdialog.h"
#include "ui/shell/mainwindow.h"
#include "ui/wizards/fixture.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QStyleFactory>
#include <QTabWidget>

using namespace tidemark;
using namespace tidemark::test;

namespace {

const QString longName = QStringLiteral("The reporting replica of the marketing department in the second data centre");

QPalette darkPalette()
{
    QPalette palette(QColor(0x35, 0x36, 0x3a), QColor(0x2b, 0x2c, 0x30));
    palette.setColor(QPalette::Base, QColor(0x1f, 0x20, 0x23));
    palette.setColor(QPalette::AlternateBase, QColor(0x27, 0x28, 0x2c));
    palette.setColor(QPalette::Highlight, QColor(0x3d, 0x7e, 0xd8));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::ToolTipBase, QColor(0x1f, 0x20, 0x23));
    palette.setColor(QPalette::ToolTipText, Qt::white);
    return palette;
}

class Album
{
public:
    Album(QString folder, QString suffix, QSize size) : m_folder(std::move(folder)), m_suffix(std::move(suffix)), m_size(size) {}

    QSize size() const { return m_size; }
    void take(QWidget& widget, const QString& name)
    {
        QTest::qWait(150); // layouts settle, icons arrive
        widget.grab().save(QStringLiteral("%1/%2-%3.png").arg(m_folder, name, m_suffix));
    }

private:
    QString m_folder;
    QString m_suffix;
    QSize m_size;
};

void until(const std::function<bool()>& condition)
{
    if (!QTest::qWaitFor(condition, 60'000))
        qFatal("waited in vain");
}

bool isQuiet(QWidget& window)
{
    const QList<ui::Spinner*> spinners = window.findChildren<ui::Spinner*>();
    return std::none_of(spinners.begin(), spinners.end(), [](const ui::Spinner* spinner) { return spinner->isVisible() && spinner->isSpinning(); });
}

void settle(QWidget& window)
{
    QTest::qWait(100);
    until([&] { return isQuiet(window); });
}

void press(QWidget& root, const char* name)
{
    auto* button = visible<QAbstractButton>(root, name);
    if (!button)
        qFatal("no button %s", name);
    button->click();
}

void backUp(WizardFixture& fixture, const store::Profile& profile, const QString& database)
{
    const auto target = access::targetOf(profile, {});
    const auto server = access::ServerAccess::open(target, core::silentContext());
    backup::BackupDraft draft;
    draft.serverLabel = profile.name;
    draft.database = database;
    draft.destination = fixture.backupFolder();
    const auto facts = backup::gatherFacts(draft, *server, tools(), core::silentContext());
    const auto plan = backup::makePlan(draft, *facts);
    if (!plan)
        qFatal("%s", qPrintable(plan.error().toText()));
    const auto report = jobs::runBackup(*plan, *server, ui::ownerOf(fixture.services(), profile), core::silentContext());
    if (!report)
        qFatal("%s", qPrintable(report.error().toText()));
}

void drawNewcomer(Album& album)
{
    WizardFixture fixture;
    ui::MainWindow window(fixture.services());
    window.resize(album.size());
    window.show();
    album.take(window, QStringLiteral("welcome"));
}

void drawServers(Album& album, TestCluster& server)
{
    WizardFixture fixture;
    const store::Profile shop = fixture.addProfile(server.spec(QStringLiteral("blog_db")), QStringLiteral("Blog"), store::EnvironmentTag::Production);
    fixture.addProfile(server.spec(QStringLiteral("blog_db")), longName, store::EnvironmentTag::Staging);
    postgres::ConnectionSpec away = server.spec(QStringLiteral("nowhere"));
    away.host = QStringLiteral("db1.a-rather-long-subdomain.example.invalid");
    const store::Profile gone = fixture.addProfile(away, QStringLiteral("Gone server"), store::EnvironmentTag::Development);
    fixture.addProfile(server.spec(QStringLiteral("no_such_db")), QStringLiteral("No such database"));

    ui::MainWindow window(fixture.services());
    window.resize(album.size());
    window.show();
    window.beginWork();
    settle(window);
    album.take(window, QStringLiteral("overview-none"));
    backUp(fixture, shop, QStringLiteral("blog_db"));
    auto* list = window.findChild<QAbstractItemView*>(QStringLiteral("servers"));
    for (int row = 1; row < list->model()->rowCount(); ++row) {
        list->setCurrentIndex(list->model()->index(row, 0));
        settle(window);
        album.take(window, QStringLiteral("overview-%1").arg(row));
    }
    list->setCurrentIndex(list->model()->index(0, 0));
    settle(window);
    album.take(window, QStringLiteral("overview-some"));
    press(window, "activityToggle");
    QTest::qWait(400);
    album.take(window, QStringLiteral("activity-past"));
    auto* slow = fixture.services().tasks.start<void>(
        QStringLiteral("Slow"), nullptr,
        [](const core::RunContext& context) -> core::Status {
            core::Progress progress;
            progress.phase = QStringLiteral("Dumping blog_db");
            progress.fraction = 0.43;
            progress.left = std::chrono::seconds(75);
            context.report(progress);
            for (int i = 0; i < 30; ++i)
                context.log(i == 20 ? core::LogLevel::Error : core::LogLevel::Info, QStringLiteral("pg_dump: dumping contents of table \"public.table_%1\"").arg(i));
            while (!context.stopRequested())
                QThread::msleep(20);
            return context.checkpoint();
        },
        [](const core::Status&) {});
    fixture.services().activities.add(slow, {QStringLiteral("Backup of blog_db"), QStringLiteral("blog_db"), shop.name, {QStringLiteral("pg_dump --format=custom --file=/backups/blog_db.dump 'host=/run port=5432'")}, QStringLiteral("r1")});
    QTest::qWait(300);
    window.findChild<QAbstractItemView*>(QStringLiteral("activityTable"))->setCurrentIndex(window.findChild<QAbstractItemView*>(QStringLiteral("activityTable"))->model()->index(0, 0));
    album.take(window, QStringLiteral("activity-running"));
    window.close();
    QTest::qWait(200);
    if (auto* box = window.findChild<QDialog*>(QStringLiteral("confirmation"))) {
        album.take(*box, QStringLiteral("quit-question"));
        box->reject();
    }
    slow->cancel();
    QTest::qWait(200);
}

void drawProfileForm(Album& album, TestCluster& server)
{
    WizardFixture fixture;
    const auto draw = [&](const store::Profile& profile, ui::ProfileDialog::Purpose purpose, const QString& name, const std::function<void(ui::ProfileDialog&)>& use) {
        auto* dialog = new ui::ProfileDialog(fixture.services(), profile, purpose);
        dialog->show();
        use(*dialog);
        album.take(*dialog, name);
        dialog->close();
    };
    using Purpose = ui::ProfileDialog::Purpose;
    draw(store::Profile::create({}), Purpose::Add, QStringLiteral("form-new"), [](ui::ProfileDialog&) {});
    draw(store::Profile::create({}), Purpose::Add, QStringLiteral("form-problem"), [](ui::ProfileDialog& dialog) { press(dialog, "saveProfile"); });
    store::Profile good = store::Profile::create(QStringLiteral("Blog"));
    good.spec = server.spec(QStringLiteral("blog_db"));
    good.environment = store::EnvironmentTag::Production;
    good.spec.more.insert(QStringLiteral("connect_timeout"), QStringLiteral("10"));
    draw(good, Purpose::Edit, QStringLiteral("form-tested"), [](ui::ProfileDialog& dialog) {
        press(dialog, "testConnection");
        settle(dialog);
    });
    store::Profile bad = good;
    bad.spec.database = QStringLiteral("no such database");
    draw(bad, Purpose::Edit, QStringLiteral("form-test-failed"), [](ui::ProfileDialog& dialog) {
        press(dialog, "testConnection");
        settle(dialog);
    });
    for (int tab = 1; tab < 4; ++tab) {
        draw(good, Purpose::Edit, QStringLiteral("form-tab%1").arg(tab), [tab](ui::ProfileDialog& dialog) {
            dialog.findChild<QTabWidget*>(QStringLiteral("profileTabs"))->setCurrentIndex(tab);
        });
    }
}

void drawOthers(Album& album)
{
    WizardFixture fixture;
    {
        auto* dialog = new ui::ImportDialog(fixture.services());
        dialog->show();
        album.take(*dialog, QStringLiteral("import-empty"));
        const QString path = QDir(fixture.folder()).filePath(QStringLiteral("servers.json"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no file");
        file.write(R"({"Servers": {"1": {"Name": "Shop", "Group": "Production", "Host": "db1.example.org", "Port": 5432, "MaintenanceDB": "shop", "Username": "shop_admin", "SSLMode": "prefer"},
                       "2": {"Name": "Warehouse", "Group": "Staging", "Host": "10.0.0.7", "Port": 5433, "MaintenanceDB": "postgres", "Username": "postgres", "UseSSHTunnel": 1, "TunnelHost": "bastion.example.org", "TunnelUsername": "me"}}})");
        file.close();
        dialog->readFile(path);
        album.take(*dialog, QStringLiteral("import-found"));
        dialog->readText(QStringLiteral("postgresql://user@host:port/db?nonsense=1"));
        album.take(*dialog, QStringLiteral("import-error"));
        dialog->close();
    }
    auto* about = new ui::AboutDialog(fixture.services());
    about->show();
    album.take(*about, QStringLiteral("about"));
    about->close();
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    translations::install(application);
    const QStringList words = QApplication::arguments().mid(1);
    if (words.isEmpty())
        qFatal("shellpictures FOLDER [dark] [WIDTHxHEIGHT]");
    const bool dark = words.contains(QStringLiteral("dark"));
    if (dark)
        QApplication::setPalette(darkPalette());
    QSize size(1280, 800);
    for (const QString& word : words.mid(1)) {
        const QStringList sides = word.split(QLatin1Char('x'));
        if (sides.size() == 2)
            size = QSize(sides.at(0).toInt(), sides.at(1).toInt());
    }
    QDir().mkpath(words.constFirst());
    Album album(words.constFirst(), QStringLiteral("%1-%2").arg(dark ? QStringLiteral("dark") : QStringLiteral("light")).arg(size.width()), size);
    TestCluster& server = TestCluster::shared();
    if (const auto made = server.createSample(QStringLiteral("blog_db")); !made)
        qFatal("%s", qPrintable(made.error().toText()));
    (void)server.createDatabase(QStringLiteral("shop \"with quotes\" and a long name that goes on and on for ever"));
    drawNewcomer(album);
    drawServers(album, server);
    drawProfileForm(album, server);
    drawOthers(album);
    return 0;
}
