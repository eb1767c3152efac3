// SPDX-License-Identifier: GPL-3.0-or-later
// Calls the archive reader once and says how long it took, from the beginning of main(): for tests/bench/run.
//   archiveprobe contents FILE
//   archiveprobe rows FILE SCHEMA TABLE COUNT CACHE-FOLDER
#include "archive/rowcursor.h"

#include <QCoreApplication>

#include <chrono>
#include <cstdio>

using namespace tidemark;

namespace {

int fail(const core::Error& error)
{
    std::fprintf(stderr, "%s\n", qPrintable(error.toText()));
    return 1;
}

core::Result<qint64> readRows(const archive::Dump& dump, const QString& schema, const QString& table, qint64 count)
{
    const archive::Toc& toc = dump.contents().parts.constFirst().toc;
    for (const archive::TocEntry& entry : toc.entries) {
        if (!entry.isTableData() || entry.schema() != schema || entry.tag() != table)
            continue;
        auto cursor = archive::openRows(dump, 0, entry, core::silentContext());
        if (!cursor)
            return std::move(cursor).error();
        archive::Values values;
        qint64 rows = 0;
        while (rows < count) {
            const core::Result<bool> more = (*cursor)->next();
            if (!more)
                return more.error();
            if (!*more || !archive::decodeCopyLine((*cursor)->copyLine(), (*cursor)->columns().size(), values))
                break;
            ++rows;
        }
        return rows;
    }
    return core::Error{core::ErrorKind::NotFound, QStringLiteral("There is no such table."), {}, {}};
}

/// Looks at every entry, as whoever shows contents does; the sum keeps that from being optimised away.
qint64 walk(const archive::Toc& toc)
{
    qint64 sum = 0;
    for (const archive::TocEntry& entry : toc.entries) {
        sum += entry.dumpId() + entry.type().size() + entry.schema().size() + entry.owner().size();
        const QString name = entry.tag();
        sum += name.isEmpty() ? 0 : name.back().unicode();
        for (const int dumpId : entry.dependencies())
            sum += dumpId;
    }
    return sum;
}

} // namespace

int main(int argc, char** argv)
{
    const auto began = std::chrono::steady_clock::now();
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const bool wantsRows = arguments.value(1) == QLatin1String("rows") && arguments.size() == 7;
    if (!wantsRows && (arguments.value(1) != QLatin1String("contents") || arguments.size() != 3)) {
        std::fputs("Usage: archiveprobe contents FILE | rows FILE SCHEMA TABLE COUNT CACHE-FOLDER\n", stderr);
        return 2;
    }
    const auto dump = archive::Dump::open(arguments.at(2), {wantsRows ? arguments.at(6) : QString()}, core::silentContext());
    if (!dump)
        return fail(dump.error());
    qint64 rows = 0;
    if (wantsRows) {
        const core::Result<qint64> read = readRows(**dump, arguments.at(3), arguments.at(4), arguments.at(5).toLongLong());
        if (!read)
            return fail(read.error());
        rows = *read;
    }
    const qint64 sum = wantsRows ? 0 : walk((*dump)->contents().parts.constFirst().toc);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    std::printf("{\"milliseconds\": %.3f, \"entries\": %lld, \"rows\": %lld, \"sum\": %lld}\n", took.count(),
                static_cast<long long>((*dump)->contents().parts.constFirst().toc.entries.size()), static_cast<long long>(rows), static_cast<long long>(sum));
    return 0;
}
