// SPDX-License-Identifier: GPL-3.0-or-later
// tidemark: the window. Builds what its parts need, shows it, and only then begins to work.
#include "store/history.h"
#include "translations/translations.h"
#include "ui/activity/activities.h"
#include "ui/common/icons.h"
#include "ui/common/seenticks.h"
#include "ui/common/task.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/quitsignals.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QTimer>

#include <clocale>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace tidemark;
using namespace tidemark::ui;

void describe(QCoreApplication& application)
{
    application.setApplicationName(QStringLiteral("tidemark"));
    application.setApplicationVersion(QStringLiteral(TIDEMARK_VERSION));
    application.setOrganizationName(QStringLiteral("tidemark"));
}

void addOptions(QCommandLineParser& parser)
{
    parser.setApplicationDescription(QCoreApplication::translate("main", "Backs up PostgreSQL and proves that the backups restore."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption({QStringLiteral("demo"), QCoreApplication::translate("main", "Open on two small PostgreSQL servers of its own with a sample database.")});
    parser.addPositionalArgument(QStringLiteral("backup"), QCoreApplication::translate("main", "A dump file or the folder of a backup, to look into."),
                                 QStringLiteral("[backup]"));
}

/// Help and version are for terminals: they must not need a display.
bool wantsTextOnly(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i) {
        const QByteArray word(argv[i]);
        if (word == "--help" || word == "-h" || word == "--help-all" || word == "--version" || word == "-v")
            return true;
    }
    return false;
}

int answerInText(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    describe(application);
    translations::install(application);
    QCommandLineParser parser;
    addOptions(parser);
    parser.process(application); // prints and exits
    return EXIT_SUCCESS;
}

int runWindow(QApplication& application, const QCommandLineParser& parser)
{
    store::ProfileStore profiles;
    (void)profiles.load(); // the window says what is wrong with it
    store::SecretStore secrets;
    store::Preferences preferences;
    Activities activities;
    TaskRunner tasks;
    Services services{profiles, secrets, preferences, tasks, activities, store::History::defaultPath()};

    const QuitSignals quitSignals;
    MainWindow window(services);
    QObject::connect(&quitSignals, &QuitSignals::received, &window, &MainWindow::quitNow);
    // Not quit(): that would ask the window once more whether it may be closed.
    QObject::connect(&window, &MainWindow::quitReady, &application, [] { QCoreApplication::exit(EXIT_SUCCESS); }, Qt::QueuedConnection);
    window.show();
    QTimer::singleShot(0, &window, [&] {
        QApplication::setWindowIcon(applicationIcon());
        window.beginWork();
        if (parser.isSet(QStringLiteral("demo")))
            window.startDemo();
        if (!parser.positionalArguments().isEmpty())
            window.openSource(QDir::current().absoluteFilePath(parser.positionalArguments().constFirst()));
    });
    const int code = QApplication::exec();
    // A run that did not stop in time: waiting for it would hang; the next start finds it interrupted.
    if (!tasks.waitForDone(0))
        std::_Exit(code);
    return code;
}

} // namespace

int main(int argc, char** argv)
{
    if (wantsTextOnly(argc, argv))
        return answerInText(argc, argv);
    QApplication application(argc, argv);
    QApplication::setStyle(new SeenTicks);
    // libpq's messages are read by words where it gives no code; the person's language stays for everything else.
    std::setlocale(LC_MESSAGES, "C");
    describe(application);
    QGuiApplication::setDesktopFileName(QStringLiteral("tidemark"));
    QApplication::setQuitOnLastWindowClosed(false); // the window decides
    translations::install(application);
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(application.arguments()) || parser.positionalArguments().size() > 1) {
        const QString problem = parser.errorText().isEmpty() ? QCoreApplication::translate("main", "Only one backup can be opened at a time.") : parser.errorText();
        std::fprintf(stderr, "%s\n\n%s", qPrintable(problem), qPrintable(parser.helpText()));
        return 2;
    }
    return runWindow(application, parser);
}
