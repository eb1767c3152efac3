// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/backupestimate.h"

#include "backup/backupplan.h"
#include "catalog/setcomparison.h"
#include "catalog/setwriter.h"
#include "core/quoting.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace tidemark::jobs {

namespace {

constexpr int searchedRuns = 50; // of this database
constexpr qsizetype learnedFrom = 5; // of the newest runs
constexpr qint64 littleRead = 32 << 20; // below that a run is mostly its own beginning and end
constexpr double likeThen = 0.1; // so much more or less to read is the same

QString tr(const char* text)
{
    return QCoreApplication::translate("jobs::estimate", text);
}

bool cameOutWell(core::Verdict verdict)
{
    return verdict == core::Verdict::Ok || verdict == core::Verdict::Warnings;
}

/// What of a plan says how the dump was made. Nothing for the plan of something else.
std::optional<PastBackup> pastOfPlan(const QJsonObject& plan)
{
    const auto draft = backup::BackupDraft::fromJson(plan);
    if (!draft || !draft->form.format || !draft->form.compression)
        return std::nullopt;
    PastBackup past;
    past.form.format = *draft->form.format;
    past.form.compression = *draft->form.compression;
    past.form.jobs = draft->form.jobs;
    past.hasRows = draft->content.part != backup::Part::Definitions;
    past.read = core::ByteSize(static_cast<qint64>(plan.value(u"estimatedRead").toDouble()));
    return past;
}

bool isSameForm(const backup::DumpForm& a, const backup::DumpForm& b)
{
    return a.format == b.format && a.compression == b.compression;
}

template <typename Value>
double medianOf(const QList<PastBackup>& runs, const Value& value)
{
    QList<double> all;
    for (const PastBackup& run : runs)
        all.append(value(run));
    std::sort(all.begin(), all.end());
    const qsizetype middle = all.size() / 2;
    return all.size() % 2 ? all.at(middle) : (all.at(middle - 1) + all.at(middle)) / 2;
}

bool isAlike(core::ByteSize now, core::ByteSize then)
{
    const double larger = static_cast<double>(std::max(now.bytes(), then.bytes()));
    return now.bytes() <= littleRead / 32 || static_cast<double>(std::abs(now.bytes() - then.bytes())) <= likeThen * larger;
}

QString dayText(const QDateTime& when)
{
    return QLocale().toString(when.toLocalTime().date(), QLocale::ShortFormat);
}

QString known(core::ByteSize size, std::chrono::milliseconds duration)
{
    return tr("about %1 in %2").arg(size.toText(), core::durationText(duration));
}

QString sentenceOfOne(const BackupEstimate& one)
{
    if (one.size && one.duration) {
        const QString expected = known(*one.size, *one.duration);
        if (isAlike(one.read, one.readThen) || !one.hasRows || one.readThen.bytes() == 0)
            return tr("%1, as on %2").arg(expected, dayText(one.learnedOn));
        return tr("%1, as the runs until %2 suggest; %3 to be read, %4 then").arg(expected, dayText(one.learnedOn), one.read.toText(), one.readThen.toText());
    }
    if (!one.hasRows)
        return tr("definitions only: small and quick; no earlier run to tell from");
    const QString read = tr("%1 to be read, usually less when compressed").arg(one.read.toText());
    if (one.isOtherForm)
        return tr("%1; earlier runs were in another form").arg(read);
    if (one.learnedOn.isValid())
        return tr("%1; earlier runs had much less to read").arg(read);
    return tr("%1; no earlier run to tell the time from").arg(read);
}

} // namespace

std::optional<PastBackup> pastBackupOf(const store::RunRecord& run)
{
    if (run.kind != store::RunKind::Backup || run.state != store::RunState::Ended || !run.verdict || !cameOutWell(*run.verdict))
        return std::nullopt;
    auto past = pastOfPlan(run.plan);
    if (past) {
        past->started = run.started;
        past->size = core::ByteSize(run.bytes);
        past->duration = std::chrono::milliseconds(run.started.msecsTo(run.ended));
    }
    return past;
}

std::optional<PastBackup> pastBackupOf(const catalog::Manifest& manifest)
{
    if (manifest.kind != catalog::SetKind::Database || !cameOutWell(manifest.verdict))
        return std::nullopt;
    auto past = pastOfPlan(manifest.options);
    if (past) {
        past->started = manifest.started;
        past->size = manifest.totalSize();
        past->duration = std::chrono::milliseconds(manifest.started.msecsTo(manifest.ended));
        if (past->read.bytes() == 0 && manifest.coverage == catalog::Coverage::Whole)
            past->read = core::ByteSize(manifest.databaseBytes);
    }
    return past;
}

QList<PastBackup> pastBackups(const backup::BackupDraft& draft, const RunOwner& owner, const QString& systemIdentifier)
{
    QList<PastBackup> all;
    if (const auto history = store::History::open(owner.historyPath)) {
        const auto runs = history->ended(store::RunKind::Backup, owner.profileId, owner.profileName, draft.database, searchedRuns);
        for (const store::RunRecord& run : runs ? *runs : QList<store::RunRecord>()) {
            if (auto past = pastBackupOf(run))
                all.append(*past);
        }
    }
    const auto newest = catalog::newestManifest(catalog::SetPlace{draft.destination, draft.serverLabel, draft.database}.folder());
    if (newest && newest->systemIdentifier == systemIdentifier) {
        // The same run stands in the history with a start that is some milliseconds earlier.
        const auto isIt = [&newest](const PastBackup& past) { return std::abs(past.started.secsTo(newest->started)) <= 2; };
        auto past = pastBackupOf(*newest);
        if (past && std::none_of(all.begin(), all.end(), isIt))
            all.append(*past);
    }
    std::stable_sort(all.begin(), all.end(), [](const PastBackup& a, const PastBackup& b) { return a.started > b.started; });
    return all;
}

BackupEstimate estimateBackup(const QString& database, core::ByteSize read, bool hasRows, const backup::DumpForm& form, const QList<PastBackup>& past)
{
    BackupEstimate estimate;
    estimate.database = database;
    estimate.read = hasRows ? read : core::ByteSize();
    estimate.hasRows = hasRows;
    QList<PastBackup> alike;
    for (const PastBackup& run : past) {
        if (run.hasRows != hasRows)
            continue;
        if (!isSameForm(run.form, form)) {
            estimate.isOtherForm = true;
            continue;
        }
        if (!estimate.learnedOn.isValid()) {
            estimate.learnedOn = run.started;
            estimate.readThen = run.read;
        }
        const bool saysNothing = hasRows && run.read.bytes() < littleRead && read.bytes() >= littleRead;
        if (!saysNothing && alike.size() < learnedFrom)
            alike.append(run);
    }
    if (estimate.learnedOn.isValid())
        estimate.isOtherForm = false;
    if (alike.isEmpty())
        return estimate;
    estimate.learnedOn = alike.constFirst().started;
    estimate.readThen = alike.constFirst().read;
    const auto scaleOf = [&](const PastBackup& run) {
        // Of little, what is always there weighs most.
        const bool scales = hasRows && run.read.bytes() >= littleRead;
        return scales ? static_cast<double>(std::max(read.bytes(), littleRead)) / static_cast<double>(run.read.bytes()) : 1.0;
    };
    estimate.size = core::ByteSize(static_cast<qint64>(medianOf(alike, [&](const PastBackup& run) { return static_cast<double>(run.size.bytes()) * scaleOf(run); })));
    estimate.duration = std::chrono::milliseconds(
        static_cast<qint64>(medianOf(alike, [&](const PastBackup& run) { return static_cast<double>(run.duration.count()) * scaleOf(run); })));
    return estimate;
}

QString estimateSentence(const QList<BackupEstimate>& estimates)
{
    if (estimates.size() == 1)
        return sentenceOfOne(estimates.constFirst());
    core::ByteSize read, size;
    std::chrono::milliseconds duration{0};
    QDateTime oldest;
    QStringList unknown;
    for (const BackupEstimate& one : estimates) {
        read += one.read;
        if (!one.size || !one.duration) {
            unknown.append(core::singleLine(one.database));
            continue;
        }
        size += *one.size;
        duration += *one.duration;
        oldest = oldest.isValid() ? std::min(oldest, one.learnedOn) : one.learnedOn;
    }
    if (unknown.size() == estimates.size())
        return tr("%1 to be read, usually less when compressed; no earlier runs to tell the time from").arg(read.toText());
    const QString expected = tr("%1, as the runs since %2 suggest").arg(known(size, duration), dayText(oldest));
    if (unknown.isEmpty())
        return expected;
    constexpr qsizetype named = 3;
    QString names = unknown.mid(0, named).join(tr(", "));
    if (const int more = static_cast<int>(unknown.size() - named); more > 0)
        names = QCoreApplication::translate("jobs::estimate", "%1 and %n more", nullptr, more).arg(names);
    return tr("%1; without %2, of which nothing is known yet").arg(expected, names);
}

} // namespace tidemark::jobs
