// SPDX-License-Identifier: GPL-3.0-or-later
// What goes on beside the pages: alerts that are said once per cause, and profiles that others change or
// remove.
#include "tests/ui/replication/pageservices.h"
#include "ui/replication/serverwatches.h"
#include "ui/replication/watchchoices.h"
#include "ui/shell/notices.h"
#include "ui/shell/traypresence.h"

#include <QSignalSpy>
#include <QtTest>

using namespace tidemark;
using namespace Qt::StringLiterals;
using replication::AlertCause;
using replication::AlertEvent;

namespace {

AlertEvent event(AlertEvent::Kind kind, AlertCause cause, const QString& subject)
{
    AlertEvent event;
    event.kind = kind;
    event.alert.cause = cause;
    event.alert.subject = subject;
    event.alert.sentence = subject + u" is in trouble."_s;
    return event;
}

postgres::ConnectionSpec nowhere()
{
    postgres::ConnectionSpec spec;
    spec.host = u"/nonexistent"_s;
    return spec;
}

struct Presence
{
    test::PageServices services;
    QWidget window;
    ui::Notices notices{&window};
    ui::TrayPresence tray{services.services, notices, &window};
    QSignalSpy told{&tray, &ui::TrayPresence::told};

    void raise(const store::Profile& profile, AlertCause cause, const QString& subject)
    {
        Q_EMIT tray.watches().alerted(profile, event(AlertEvent::Kind::Raised, cause, subject));
    }
    void end(const store::Profile& profile, AlertCause cause, const QString& subject)
    {
        Q_EMIT tray.watches().alerted(profile, event(AlertEvent::Kind::Ended, cause, subject));
    }
};

} // namespace

class AlertNoticesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void onePerServerAndCause();
    void rulesThatTheCommandSets();
    void profilesThatAreRemoved();
};

void AlertNoticesTest::onePerServerAndCause()
{
    Presence presence;
    const store::Profile main = test::profileFor(u"main"_s, nowhere());
    const store::Profile other = test::profileFor(u"other"_s, nowhere());
    const QString stuck = u"alert.%1.standbyStuck"_s.arg(main.id);
    presence.raise(main, AlertCause::StandbyStuck, u"a"_s);
    QCOMPARE(presence.told.size(), 1);
    QVERIFY(presence.told.first().at(0).toString().startsWith(u"main: "));
    QCOMPARE(presence.told.first().at(1).toString(), u"a is in trouble."_s);
    presence.raise(main, AlertCause::StandbyStuck, u"b"_s);
    presence.raise(main, AlertCause::StandbyStuck, u"c"_s);
    QCOMPARE(presence.told.size(), 1); // three standbys, one cause
    QVERIFY2(presence.notices.text(stuck).contains(u"2"), qPrintable(presence.notices.text(stuck)));
    presence.raise(main, AlertCause::SlotHoldsWal, u"a"_s);
    presence.raise(other, AlertCause::StandbyStuck, u"a"_s);
    QCOMPARE(presence.told.size(), 3);

    presence.end(main, AlertCause::StandbyStuck, u"a"_s);
    presence.end(main, AlertCause::StandbyStuck, u"c"_s);
    QVERIFY(presence.notices.isShown(stuck));
    presence.end(main, AlertCause::StandbyStuck, u"b"_s);
    QVERIFY(!presence.notices.isShown(stuck));
    QVERIFY(presence.notices.isShown(u"alert.%1.slotHoldsWal"_s.arg(main.id)));
    QVERIFY(presence.notices.isShown(u"alert.%1.standbyStuck"_s.arg(other.id)));
    presence.raise(main, AlertCause::StandbyStuck, u"a"_s); // again is news
    QCOMPARE(presence.told.size(), 4);
}

void AlertNoticesTest::rulesThatTheCommandSets()
{
    Presence presence;
    store::Profile profile = test::profileFor(u"main"_s, nowhere());
    QVERIFY(presence.services.profiles.add(profile));
    ui::WatchChoices choices;
    choices.inBackground = true;
    choices.store(presence.services.services, profile.id);
    presence.tray.begin();
    QVERIFY(presence.tray.watches().find(profile.id));
    QSignalSpy read(&presence.tray, &ui::TrayPresence::profilesRead);

    store::ProfileStore command(presence.services.profiles.path());
    QVERIFY(command.load());
    replication::AlertRules rules;
    rules.stuckBytes = core::ByteSize(4711);
    profile.alerts = rules.toJson();
    QVERIFY(command.update(profile));
    QTRY_VERIFY_WITH_TIMEOUT(!read.isEmpty(), 5000);
    const ui::ServerWatch* watch = presence.tray.watches().find(profile.id);
    QVERIFY(watch);
    QCOMPARE(replication::AlertRules::fromJson(watch->profile().alerts).stuckBytes,
             std::optional(core::ByteSize(4711)));
    QCOMPARE(presence.services.profiles.find(profile.id)->alerts, profile.alerts);
}

void AlertNoticesTest::profilesThatAreRemoved()
{
    Presence presence;
    const store::Profile kept = test::profileFor(u"kept"_s, nowhere());
    const store::Profile removed = test::profileFor(u"removed"_s, nowhere());
    const store::Profile own = test::profileFor(u"removed here"_s, nowhere());
    const store::Profile demo = test::profileFor(u"never stored"_s, nowhere());
    ui::WatchChoices choices;
    choices.inBackground = true;
    for (const store::Profile& profile : {kept, removed, own}) {
        QVERIFY(presence.services.profiles.add(profile));
        choices.store(presence.services.services, profile.id);
    }
    presence.tray.begin();
    presence.tray.watches().open(demo);
    QCOMPARE(presence.tray.watches().count(), 4);
    const QString note = u"alert.%1.standbyMissing"_s;
    presence.raise(removed, AlertCause::StandbyMissing, u"a"_s);
    presence.raise(kept, AlertCause::StandbyMissing, u"a"_s);
    QVERIFY(presence.notices.isShown(note.arg(removed.id)));

    store::ProfileStore command(presence.services.profiles.path());
    QVERIFY(command.remove(removed.id));
    QTRY_VERIFY_WITH_TIMEOUT(!presence.tray.watches().find(removed.id), 5000);
    QVERIFY(!presence.notices.isShown(note.arg(removed.id))); // nobody could end it any more
    QVERIFY(presence.notices.isShown(note.arg(kept.id)));
    QVERIFY(presence.services.profiles.remove(own.id));
    QTRY_VERIFY_WITH_TIMEOUT(!presence.tray.watches().find(own.id), 5000);
    QVERIFY(presence.tray.watches().find(kept.id));
    QVERIFY(presence.tray.watches().find(demo.id));
}

QTEST_MAIN(AlertNoticesTest)
#include "alertnoticestest.moc"
