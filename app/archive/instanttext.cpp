// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/instanttext.h"

#include <QtGlobal>

#include <optional>

namespace tidemark::archive {

namespace {

constexpr qint64 secondsPerDay = 86400;

class Scanner
{
public:
    explicit Scanner(QByteArrayView text)
        : m_text(text)
    {
    }
    // A number of so many digits.
    std::optional<qint64> number(int least, int most)
    {
        qint64 value = 0;
        int count = 0;
        while (count < most && m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9') {
            value = value * 10 + (m_text[m_at++] - '0');
            ++count;
        }
        if (count < least)
            return std::nullopt;
        return value;
    }
    bool take(char c)
    {
        const bool there = m_at < m_text.size() && m_text[m_at] == c;
        m_at += there ? 1 : 0;
        return there;
    }
    bool atEnd() const { return m_at == m_text.size(); }
    qsizetype at() const { return m_at; }
    QByteArrayView since(qsizetype from) const { return m_text.sliced(from, m_at - from); }
    QByteArrayView rest() const { return m_text.sliced(m_at); }

private:
    QByteArrayView m_text;
    qsizetype m_at = 0;
};

struct CivilDay
{
    qint64 year; // astronomical: 0 is 1 BC
    qint64 month;
    qint64 day;
};

// Days since 0000-03-01 in the Gregorian calendar, which PostgreSQL uses for all times. Years begin in March,
// so that a leap day is the last of one.
qint64 dayNumber(CivilDay civil)
{
    const qint64 year = civil.year - (civil.month <= 2 ? 1 : 0);
    const qint64 era = (year >= 0 ? year : year - 399) / 400;
    const qint64 yearOfEra = year - era * 400;
    const qint64 dayOfYear = (153 * ((civil.month + 9) % 12) + 2) / 5 + civil.day - 1;
    return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
}

CivilDay civilDay(qint64 number)
{
    const qint64 era = (number >= 0 ? number : number - 146096) / 146097;
    const qint64 dayOfEra = number - era * 146097;
    const qint64 yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const qint64 dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const qint64 marchMonth = (5 * dayOfYear + 2) / 153;
    const qint64 month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
    return {yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1};
}

struct Moment
{
    qint64 seconds = 0;      // since 0000-03-01 UTC
    QByteArrayView fraction; // with its point; PostgreSQL prints it without needless zeros
};

std::optional<qint64> readOffset(Scanner& scanner)
{
    const bool negative = scanner.take('-');
    if (!negative && !scanner.take('+'))
        return std::nullopt;
    qint64 offset = 0;
    qint64 unit = 3600;
    do {
        const auto part = scanner.number(2, 2);
        if (!part)
            return std::nullopt;
        offset += *part * unit;
        unit /= 60;
    } while (unit > 0 && scanner.take(':'));
    return negative ? -offset : offset;
}

std::optional<Moment> readMoment(QByteArrayView text)
{
    Scanner scanner(text);
    const auto year = scanner.number(4, 6);
    const bool dateSoFar = year && scanner.take('-');
    const auto month = dateSoFar ? scanner.number(2, 2) : std::nullopt;
    const auto day = month && scanner.take('-') ? scanner.number(2, 2) : std::nullopt;
    const auto hour = day && scanner.take(' ') ? scanner.number(2, 2) : std::nullopt;
    const auto minute = hour && scanner.take(':') ? scanner.number(2, 2) : std::nullopt;
    const auto second = minute && scanner.take(':') ? scanner.number(2, 2) : std::nullopt;
    if (!second || *month < 1 || *month > 12)
        return std::nullopt;
    const qsizetype fractionStart = scanner.at();
    if (scanner.take('.') && !scanner.number(1, 6))
        return std::nullopt;
    const QByteArrayView fraction = scanner.since(fractionStart);
    const auto offset = readOffset(scanner);
    if (!offset)
        return std::nullopt;
    const bool beforeChrist = scanner.rest() == " BC";
    if (!beforeChrist && !scanner.atEnd())
        return std::nullopt;
    const qint64 days = dayNumber({beforeChrist ? 1 - *year : *year, *month, *day});
    return Moment{days * secondsPerDay + *hour * 3600 + *minute * 60 + *second - *offset, fraction};
}

void appendPadded(qint64 value, int digits, std::string& into)
{
    char text[20];
    int at = 20;
    for (; value > 0 || at > 20 - digits; value /= 10)
        text[--at] = static_cast<char>('0' + value % 10);
    into.append(text + at, static_cast<std::size_t>(20 - at));
}

} // namespace

void appendInUtc(QByteArrayView text, std::string& into)
{
    const auto moment = text.endsWith("+00") ? std::nullopt : readMoment(text);
    if (!moment) {
        into.append(text.data(), static_cast<std::size_t>(text.size()));
        return;
    }
    qint64 days = moment->seconds / secondsPerDay;
    qint64 seconds = moment->seconds % secondsPerDay;
    if (seconds < 0) {
        seconds += secondsPerDay;
        --days;
    }
    const CivilDay civil = civilDay(days);
    const bool beforeChrist = civil.year <= 0;
    appendPadded(beforeChrist ? 1 - civil.year : civil.year, 4, into);
    into.push_back('-');
    appendPadded(civil.month, 2, into);
    into.push_back('-');
    appendPadded(civil.day, 2, into);
    into.push_back(' ');
    appendPadded(seconds / 3600, 2, into);
    into.push_back(':');
    appendPadded(seconds / 60 % 60, 2, into);
    into.push_back(':');
    appendPadded(seconds % 60, 2, into);
    into.append(moment->fraction.data(), static_cast<std::size_t>(moment->fraction.size()));
    into += "+00";
    if (beforeChrist)
        into += " BC";
}

} // namespace tidemark::archive
