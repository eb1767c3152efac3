// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/passfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

using namespace tidemark;
using access::PassFile;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

mode_t modeOf(const QString& path)
{
    struct stat status{};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 0777 : 0;
}

core::Result<PassFile> make(const QString& password, PassFile::Where where)
{
    return PassFile::create(core::Secret(password), where);
}

} // namespace

class PassFileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void content_data()
    {
        QTest::addColumn<QString>("password");
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("plain") << QStringLiteral("secret") << QByteArray("*:*:*:*:secret\n");
        QTest::newRow("special") << QStringLiteral("a:b\\c d'\"#") << QByteArray("*:*:*:*:a\\:b\\\\c d'\"#\n");
        QTest::newRow("unicode") << QStringLiteral("pä数") << "*:*:*:*:" + QStringLiteral("pä数\n").toUtf8();
        QTest::newRow("long") << QString(5000, u'x') << "*:*:*:*:" + QByteArray(5000, 'x') + "\n";
    }
    void content()
    {
        QFETCH(QString, password);
        for (const PassFile::Where where : {PassFile::Where::Memory, PassFile::Where::Disk}) {
            const auto file = make(password, where);
            QVERIFY(file.has_value());
            QTEST(contentOf(file->path()), "line");
            QCOMPARE(contentOf(file->path()), contentOf(file->path())); // every reader begins at the start
            QCOMPARE(modeOf(file->path()), mode_t(0600));
        }
    }

    void whatNoPassfileCanHold()
    {
        for (const QString& password : {QStringLiteral("a\nb"), QStringLiteral("a\rb"), QStringLiteral("a") + QChar(0)}) {
            const auto file = make(password, PassFile::Where::Memory);
            QVERIFY(!file);
            QCOMPARE(file.error().kind, core::ErrorKind::InvalidInput);
            QVERIFY(!file.error().toText().contains(password));
        }
    }

    void inMemoryNothingIsOnDisk()
    {
        const QTemporaryDir runtime;
        qputenv("XDG_RUNTIME_DIR", runtime.path().toLocal8Bit());
        auto file = make(QStringLiteral("x"), PassFile::Where::Memory);
        QVERIFY(file.has_value());
        QVERIFY(file->descriptor() >= 0);
        QVERIFY(::fcntl(file->descriptor(), F_GETFD) & FD_CLOEXEC);
        QVERIFY(QDir(runtime.path()).isEmpty());
        const int descriptor = file->descriptor();
        PassFile moved = std::move(*file);
        QCOMPARE(moved.descriptor(), descriptor);
        {
            const PassFile gone = std::move(moved);
        }
        QCOMPARE(::fcntl(descriptor, F_GETFD), -1);
    }

    void onDiskItGoesWithTheObject()
    {
        const QTemporaryDir runtime;
        qputenv("XDG_RUNTIME_DIR", runtime.path().toLocal8Bit());
        {
            const auto file = make(QStringLiteral("x"), PassFile::Where::Disk);
            QVERIFY(file->path().startsWith(runtime.path()));
            QCOMPARE(file->descriptor(), -1);
            QVERIFY(!QDir(runtime.path()).isEmpty());
        }
        QVERIFY(QDir(runtime.path()).isEmpty());
    }

    void withoutRuntimeFolderAPrivateOne()
    {
        qputenv("XDG_RUNTIME_DIR", "/nonexistent");
        QString folder;
        {
            const auto file = make(QStringLiteral("x"), PassFile::Where::Disk);
            QVERIFY(file.has_value());
            folder = QFileInfo(file->path()).path();
            QCOMPARE(modeOf(folder), mode_t(0700));
            QVERIFY(folder != QDir::tempPath());
        }
        QVERIFY(!QFileInfo::exists(folder));
    }
};

QTEST_GUILESS_MAIN(PassFileTest)
#include "passfiletest.moc"
