// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/recoverystate.h"

#include "archive/rowcursor.h"
#include "archive/textencoding.h"
#include "restore/rows/recoveryscript.h"
#include "restore/rows/rowfilter.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::ui {

namespace {

namespace rows = restore::rows;

constexpr qsizetype previewBytes = 512 << 10;
constexpr qint64 comparisonMemory =
    96LL << 20; // three copies of what differs may be in memory while it is matched

QString tr(const char* text)
{
    return QCoreApplication::translate("ui::RecoveryState", text);
}

core::Status writePreview(const rows::RecoveryPlan& plan, const QString& encoding, RecoveryReview& review,
                          const core::RunContext& context)
{
    QByteArray script;
    TIDEMARK_TRY(rows::writeRecoveryScript(
        plan, previewRows,
        [&](QByteArrayView bytes) -> core::Status {
            const qsizetype room = previewBytes - script.size();
            review.isCut = review.isCut || bytes.size() > room;
            script += bytes.first(std::min(room, bytes.size()));
            return {};
        },
        context));
    review.sql = archive::TextEncoding(encoding.toLatin1()).decode(script);
    if (review.isCut)
        review.sql +=
            QLatin1String("\n-- … ") + tr("Long values: only the beginning of the script is shown.");
    return {};
}

} // namespace

RecoveryState::RecoveryState(Services& allServices, const QList<store::Profile>& allServers,
                             const store::Profile& server, const RowsSource& source)
    : services(allServices)
    , servers(allServers)
    , profile(server)
    , path(source.dump ? source.dump->path : source.path)
    , dump(source.dump)
    , object(source.object)
{
    draft.diff.memoryBudget = comparisonMemory;
}

QString RecoveryState::comparisonKey() const
{
    return QStringList{profile.id,
                       path,
                       QString::number(object),
                       draft.database,
                       draft.diff.liveSchema,
                       draft.diff.liveName,
                       draft.diff.key.join(QChar(0x1f))}
        .join(QChar(0x1e));
}

void RecoveryState::forgetComparison()
{
    comparison.reset();
    comparedKey.clear();
    ticks.reset();
    review.reset();
    filterText.clear();
    filterCondition.clear();
    draft.columns.clear();
}

rows::RecoveryDraft RecoveryState::ticked() const
{
    rows::RecoveryDraft made = draft;
    made.undoFile = undoFile;
    if (ticks) {
        made.kinds = ticks->kinds();
        made.ticked = ticks->numbers();
    }
    return made;
}

QString RecoveryState::liveTableText() const
{
    if (comparison)
        return comparison->facts->diff.liveTable.toText();
    if (!draft.diff.liveName.isEmpty())
        return restore::TableName{draft.diff.liveSchema, draft.diff.liveName}.toText();
    return dump && object >= 0 ? dump->index->displayName(object) : QString();
}

core::Result<RowComparison> compareRows(const OpenedDump& dump, const rows::RecoveryDraft& draft,
                                        const access::ServerAccess& server, const core::RunContext& context)
{
    auto connection = server.connect(draft.database, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    rows::RecoveryDraft all = draft;
    all.kinds = rows::RowKind::Missing | rows::RowKind::Changed | rows::RowKind::Extra;
    auto facts = rows::gatherFacts(*dump.dump, all, *connection, context);
    if (!facts)
        return std::move(facts).error();
    RowComparison comparison;
    comparison.facts = std::make_shared<const rows::RecoveryFacts>(*std::move(facts));
    auto index = RowIndex::build(*comparison.facts->rows, context);
    if (!index)
        return std::move(index).error();
    comparison.index = *std::move(index);
    return comparison;
}

core::Result<RecoveryReview> reviewRecovery(const OpenedDump& dump, const rows::RecoveryDraft& draft,
                                            const rows::RecoveryFacts& facts,
                                            const access::ServerAccess& server,
                                            const core::RunContext& context)
{
    RecoveryReview review;
    review.findings = rows::validate(draft, facts);
    if (core::hasBlocker(review.findings))
        return review;
    auto connection = server.connect(draft.database, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    auto plan = rows::makePlan(*dump.dump, draft, facts, *connection, context);
    if (!plan)
        return std::move(plan).error();
    review.findings = plan->findings;
    TIDEMARK_TRY(writePreview(*plan, facts.compared.encoding, review, context));
    review.plan = *std::move(plan);
    return review;
}

core::Result<std::array<std::vector<quint32>, 3>>
filterRows(const RowComparison& comparison, const QString& text,
           const std::shared_ptr<const std::vector<bool>>& meeting, const core::RunContext& context)
{
    rows::RecoveryDraft draft;
    draft.kinds = rows::RowKind::Missing | rows::RowKind::Changed | rows::RowKind::Extra;
    draft.text = text;
    const rows::RowFilter filter(draft, comparison.facts->compared);
    std::array<std::vector<quint32>, 3> passing;
    std::array<quint32, 3> places{};
    const core::Status read =
        comparison.facts->rows->forEach([&](qint64 number, const rows::DifferingRow& row) -> core::Status {
            if (number % 4096 == 0)
                TIDEMARK_TRY(context.checkpoint());
            const std::size_t kind = placeOf(row.kind);
            const quint32 place = places.at(kind)++;
            if ((!meeting || (*meeting)[static_cast<std::size_t>(number)]) && filter.matches(row))
                passing.at(kind).push_back(place);
            return {};
        });
    if (!read)
        return read.error();
    return passing;
}

core::Result<QList<QStringList>> keysOf(const RowComparison& comparison, const std::vector<bool>& ticked,
                                        const core::RunContext& context)
{
    const restore::TableDiffFacts& compared = comparison.facts->compared;
    const archive::TextEncoding encoding(compared.encoding.toLatin1());
    QList<QStringList> keys;
    archive::Values values;
    const core::Status read =
        comparison.facts->rows->forEach([&](qint64 number, const rows::DifferingRow& row) -> core::Status {
            if (number % 4096 == 0)
                TIDEMARK_TRY(context.checkpoint());
            const QByteArrayView line = row.kind == rows::RowKind::Extra ? row.live : row.backup;
            if (!ticked[static_cast<std::size_t>(number)] ||
                !archive::decodeCopyLine(line, compared.mapping.columns.size(), values))
                return {};
            QStringList key;
            for (const int column : compared.mapping.key)
                key.append(encoding.decode(values[static_cast<std::size_t>(column)].value_or(QByteArray())));
            keys.append(key);
            return {};
        });
    if (!read)
        return read.error();
    return keys;
}

} // namespace tidemark::ui
