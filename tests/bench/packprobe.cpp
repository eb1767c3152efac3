// SPDX-License-Identifier: GPL-3.0-or-later
// Runs pg_dump with our compression behind it and says what it took: for tests/bench/run.
//   packprobe PG_DUMP CONNINFO FOLDER COMPRESSION JOBS     a directory
//   packprobe PG_DUMP CONNINFO FILE COMPRESSION            plain SQL
#include "backup/directorycompressor.h"
#include "backup/streamcompressor.h"
#include "process/process.h"

#include <QCoreApplication>

#include <chrono>
#include <cstdio>
#include <sys/resource.h>

using namespace tidemark;

namespace {

struct Took
{
    double dump = 0; // seconds until the tool has ended
    qint64 bytesIn = 0;
    qint64 bytesOut = 0;
};

int fail(const core::Error& error)
{
    std::fprintf(stderr, "%s\n", qPrintable(error.toText()));
    return 1;
}

core::Status runTool(const process::Command& command, const process::RunOptions& options, std::stop_token stop)
{
    core::RunContext context;
    context.stop = std::move(stop);
    const auto finished = process::run(command, options, context);
    if (!finished)
        return finished.error();
    if (!finished->succeeded())
        return core::Error{core::ErrorKind::ToolFailed, QString::fromUtf8(finished->errorOutput), {}, {}};
    return {};
}

double secondsSince(std::chrono::steady_clock::time_point began)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

core::Result<Took> packDirectory(const QStringList& arguments, const core::CompressionSpec& compression)
{
    const auto began = std::chrono::steady_clock::now();
    backup::DirectoryCompressor compressor({arguments.at(3), compression, 99, 0}, {});
    TIDEMARK_TRY(compressor.start());
    process::Command command(arguments.at(1), {QStringLiteral("--format=directory"), QStringLiteral("--compress=0"), QStringLiteral("--no-sync")});
    command.addOption(QStringLiteral("--dbname"), arguments.at(2));
    command.addOption(QStringLiteral("--file"), arguments.at(3)).addOption(QStringLiteral("--jobs"), arguments.at(5));
    TIDEMARK_TRY(runTool(command, {}, compressor.toolStop()));
    Took took{secondsSince(began), 0, 0};
    TIDEMARK_TRY(compressor.finish());
    took.bytesIn = compressor.stats().bytesIn;
    took.bytesOut = compressor.stats().bytesOut;
    return took;
}

core::Result<Took> packPlain(const QStringList& arguments, const core::CompressionSpec& compression)
{
    const auto began = std::chrono::steady_clock::now();
    backup::StreamCompressor compressor({arguments.at(3), compression, 0}, {});
    TIDEMARK_TRY(compressor.start());
    process::Command command(arguments.at(1), {QStringLiteral("--format=plain")});
    command.addOption(QStringLiteral("--dbname"), arguments.at(2));
    process::RunOptions options;
    options.outputDescriptor = compressor.outputDescriptor();
    TIDEMARK_TRY(runTool(command, options, compressor.toolStop()));
    Took took{secondsSince(began), 0, 0};
    TIDEMARK_TRY(compressor.finish());
    took.bytesIn = compressor.stats().bytesIn;
    took.bytesOut = compressor.stats().bytesOut;
    return took;
}

double secondsOf(const rusage& usage)
{
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 5 && arguments.size() != 6) {
        std::fputs("Usage: packprobe PG_DUMP CONNINFO FOLDER COMPRESSION JOBS | PG_DUMP CONNINFO FILE COMPRESSION\n", stderr);
        return 2;
    }
    const auto compression = core::CompressionSpec::fromText(arguments.at(4));
    if (!compression)
        return fail(compression.error());
    const auto took = arguments.size() == 6 ? packDirectory(arguments, *compression) : packPlain(arguments, *compression);
    if (!took)
        return fail(took.error());
    rusage own{};
    rusage tool{};
    ::getrusage(RUSAGE_SELF, &own);
    ::getrusage(RUSAGE_CHILDREN, &tool);
    std::printf("{\"dump\": %.3f, \"bytesIn\": %lld, \"bytesOut\": %lld, \"rss\": %ld, \"own\": %.3f, \"tool\": %.3f}\n", took->dump,
                static_cast<long long>(took->bytesIn), static_cast<long long>(took->bytesOut), own.ru_maxrss * 1024, secondsOf(own), secondsOf(tool));
    return 0;
}
