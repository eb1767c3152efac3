// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filelock.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace tidemark;
using core::FileLock;

class FileLockTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void secondIsRefused()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("lock"));
        {
            const auto first = FileLock::tryAcquire(path);
            QVERIFY(first.has_value());
            const auto second = FileLock::tryAcquire(path);
            QVERIFY(!second);
            QCOMPARE(second.error().kind, core::ErrorKind::Conflict);
            QVERIFY(second.error().detail.contains(QString::number(::getpid())));
        }
        QVERIFY(FileLock::tryAcquire(path).has_value());
        QVERIFY(QFileInfo::exists(path)); // removing it would race
    }

    void movesWithItsObject()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("lock"));
        auto first = FileLock::tryAcquire(path);
        QVERIFY(first.has_value());
        {
            const FileLock moved = std::move(*first);
            QVERIFY(!FileLock::tryAcquire(path));
        }
        QVERIFY(FileLock::tryAcquire(path).has_value());
    }

    void whereNoLockCanBe()
    {
        QCOMPARE(FileLock::tryAcquire(QStringLiteral("/nonexistent/lock")).error().kind, core::ErrorKind::NotFound);
    }

    void otherProcessHoldsItUntilItDies()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("lock"));
        int ready[2];
        QCOMPARE(::pipe(ready), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const auto lock = FileLock::tryAcquire(path);
            (void)!::write(ready[1], lock ? "y" : "n", 1);
            for (;;)
                ::pause();
        }
        char answer = 0;
        QCOMPARE(::read(ready[0], &answer, 1), ssize_t(1));
        QCOMPARE(answer, 'y');
        const auto refused = FileLock::tryAcquire(path);
        ::kill(child, SIGKILL);
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        ::close(ready[0]);
        ::close(ready[1]);
        QVERIFY(!refused);
        QVERIFY(refused.error().detail.contains(QString::number(child)));
        QVERIFY(FileLock::tryAcquire(path).has_value());
    }

    void programsWeStartDoNotInheritIt()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("lock"));
        pid_t child = 0;
        {
            const auto lock = FileLock::tryAcquire(path);
            QVERIFY(lock.has_value());
            child = ::fork();
            if (child == 0) {
                ::execl("/bin/sleep", "sleep", "30", nullptr);
                ::_exit(127);
            }
            // Until it has become the other program, it still holds everything.
            QTRY_COMPARE(QFileInfo(QStringLiteral("/proc/%1/exe").arg(child)).symLinkTarget(), QFileInfo(QStringLiteral("/bin/sleep")).canonicalFilePath());
        }
        const bool free = FileLock::tryAcquire(path).has_value();
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        QVERIFY(free);
    }
};

QTEST_GUILESS_MAIN(FileLockTest)
#include "filelocktest.moc"
