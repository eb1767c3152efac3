// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/printer.h"

#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

namespace tidemark::cli {

namespace {

constexpr int barWidth = 24;

std::atomic<int> firstOutputError = 0;

void putBytes(std::FILE* stream, const QByteArray& bytes)
{
    errno = 0;
    const auto size = static_cast<std::size_t>(bytes.size());
    const bool whole = std::fwrite(bytes.constData(), 1, size, stream) == size;
    if ((std::fflush(stream) != 0 || !whole) && stream == stdout && firstOutputError == 0)
        firstOutputError = errno != 0 ? errno : EIO;
}

void put(std::FILE* stream, const QString& text)
{
    putBytes(stream, text.toLocal8Bit());
}

void putJson(std::FILE* stream, const QJsonObject& object)
{
    putBytes(stream, QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

/// A line that wraps could not be taken back.
qsizetype terminalWidth()
{
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

QString barText(const core::Progress& progress)
{
    QString text;
    if (progress.fraction) {
        const int filled = static_cast<int>(*progress.fraction * barWidth);
        text += QLatin1Char('[') + QString(filled, QLatin1Char('#')) + QString(barWidth - filled, QLatin1Char('.')) + QLatin1String("] ");
        text += QStringLiteral("%1 % ").arg(static_cast<int>(*progress.fraction * 100), 3);
    }
    text += progress.phase;
    if (!progress.notice.isEmpty())
        text += QStringLiteral(" · ") + core::singleLine(progress.notice);
    else if (!progress.item.isEmpty())
        text += QStringLiteral(" · ") + core::singleLine(progress.item);
    if (progress.left && *progress.left >= std::chrono::seconds(1))
        text += QStringLiteral(" · ") + QCoreApplication::translate("cli", "%1 left").arg(core::durationText(*progress.left));
    const qsizetype width = terminalWidth() - 1;
    return text.size() <= width ? text : text.left(width - 1) + QStringLiteral("…");
}

} // namespace

Printer::Printer(OutputStyle style, LogDetail detail)
    : m_style(style)
    , m_detail(detail)
    , m_terminal(::isatty(STDERR_FILENO) == 1)
{
}

Printer::~Printer()
{
    clearBar();
}

void Printer::clearBar()
{
    if (m_barShown)
        put(stderr, QStringLiteral("\r\033[K"));
    m_barShown = false;
}

void Printer::line(const QString& text)
{
    if (!isText())
        return;
    clearBar();
    put(stdout, text + QLatin1Char('\n'));
}

void Printer::say(const QString& text)
{
    if (!isText())
        return;
    clearBar();
    put(stderr, text + QLatin1Char('\n'));
}

void Printer::progress(const core::Progress& progress)
{
    const auto now = std::chrono::steady_clock::now();
    if (now - m_lastProgress < std::chrono::milliseconds(200))
        return;
    m_lastProgress = now;
    if (!isText()) {
        putJson(stderr, {{QStringLiteral("progress"), progress.toJson()}});
        return;
    }
    if (!m_terminal)
        return;
    put(stderr, QLatin1String("\r\033[K") + barText(progress));
    m_barShown = true;
}

void Printer::log(const core::LogLine& line)
{
    if (m_detail == LogDetail::Quiet)
        return;
    if (!isText()) {
        putJson(stderr, {{QStringLiteral("log"), line.text}});
        return;
    }
    say(line.text);
}

void Printer::findings(const core::Findings& findings)
{
    for (const core::Finding& finding : findings) {
        QString mark = QCoreApplication::translate("cli", "note");
        if (finding.severity == core::Severity::Warning)
            mark = QCoreApplication::translate("cli", "warning");
        else if (finding.severity == core::Severity::Blocker)
            mark = QCoreApplication::translate("cli", "problem");
        say(mark + QLatin1String(": ") + finding.sentence);
        if (!finding.hint.isEmpty())
            say(QLatin1String("  ") + QString(finding.hint).replace(QLatin1Char('\n'), QLatin1String("\n  ")));
    }
}

void Printer::error(const core::Error& error)
{
    if (!isText())
        return; // the one object on standard output says it
    clearBar();
    QString text = QLatin1String("tidemarkctl: ") + error.message + QLatin1Char('\n');
    if (!error.detail.isEmpty())
        text += QLatin1String("  ") + QString(error.detail).replace(QLatin1Char('\n'), QLatin1String("\n  ")) + QLatin1Char('\n');
    if (!error.hint.isEmpty())
        text += QLatin1String("  ") + QString(error.hint).replace(QLatin1Char('\n'), QLatin1String("\n  ")) + QLatin1Char('\n');
    put(stderr, text);
}

void Printer::object(const QJsonObject& object)
{
    if (!isText())
        putJson(stdout, object);
}

int Printer::outputError()
{
    return firstOutputError;
}

core::RunContext Printer::context(std::stop_token stop)
{
    core::RunContext context;
    context.stop = std::move(stop);
    context.onProgress = [this](const core::Progress& p) { progress(p); };
    context.onLog = [this](const core::LogLine& l) { log(l); };
    return context;
}

} // namespace tidemark::cli
