// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the dialog of sanity queries: sanitypictures FOLDER [dark] [WIDTHxHEIGHT]
#include "store/sanitystore.h"
#include "ui/common/recordtable.h"
#include "ui/sanity/answersdialog.h"
#include "ui/sanity/sanitydialog.h"
#include "ui/sanity/sanityeditor.h"
#include "ui/wizards/album.h"
#include "ui/wizards/fixture.h"

#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;

namespace {

const QString hostile = u" a \"database\" of marketing's, with as long a name as can be\n<b>"_s;

struct Shown
{
    ui::SanityDialog* dialog;
    explicit Shown(Album& album, WizardFixture& fixture, const store::Profile& profile,
                   const QString& database)
        : dialog(new ui::SanityDialog(fixture.services(), profile, database, nullptr))
    {
        dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        dialog->resize(std::min(album.size().width() - 100, 1000), std::min(album.size().height() - 40, 640));
        dialog->show();
        QTest::qWait(400); // the databases arrive
    }
    ~Shown() { delete dialog; }
    template <typename Widget> Widget* find(const char* name)
    {
        return dialog->findChild<Widget*>(QLatin1String(name));
    }
};

void run(Shown& shown)
{
    shown.find<QPushButton>("runSanity")->click();
    until([&] { return !visible<QWidget>(*shown.dialog, "spinner"); });
}

void drawEditors(Album& album, WizardFixture& fixture, const store::Profile& profile)
{
    const store::SanityPlace place{profile.id, u"blog_db"_s};
    const auto draw = [&](const std::optional<core::SanityQuery>& query, const QString& name,
                          const char* press) {
        auto* editor = new ui::SanityEditor(fixture.services(), profile, place, query, nullptr);
        editor->setAttribute(Qt::WA_DeleteOnClose, false);
        editor->show();
        if (press) {
            editor->findChild<QPlainTextEdit*>(u"sanitySql"_s)->appendPlainText(QString());
            editor->findChild<QPushButton*>(QLatin1String(press))->click();
            QTest::qWait(100);
            until([&] { return !visible<QWidget>(*editor, "spinner"); });
        }
        album.take(*editor, name);
        delete editor;
    };
    draw(std::nullopt, u"sanity-editor-new"_s, nullptr);
    core::SanityQuery query{
        u"Posts"_s, u"SELECT id, title, NULL AS nothing, created_at\n  FROM posts ORDER BY id DESC LIMIT 5"_s,
        true, core::Expectation::AtLeast, 1000};
    draw(query, u"sanity-editor-asked"_s, "sanityTry");
    query.sql = u"DELETE FROM posts RETURNING *"_s;
    draw(query, u"sanity-editor-refused"_s, "sanitySave");
}

void draw(Album& album)
{
    TestCluster& server = TestCluster::shared();
    if (const auto made = server.createSample(u"blog_db"_s); !made)
        qFatal("%s", qPrintable(made.error().toText()));
    (void)server.createDatabase(hostile);
    (void)server.createDatabase(u"blog_db_restored"_s);
    (void)server.script(u"blog_db_restored"_s,
                        u"CREATE TABLE posts AS SELECT 1 AS id, 'x' AS title, now() AS created_at"_s);
    WizardFixture fixture;
    const store::Profile profile =
        fixture.addProfile(server.spec(), u"Shop server"_s, store::EnvironmentTag::Production);
    {
        Shown shown(album, fixture, profile, u"blog_db"_s);
        album.take(*shown.dialog, u"sanity-1-empty"_s);
        shown.find<QPushButton>("firstSuggestion")->click();
        until([&] { return visible<QWidget>(*shown.dialog, "sanityNote"); });
        album.take(*shown.dialog, u"sanity-2-suggested"_s);
        const auto store = store::SanityStore::beside(fixture.services().profiles.path());
        (void)store.save({profile.id, u"blog_db"_s},
                         {u"A question with a long name that nobody has answered yet, and <b>hostile</b>"_s,
                          u"SELECT * FROM nowhere"_s});
        (void)store.save({profile.id, u"blog_db"_s},
                         {u"Posts"_s, u"SELECT count(*) FROM posts"_s, true, core::Expectation::Equal, 1});
        (void)store.save({profile.id, u"blog_db"_s},
                         {u"Off"_s, u"SELECT 1"_s, false, core::Expectation::Nothing, 1});
    }
    {
        Shown shown(album, fixture, profile, u"blog_db"_s);
        run(shown);
        shown.find<ui::RecordTable>("sanityTable")->selectRecord(2);
        album.take(*shown.dialog, u"sanity-3-asked"_s);
        auto* other = shown.find<QComboBox>("sanityOther");
        other->setCurrentIndex(other->findData(u"blog_db_restored"_s));
        run(shown);
        shown.find<ui::RecordTable>("sanityTable")->selectRecord(4);
        album.take(*shown.dialog, u"sanity-4-beside"_s);
        shown.find<ui::RecordTable>("sanityTable")->selectRecord(3);
        album.take(*shown.dialog, u"sanity-5-failed"_s);
    }
    {
        Shown shown(album, fixture, profile, hostile);
        album.take(*shown.dialog, u"sanity-6-hostile"_s);
    }
    drawEditors(album, fixture, profile);
    core::SanityAnswer answer{{u"id"_s, u"a long title of a column"_s},
                              {{u"1"_s, std::nullopt}, {u"2"_s, u"text"_s}},
                              false,
                              std::chrono::milliseconds(12),
                              {}};
    core::SanityAnswer other = answer;
    other.rows.removeLast();
    ui::AnswersDialog answers(
        core::SanityResult::judge({u"Last rows"_s, u"SELECT *\nFROM t"_s, true, core::Expectation::Equal, 1},
                                  answer, other),
        u"When it was backed up"_s, u"Restored"_s, nullptr);
    answers.setAttribute(Qt::WA_DeleteOnClose, false);
    answers.show();
    album.take(answers, u"sanity-7-answers"_s);
    {
        QFile file(fixture.folder() + u"/sanity.json"_s);
        (void)file.open(QIODevice::WriteOnly);
        file.write("{ broken");
        file.close();
        Shown shown(album, fixture, profile, u"blog_db"_s);
        album.take(*shown.dialog, u"sanity-8-damaged"_s);
    }
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    Album album(application);
    draw(album);
    return 0;
}
