// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the contents of dumps into PNG files: contentspictures FOLDER [dark] [WIDTHxHEIGHT] [DUMP]
#include "core/quoting.h"
#include "translations/translations.h"
#include "ui/common/spinner.h"
#include "ui/contents/contentsdump.h"
#include "ui/contents/contentstree.h"
#include "ui/shell/mainwindow.h"
#include "ui/wizards/fixture.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QStyleFactory>
#include <QTabWidget>
#include <QTreeView>

using namespace tidemark;
using namespace tidemark::test;

namespace {

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
    QTest::qWait(200);
    until([&] { return isQuiet(window); });
}

/// The object of that name, as it is shown.
void choose(QWidget& window, const QString& name)
{
    auto* tree = window.findChild<ui::ContentsTree*>();
    const ui::ContentIndex& index = *tree->model().contents();
    for (int object = 0; object < static_cast<int>(index.objects().size()); ++object) {
        if (index.displayName(object) != name)
            continue;
        window.findChild<QTreeView*>(QStringLiteral("contentsTree"))->setCurrentIndex(tree->model().indexOfObject(object));
        return;
    }
    qFatal("no %s", qPrintable(name));
}

void tick(QWidget& window, const QStringList& names)
{
    auto* tree = window.findChild<ui::ContentsTree*>();
    const ui::ContentIndex& index = *tree->model().contents();
    QList<int> ticked;
    for (int object = 0; object < static_cast<int>(index.objects().size()); ++object) {
        if (names.contains(index.displayName(object)))
            ticked.append(object);
    }
    tree->model().setTicked(ticked);
}

void showTab(QWidget& window, int tab)
{
    window.findChild<QTabWidget*>(QStringLiteral("detailTabs"))->setCurrentIndex(tab);
}

void drawDump(Album& album, ui::MainWindow& window, const QString& path, const QString& prefix, const QString& table, const QString& function, const QStringList& ticked, const QString& scratch)
{
    window.openSource(path);
    settle(window);
    album.take(window, prefix + QStringLiteral("-1-open"));
    choose(window, table);
    settle(window);
    album.take(window, prefix + QStringLiteral("-2-overview"));
    showTab(window, 2);
    settle(window);
    album.take(window, prefix + QStringLiteral("-3-rows"));
    showTab(window, 1);
    album.take(window, prefix + QStringLiteral("-4-definition"));
    choose(window, function);
    album.take(window, prefix + QStringLiteral("-5-function"));
    showTab(window, 0);
    tick(window, ticked);
    QTest::qWait(300);
    settle(window);
    album.take(window, prefix + QStringLiteral("-6-ticked"));
    auto* extract = visible<QPushButton>(window, "extractTicked");
    extract->click();
    auto* dialog = window.findChild<QDialog*>(QStringLiteral("extractDialog"));
    dialog->findChild<QLineEdit*>(QStringLiteral("extractTarget"))->setText(QStringLiteral("%1/%2.sql").arg(scratch, prefix));
    album.take(*dialog, prefix + QStringLiteral("-9-extract"));
    dialog->findChild<QPushButton*>(QStringLiteral("startExtract"))->click();
    until([&] { return findVisible(*dialog, QStringLiteral("extractVerdict")) != nullptr; });
    album.take(*dialog, prefix + QStringLiteral("-9-extracted"));
    dialog->close();
    auto* search = window.findChild<QLineEdit*>(QStringLiteral("contentsSearch"));
    search->setText(table.section(QLatin1Char('.'), 1).left(4));
    settle(window);
    album.take(window, prefix + QStringLiteral("-7-search"));
    search->setText(QStringLiteral("no such thing"));
    settle(window);
    album.take(window, prefix + QStringLiteral("-8-nothing-found"));
}

void drawErrors(Album& album, ui::MainWindow& window, const QString& folder, const QString& dump)
{
    const QList<std::pair<QString, QString>> paths{{QStringLiteral("error-zip"), folder + QStringLiteral("/photos.zip")},
                                                   {QStringLiteral("error-missing"), folder + QStringLiteral("/gone.dump")},
                                                   {QStringLiteral("error-cut"), folder + QStringLiteral("/cut.dump")},
                                                   {QStringLiteral("error-cut-early"), folder + QStringLiteral("/cut-early.dump")}};
    QFile zip(paths.at(0).second);
    if (zip.open(QIODevice::WriteOnly))
        zip.write("PK\x03\x04 and so on");
    zip.close();
    QFile::copy(dump, paths.at(2).second);
    QFile(paths.at(2).second).resize(QFileInfo(dump).size() * 6 / 10);
    QFile::copy(dump, paths.at(3).second);
    QFile(paths.at(3).second).resize(3000);
    for (const auto& [name, path] : paths) {
        window.openSource(path);
        settle(window);
        album.take(window, name);
    }
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    translations::install(application);
    const QStringList words = QApplication::arguments().mid(1);
    if (words.isEmpty())
        qFatal("contentspictures FOLDER [dark] [WIDTHxHEIGHT] [DUMP]");
    const bool dark = words.contains(QStringLiteral("dark"));
    if (dark)
        QApplication::setPalette(darkPalette());
    QSize size(1280, 800);
    QString given;
    for (const QString& word : words.mid(1)) {
        const QStringList sides = word.split(QLatin1Char('x'));
        if (QFile::exists(word))
            given = word;
        else if (sides.size() == 2)
            size = QSize(sides.at(0).toInt(), sides.at(1).toInt());
    }
    QDir().mkpath(words.constFirst());
    Album album(words.constFirst(), QStringLiteral("%1-%2").arg(dark ? QStringLiteral("dark") : QStringLiteral("light")).arg(size.width()), size);

    TestCluster& server = TestCluster::shared();
    WizardFixture fixture;
    fixture.addProfile(server.spec(QStringLiteral("postgres")), QStringLiteral("Shop server"), store::EnvironmentTag::Production);
    if (const auto made = server.createSample(QStringLiteral("blog_db")); !made)
        qFatal("%s", qPrintable(made.error().toText()));
    if (const auto made = createBrowsable(server, QStringLiteral("hard")); !made)
        qFatal("%s", qPrintable(made.error().toText()));
    const QString blog = fixture.folder() + QStringLiteral("/blog_db.dump");
    const QString hard = fixture.folder() + QStringLiteral("/a dump with a rather long name, as people give them.dump");
    (void)server.dump(QStringLiteral("blog_db"), {QStringLiteral("--format=custom")}, blog);
    (void)server.dump(QStringLiteral("hard"), {QStringLiteral("--format=custom")}, hard);
    ui::MainWindow window(fixture.services());
    window.resize(album.size());
    window.show();
    window.beginWork();
    drawDump(album, window, blog, QStringLiteral("blog"), QStringLiteral("public.posts"), QStringLiteral("public.demo_tick()"),
             {QStringLiteral("public.posts"), QStringLiteral("public.comments")}, fixture.folder());
    drawDump(album, window, hard, QStringLiteral("hard"), QStringLiteral("public.two\\nlines"), QStringLiteral("sales.total(integer)"),
             {QStringLiteral("sales.orders")}, fixture.folder());
    if (!given.isEmpty())
        drawDump(album, window, given, QStringLiteral("given"), QStringLiteral("public.film"), QStringLiteral("public.film_in_stock(integer, integer)"),
                 {QStringLiteral("public.film"), QStringLiteral("public.actor")}, fixture.folder());
    drawErrors(album, window, fixture.folder(), blog);
    const QString nothing = fixture.folder() + QStringLiteral("/empty.dump");
    (void)server.dump(QStringLiteral("postgres"), {QStringLiteral("--format=custom")}, nothing);
    window.openSource(nothing);
    settle(window);
    album.take(window, QStringLiteral("empty"));
    return 0;
}
