// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/runclock.h"

#include "core/text.h"

#include <QCoreApplication>

#include <ctime>

namespace tidemark::backup {

namespace {

constexpr std::chrono::minutes tolerance{2}; // NTP corrects a clock by less all the time

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::RunClock", text);
}

std::chrono::milliseconds sinceBoot()
{
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::seconds(time.tv_sec) +
                                                                 std::chrono::nanoseconds(time.tv_nsec));
}

} // namespace

RunClock::RunClock()
    : m_started(QDateTime::currentDateTimeUtc())
    , m_mark(sinceBoot())
{
}

std::chrono::milliseconds RunClock::elapsed() const
{
    return sinceBoot() - m_mark;
}

QDateTime RunClock::ended() const
{
    return m_started.addMSecs(elapsed().count());
}

core::Findings RunClock::findings(const QDateTime& previous) const
{
    return clockFindings(m_started, elapsed(), QDateTime::currentDateTimeUtc(), previous);
}

core::Findings clockFindings(const QDateTime& started, std::chrono::milliseconds elapsed,
                             const QDateTime& nowByClock, const QDateTime& previous)
{
    const std::chrono::milliseconds jump(started.addMSecs(elapsed.count()).msecsTo(nowByClock));
    const QString remedy =
        tr("Check the date and time of this computer: backups are named, ordered and kept by them.");
    core::Findings findings;
    if (std::chrono::abs(jump) > tolerance) {
        const QString sentence =
            jump.count() < 0 ? tr("The clock of this computer was set back by %1 during the backup.")
                             : tr("The clock of this computer was set forward by %1 during the backup.");
        findings.append({core::Severity::Warning,
                         QStringLiteral("clock.jumped"),
                         sentence.arg(core::durationText(std::chrono::abs(jump))),
                         remedy,
                         {}});
    }
    if (previous.isValid() && previous > started.addSecs(std::chrono::seconds(tolerance).count())) {
        findings.append(
            {core::Severity::Warning,
             QStringLiteral("clock.behind"),
             tr("There is a backup of %1 here, which is later than this computer's clock shows now.")
                 .arg(core::localDateTimeText(previous)),
             remedy,
             {}});
    }
    return findings;
}

} // namespace tidemark::backup
