// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/atomicfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

using namespace tidemark;
using core::ErrorKind;
using core::FileMode;

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

std::atomic<int> maskChanges = 0;

void put(const QString& path, const QByteArray& content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

} // namespace

/// Stands before the C library's.
extern "C" mode_t umask(mode_t mask) noexcept
{
    ++maskChanges;
    return static_cast<mode_t>(::syscall(SYS_umask, mask));
}

class FilesTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    QString at(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

private Q_SLOTS:
    void init()
    {
        QVERIFY(m_folder.isValid()); // an empty path is the working folder, which is not to be emptied
        for (const QFileInfo& entry : QDir(m_folder.path()).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
            QVERIFY(entry.isDir() && !entry.isSymLink() ? QDir(entry.filePath()).removeRecursively() : QFile::remove(entry.filePath()));
    }

    void writesWholeFiles()
    {
        QVERIFY(core::writeFileAtomically(at("a"), "one", FileMode::Private));
        QCOMPARE(contentOf(at("a")), QByteArray("one"));
        QCOMPARE(modeOf(at("a")), mode_t(0600));
        QVERIFY(core::writeFileAtomically(at("a"), QByteArray(3 << 20, 'x'), FileMode::Private));
        QCOMPARE(contentOf(at("a")), QByteArray(3 << 20, 'x'));
        QCOMPARE(QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{QStringLiteral("a")});
    }

    void sharedFilesObeyTheMask()
    {
        const mode_t before = ::umask(027);
        const bool written = core::writeFileAtomically(at("a"), "x", FileMode::Shared).has_value();
        ::umask(before);
        QVERIFY(written);
        QCOMPARE(modeOf(at("a")), mode_t(0640));
    }

    void theMaskIsLeftAlone()
    {
        // It belongs to all threads: while one changes it, what another one creates could be written by everybody.
        maskChanges = 0;
        QVERIFY(core::writeFileAtomically(at("a"), "x", FileMode::Shared));
        QVERIFY(core::writeFileAtomically(at("b"), "x", FileMode::Private));
        QVERIFY(core::appendLine(at("c"), "x"));
        QCOMPARE(maskChanges.load(), 0);
        ::umask(::umask(077));
        QCOMPARE(maskChanges.load(), 2); // the count itself
    }

    void failureKeepsTheOldContent()
    {
        put(at("old"), "old");
        // A folder of that name cannot be replaced by a file, and a folder that is not there holds none.
        QVERIFY(QDir().mkpath(at("dir/inner")));
        QVERIFY(!core::writeFileAtomically(at("dir"), "new", FileMode::Private));
        QVERIFY(QFileInfo(at("dir/inner")).isDir());
        const auto absent = core::writeFileAtomically(at("no/such/folder"), "new", FileMode::Private);
        QVERIFY(!absent);
        QCOMPARE(absent.error().kind, ErrorKind::NotFound);
        QCOMPARE(contentOf(at("old")), QByteArray("old"));
        QCOMPARE(QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 (QStringList{QStringLiteral("dir"), QStringLiteral("old")}));
    }

    void fullDiskKeepsTheOldContent()
    {
        // The size limit of a process stands in for a disk without space: write(2) fails in the same place.
        put(at("a"), "old");
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = ::signal(SIGXFSZ, SIG_IGN);
        rlimit small = before;
        small.rlim_cur = 64 << 10;
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto written = core::writeFileAtomically(at("a"), QByteArray(1 << 20, 'x'), FileMode::Private);
        ::setrlimit(RLIMIT_FSIZE, &before);
        ::signal(SIGXFSZ, handler);
        QVERIFY(!written);
        QCOMPARE(contentOf(at("a")), QByteArray("old"));
        QCOMPARE(QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void reads()
    {
        put(at("a"), QByteArray(100'000, 'x'));
        QCOMPARE(core::readFile(at("a"), 100'000).value().size(), 100'000);
        QCOMPARE(core::readFile(at("a"), 99'999).error().kind, ErrorKind::Corrupt);
        QCOMPARE(core::readFile(at("none"), 10).error().kind, ErrorKind::NotFound);
        QVERIFY(!core::readFile(m_folder.path(), 10));
    }

    void readingAPipeDoesNotWait()
    {
        QCOMPARE(::mkfifo(QFile::encodeName(at("pipe")).constData(), 0600), 0);
        std::atomic<bool> done = false;
        std::thread writer([&] { // sets the reader free should it wait for one
            for (int i = 0; i < 30 && !done; ++i)
                ::usleep(100'000);
            if (!done)
                ::close(::open(QFile::encodeName(at("pipe")).constData(), O_WRONLY | O_CLOEXEC));
        });
        QElapsedTimer timer;
        timer.start();
        const auto content = core::readFile(at("pipe"), 10);
        done = true;
        writer.join();
        QVERIFY(timer.elapsed() < 1000);
        QVERIFY(!content);
        QCOMPARE(content.error().kind, ErrorKind::Io);
    }

    void renameRefusesWhatExists()
    {
        put(at("a"), "a");
        put(at("b"), "b");
        const auto renamed = core::renameDurably(at("a"), at("b"));
        QVERIFY(!renamed);
        QCOMPARE(renamed.error().kind, ErrorKind::Conflict);
        QCOMPARE(contentOf(at("b")), QByteArray("b"));
        QVERIFY(core::renameDurably(at("a"), at("c")));
        QCOMPARE(contentOf(at("c")), QByteArray("a"));
        QVERIFY(!QFileInfo::exists(at("a")));
        QCOMPARE(core::renameDurably(at("none"), at("d")).error().kind, ErrorKind::NotFound);
        QVERIFY(QDir().mkpath(at("dir1/x")));
        QVERIFY(QDir().mkpath(at("dir2")));
        QCOMPARE(core::renameDurably(at("dir1"), at("dir2")).error().kind, ErrorKind::Conflict); // even an empty folder
    }

    void linesOfTwoThreadsStayWhole()
    {
        const auto write = [this](char letter) {
            for (int i = 0; i < 50; ++i)
                QVERIFY(core::appendLine(at("lines"), QByteArray(5000, letter)));
        };
        std::thread a(write, 'a');
        std::thread b(write, 'b');
        a.join();
        b.join();
        QList<QByteArray> lines = contentOf(at("lines")).split('\n');
        QCOMPARE(lines.takeLast(), QByteArray());
        QCOMPARE(lines.size(), 100);
        for (const QByteArray& line : lines)
            QCOMPARE(line, QByteArray(5000, line.at(0)));
    }

    void aHalfLineDoesNotSpoilTheNext()
    {
        put(at("lines"), "{\"whole\":1}\n{\"cut o"); // as a power cut may leave it
        QVERIFY(core::appendLine(at("lines"), "{\"new\":1}"));
        QCOMPARE(contentOf(at("lines")), QByteArray("{\"whole\":1}\n{\"cut o\n{\"new\":1}\n"));
        QVERIFY(core::appendLine(at("fresh"), "x"));
        QCOMPARE(contentOf(at("fresh")), QByteArray("x\n"));
    }

    void freeSpace()
    {
        const qint64 here = core::freeBytes(m_folder.path());
        QVERIFY(here > 0);
        // Of the nearest folder that is there: what a destination still to be made will have.
        const qint64 below = core::freeBytes(at("not/yet/there"));
        QVERIFY(qAbs(here - below) < (64 << 20));
    }

    void flushes()
    {
        QVERIFY(core::flushToDisk(m_folder.path()));
        QCOMPARE(core::flushToDisk(at("none")).error().kind, ErrorKind::NotFound);
    }
};

QTEST_GUILESS_MAIN(FilesTest)
#include "filestest.moc"
