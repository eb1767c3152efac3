// SPDX-License-Identifier: GPL-3.0-or-later
// The main window while it watches the replication of a server as many times as told, with 7 days of the
// first one's history open. Prints, as JSON, how much memory it takes and for how long one turn of its event
// loop was busy at most. lagwindow CONNINFO WATCHES SECONDS; its files are where TIDEMARK_*_DIR say.
#include "store/history.h"
#include "store/laghistory.h"
#include "ui/activity/activities.h"
#include "ui/common/task.h"
#include "ui/common/timeserieschart.h"
#include "ui/profiles/profilemodel.h"
#include "ui/replication/watchchoices.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/serverlist.h"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace tidemark;

namespace {

const QString watched = QStringLiteral("11111111-1111-4111-8111-111111111111"); // whose history there is
constexpr std::chrono::seconds lookEvery{5};
constexpr std::chrono::hours week{24 * 7};

double residentMegabytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return static_cast<double>(file.readAll().split(' ').value(1).toLongLong()) * 4096 / 1e6;
}

double now(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// How late a timer that wants its turn each 5 ms gets it, in ms: for so long the window answers nobody.
class Turns : public QObject
{
public:
    explicit Turns(QObject* parent)
        : QObject(parent)
    {
        m_pulse.setTimerType(Qt::PreciseTimer);
        m_pulse.setInterval(5);
        connect(&m_pulse, &QTimer::timeout, this, [this] {
            const double wall = now(CLOCK_MONOTONIC);
            const double cpu = now(CLOCK_THREAD_CPUTIME_ID);
            longest = std::max(longest, wall - m_wall - m_pulse.interval());
            longestCpu = std::max(longestCpu, cpu - m_cpu);
            m_wall = wall;
            m_cpu = cpu;
            ++count;
        });
    }
    void start()
    {
        m_wall = now(CLOCK_MONOTONIC);
        m_cpu = now(CLOCK_THREAD_CPUTIME_ID);
        m_pulse.start();
    }

    double longest = 0;
    double longestCpu = 0; // between two of its turns: what others on this machine do is not in it
    qint64 count = 0;

private:
    QTimer m_pulse;
    double m_wall = 0;
    double m_cpu = 0;
};

void addServers(ui::Services& services, const postgres::ConnectionSpec& spec, int watches)
{
    for (int i = 0; i < watches; ++i) {
        store::Profile profile =
            store::Profile::create(QStringLiteral("server %1").arg(i, 2, 10, QLatin1Char('0')));
        profile.spec = spec;
        if (i == 0)
            profile.id = watched;
        if (const core::Status added = services.profiles.add(profile); !added)
            qFatal("%s", qPrintable(added.error().toText()));
        ui::WatchChoices choices;
        choices.interval = lookEvery;
        choices.inBackground = true;
        choices.window = i == 0 ? std::chrono::seconds(week) : std::chrono::seconds(300);
        choices.store(services, profile.id);
    }
}

/// A person who reads values off the curve.
void pressKey(QWidget& window)
{
    const auto charts = window.findChildren<ui::TimeSeriesChart*>();
    for (ui::TimeSeriesChart* chart : charts) {
        if (!chart->isVisible())
            continue;
        QKeyEvent press(QEvent::KeyPress, Qt::Key_Left, Qt::NoModifier);
        QCoreApplication::sendEvent(chart, &press);
    }
}

void openReplication(QWidget& window, const QString& profileId)
{
    window.findChild<ui::ServerList*>()->select(profileId);
    window.findChild<QAction*>(QStringLiteral("actionSection.replication"))->trigger();
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    if (argc != 4)
        return 2;
    const auto parsed = postgres::parseConninfo(QString::fromLocal8Bit(argv[1]));
    const int watches = std::atoi(argv[2]);
    const int seconds = std::atoi(argv[3]);
    if (!parsed || watches < 1 || seconds < 1)
        return 2;
    store::ProfileStore profiles;
    store::SecretStore secrets{store::SecretStore::Use::MemoryOnly};
    store::Preferences preferences;
    ui::Activities activities;
    ui::TaskRunner tasks;
    ui::Services services{profiles, secrets, preferences, tasks, activities, store::History::defaultPath()};
    addServers(services, parsed->spec, watches);

    ui::MainWindow window(services);
    window.resize(1280, 800);
    window.show();
    window.beginWork();
    openReplication(window, watched);
    Turns turns(&window);
    QTimer keys;
    QObject::connect(&keys, &QTimer::timeout, &window, [&window] { pressKey(window); });
    qsizetype points = 0;
    // What is loaded once (pages, fonts, the history) is no frame of watching.
    QTimer::singleShot(5000, &window, [&] {
        keys.start(200);
        turns.start();
    });
    QTimer::singleShot(5000 + seconds * 1000, &window, [&] {
        for (const ui::TimeSeriesChart* chart : window.findChildren<ui::TimeSeriesChart*>()) {
            for (const QString& id : chart->seriesIds())
                points += static_cast<qsizetype>(chart->visiblePoints(id).size());
        }
        const auto history = store::LagHistory::open();
        const auto servers = history ? history->servers() : core::Result<QStringList>(history.error());
        const QJsonObject found{{QStringLiteral("residentMegabytes"), residentMegabytes()},
                                {QStringLiteral("longestMilliseconds"), turns.longest},
                                {QStringLiteral("longestCpuMilliseconds"), turns.longestCpu},
                                {QStringLiteral("turns"), turns.count},
                                {QStringLiteral("points"), points},
                                {QStringLiteral("servers"), servers ? servers->size() : 0}};
        std::puts(QJsonDocument(found).toJson(QJsonDocument::Compact).constData());
        std::fflush(stdout);
        std::_Exit(0);
    });
    return QApplication::exec();
}
