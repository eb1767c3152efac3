// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/plainscanner.h"

#include <QStringList>

namespace tidemark::archive {

// One line for everything that is found.
class Tell final : public PlainEvents
{
public:
    QStringList lines;

    void comment(QByteArrayView, QByteArrayView line) override { add('#', line); }
    void command(QByteArrayView, QByteArrayView line) override { add('!', line); }
    void statement(QByteArrayView, QByteArrayView text, bool isWhole) override
    {
        add(isWhole ? 'S' : 's', text);
    }
    void copyData(QByteArrayView statement, const DataRange& range) override { data('C', statement, range); }
    void insertData(QByteArrayView beginning, const DataRange& range) override
    {
        data('I', beginning, range);
    }
    void finished(QByteArrayView) override { lines.append(QStringLiteral("end")); }

private:
    void add(char kind, QByteArrayView text)
    {
        lines.append(QLatin1Char(kind) +
                     QString::fromUtf8(text).replace(QLatin1Char('\n'), QLatin1Char('~')));
    }
    void data(char kind, QByteArrayView text, const DataRange& range)
    {
        add(range.isWhole ? kind : char(kind + 32), text);
        lines.last() += QStringLiteral(" %1+%2").arg(range.offset).arg(range.bytes);
    }
};

} // namespace tidemark::archive
