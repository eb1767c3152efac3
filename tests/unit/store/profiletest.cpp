// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/profile.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace tidemark;
using store::Profile;

namespace {

Profile fullProfile()
{
    Profile profile = Profile::create(QStringLiteral("Shop “live” \\ ünï"));
    profile.environment = store::EnvironmentTag::Production;
    profile.colour = QStringLiteral("#aa0000");
    profile.spec.host = QStringLiteral("db1.example");
    profile.spec.port = QStringLiteral("6543");
    profile.spec.database = QStringLiteral("it's a \"name\" \\ 数");
    profile.spec.user = QStringLiteral("o'brien");
    profile.spec.sslMode = QStringLiteral("verify-full");
    profile.spec.options = QStringLiteral("-c geqo=off");
    profile.spec.more.insert(QStringLiteral("connect_timeout"), QStringLiteral("7"));
    profile.tunnel = store::TunnelSpec{QStringLiteral("bastion"), QStringLiteral("joe"), QStringLiteral("2222"),
                                       QStringLiteral("/home/joe/.ssh/id"), {QStringLiteral("Compression=yes")}};
    profile.passwordSaved = true;
    profile.defaultBackupFolder = QStringLiteral("/srv/back ups");
    profile.unknown.insert(QStringLiteral("ofTheFuture"), QJsonArray{1, QStringLiteral("x")});
    return profile;
}

} // namespace

class ProfileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip()
    {
        const Profile profile = fullProfile();
        const QByteArray bytes = QJsonDocument(store::toJson(profile)).toJson();
        const auto again = store::profileFromJson(QJsonDocument::fromJson(bytes).object());
        QVERIFY2(again, again ? "" : qPrintable(again.error().toText()));
        QVERIFY(*again == profile);
    }

    void unknownKeywordsAreKept()
    {
        QJsonObject object = store::toJson(fullProfile());
        QJsonObject connection = object.value(u"connection").toObject();
        connection.insert(QStringLiteral("keyword_of_libpq_30"), QStringLiteral("it's"));
        object.insert(QStringLiteral("connection"), connection);
        const auto profile = store::profileFromJson(object);
        QVERIFY(profile.has_value());
        QCOMPARE(profile->spec.host, QStringLiteral("db1.example"));
        QCOMPARE(profile->spec.more.value(QStringLiteral("keyword_of_libpq_30")), QStringLiteral("it's"));
        QCOMPARE(store::toJson(*profile).value(u"connection").toObject(), connection);
    }

    void noSecretIsWrittenOrRead()
    {
        Profile profile = fullProfile();
        for (const char* word : {"password", "sslpassword", "oauth_client_secret", "scram_client_key"})
            profile.spec.more.insert(QLatin1String(word), QStringLiteral("hush-hush"));
        QVERIFY(!QJsonDocument(store::toJson(profile)).toJson().contains("hush-hush"));

        QJsonObject object = store::toJson(profile);
        QJsonObject connection = object.value(u"connection").toObject();
        connection.insert(QStringLiteral("sslpassword"), QStringLiteral("hush-hush"));
        connection.insert(QStringLiteral("password"), QStringLiteral("hush-hush"));
        object.insert(QStringLiteral("connection"), connection);
        const auto read = store::profileFromJson(object);
        QVERIFY(read.has_value());
        QVERIFY(!read->spec.toConninfo().contains(QStringLiteral("hush-hush")));
        QVERIFY(!QJsonDocument(store::toJson(*read)).toJson().contains("hush-hush"));
    }

    void badEntriesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray("{}");
        QTest::newRow("no id") << QByteArray(R"({"name":"a","connection":{}})");
        QTest::newRow("id is no uuid") << QByteArray(R"({"id":"../x","name":"a","connection":{}})");
        QTest::newRow("no name") << QByteArray(R"({"id":"7e1a1a6e-6a0c-4a30-9d3b-6f1c1f0a0001","connection":{}})");
        QTest::newRow("name with a newline") << QByteArray(R"({"id":"7e1a1a6e-6a0c-4a30-9d3b-6f1c1f0a0001","name":"a\nb","connection":{}})");
        QTest::newRow("connection is text") << QByteArray(R"({"id":"7e1a1a6e-6a0c-4a30-9d3b-6f1c1f0a0001","name":"a","connection":"x"})");
        QTest::newRow("tunnel to nowhere") << QByteArray(R"({"id":"7e1a1a6e-6a0c-4a30-9d3b-6f1c1f0a0001","name":"a","connection":{},"tunnel":{}})");
    }
    void badEntriesAreRefused()
    {
        QFETCH(QByteArray, json);
        const auto profile = store::profileFromJson(QJsonDocument::fromJson(json).object());
        QVERIFY(!profile);
        QCOMPARE(profile.error().kind, core::ErrorKind::Corrupt);
    }

    void environmentNamesAreStable()
    {
        for (const store::EnvironmentTag tag : store::environmentTags())
            QCOMPARE(store::environmentFromName(store::environmentName(tag)), tag);
        QCOMPARE(store::environmentName(store::EnvironmentTag::Development), QStringLiteral("local"));
        QCOMPARE(store::environmentFromName(QStringLiteral("of the future")), store::EnvironmentTag::None);
    }

    void passfileLineIsEscaped()
    {
        postgres::ConnectionSpec spec;
        spec.host = QStringLiteral("::1");
        spec.user = QStringLiteral("a\\b");
        QCOMPARE(store::passfileLine(spec), QStringLiteral("\\:\\:1:*:*:a\\\\b:PASSWORD"));
    }
};

QTEST_GUILESS_MAIN(ProfileTest)
#include "profiletest.moc"
