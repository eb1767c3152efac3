// SPDX-License-Identifier: GPL-3.0-or-later
// A program that starts clusters, to be killed by a test at any moment.
//   cluster_owner local|demo FOLDER   runs until it is killed ("" is a private folder)
//   cluster_owner keep FOLDER         keeps the demo running and ends
#include "cluster/democlusters.h"
#include "support/testcluster.h"

#include <QCoreApplication>

#include <cstdio>
#include <unistd.h>

using namespace tidemark;

namespace {

int say(const core::Error& error)
{
    std::fprintf(stderr, "%s\n", qPrintable(error.toText()));
    return 1;
}

[[noreturn]] void waitForDeath()
{
    std::puts("ready");
    std::fflush(stdout);
    for (;;)
        ::pause();
}

int runDemo(const QString& folder, bool keep)
{
    auto demo = cluster::DemoClusters::start(folder, test::tools(), core::silentContext());
    if (!demo)
        return say(demo.error());
    if (!keep)
        waitForDeath();
    if (const core::Status kept = demo->keep(); !kept)
        return say(kept.error());
    std::puts("ready");
    return 0;
}

int runLocal(const QString& folder)
{
    cluster::ClusterOptions options;
    options.folder = folder;
    auto made = cluster::LocalCluster::create(options, test::tools(), core::silentContext());
    if (!made)
        return say(made.error());
    if (const core::Status started = made->start(core::silentContext()); !started)
        return say(started.error());
    waitForDeath();
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QString mode = arguments.value(1);
    if (mode == QLatin1String("local"))
        return runLocal(arguments.value(2));
    if (mode == QLatin1String("demo") || mode == QLatin1String("keep"))
        return runDemo(arguments.value(2), mode == QLatin1String("keep"));
    return 2;
}
