// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/plaindump.h"

#include "archive/archiveerror.h"
#include "archive/keptindex.h"
#include "archive/plaindatareader.h"
#include "archive/plainlargeobjects.h"
#include "archive/plainscanner.h"
#include "archive/plaintoc.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

class PlainDump final : public Dump
{
public:
    PlainDump(const QString& path, PlainIndex index)
        : m_index(std::move(index))
    {
        m_path = path;
        m_contents = std::move(m_index.contents);
    }

    core::Result<std::unique_ptr<DataReader>> openData(int part, const TocEntry& entry,
                                                       const core::RunContext& context) const override;
    core::Result<std::unique_ptr<LargeObjectReader>>
    openLargeObjects(int part, const TocEntry& entry, const core::RunContext& context) const override;

private:
    core::Result<std::unique_ptr<DataReader>> openEntry(const TocEntry& entry,
                                                        const core::RunContext& context) const;
    core::Result<std::unique_ptr<TextSource>> openNear(qint64 position, ResumePoint& point) const;

    PlainIndex m_index; // without its contents
};

// `point` becomes where it begins.
core::Result<std::unique_ptr<TextSource>> PlainDump::openNear(qint64 position, ResumePoint& point) const
{
    point = {};
    if (m_contents.wrapping == Wrapping::None) {
        point = {position, position, {}};
    } else {
        const auto behind = std::upper_bound(
            m_index.points.cbegin(), m_index.points.cend(), position,
            [](qint64 wanted, const ResumePoint& candidate) { return wanted < candidate.textPosition; });
        if (behind != m_index.points.cbegin())
            point = *std::prev(behind);
    }
    core::Result<std::unique_ptr<TextSource>> text = openText(m_path, m_contents.wrapping, point);
    if (text || point.state.isEmpty())
        return text;
    point = {}; // what was kept is of no use, but only a help
    return openText(m_path, m_contents.wrapping);
}

core::Result<std::unique_ptr<DataReader>> PlainDump::openData(int part, const TocEntry& entry,
                                                              const core::RunContext& context) const
{
    Q_UNUSED(part); // positions are those of the whole text
    if (!entry.hasData() || entry.isLargeObjects()) {
        return core::Error{core::ErrorKind::NotFound,
                           tr("%1 “%2” has no rows in this dump.").arg(entry.type(), entry.tag()),
                           {},
                           {}};
    }
    return openEntry(entry, context);
}

core::Result<std::unique_ptr<LargeObjectReader>>
PlainDump::openLargeObjects(int part, const TocEntry& entry, const core::RunContext& context) const
{
    Q_UNUSED(part);
    if (!entry.hasData() || !entry.isLargeObjects())
        return noData(m_path, entry);
    auto text = openEntry(entry, context);
    if (!text)
        return std::move(text).error();
    return std::unique_ptr<LargeObjectReader>(std::make_unique<PlainLargeObjects>(std::move(*text), m_path));
}

core::Result<std::unique_ptr<DataReader>> PlainDump::openEntry(const TocEntry& entry,
                                                               const core::RunContext& context) const
{
    PlainDataPlace place;
    place.file = m_path;
    place.fileBytes = m_contents.fileBytes;
    std::unique_ptr<TextSource> source;
    if (entry.offsetState() == OffsetState::Known && entry.dataBytes() >= 0) {
        if (entry.offset() < 0 || entry.offset() > m_index.textBytes ||
            entry.dataBytes() > m_index.textBytes - entry.offset()) {
            return core::Error{
                core::ErrorKind::InvalidInput, tr("“%1” is no table of this dump.").arg(entry.tag()), {}, {}};
        }
        ResumePoint point;
        core::Result<std::unique_ptr<TextSource>> text = openNear(entry.offset(), point);
        if (!text)
            return text.error();
        source = std::move(*text);
        place.skip = entry.offset() - point.textPosition;
        place.fileStart = point.filePosition;
        place.bytes = entry.dataBytes();
        place.dropCarriageReturns = m_index.hasCrLf;
        // Behind rows that are complete there is \. at least.
        place.endsTooEarly =
            !entry.copyStatement().isEmpty() && entry.offset() + entry.dataBytes() == m_index.textBytes;
    }
    return std::unique_ptr<DataReader>(
        std::make_unique<PlainDataReader>(std::move(source), std::move(place), context));
}

core::Error notPlain(const QString& path)
{
    return {core::ErrorKind::InvalidInput,
            tr("“%1” holds no PostgreSQL dump in plain SQL.").arg(path),
            {},
            tr("Choose a file that pg_dump or pg_dumpall wrote.")};
}

} // namespace

core::Result<PlainIndex> scanPlainText(TextSource& text, const core::RunContext& context,
                                       const std::function<void()>& onRead)
{
    PlainTocBuilder builder;
    PlainScanner scanner(text, builder);
    TIDEMARK_TRY(scanner.run(context, onRead));
    TIDEMARK_TRY(builder.status());
    PlainIndex index;
    index.contents = builder.takeContents(!text.isCutShort());
    index.textBytes = scanner.textBytes();
    index.hasCrLf = scanner.hasCrLf();
    index.points = text.keptPoints();
    return index;
}

core::Result<std::unique_ptr<Dump>> openPlainDump(const QString& path, Wrapping wrapping,
                                                  const DumpOptions& options, const core::RunContext& context)
{
    const KeptIndex kept(options.cacheFolder, path, plainIndexKind);
    const qint64 fileBytes = QFileInfo(path).size();
    if (const auto packed = kept.load()) {
        auto index = unpackPlainIndex(*packed, fileBytes);
        if (index && index->contents.wrapping == wrapping)
            return std::unique_ptr<Dump>(std::make_unique<PlainDump>(path, std::move(*index)));
    }
    core::Result<std::unique_ptr<TextSource>> text = openText(path, wrapping);
    if (!text)
        return text.error();
    core::Progress progress;
    progress.phase = tr("Reading “%1”").arg(QFileInfo(path).fileName());
    progress.bytesTotal = fileBytes;
    core::Result<PlainIndex> index = scanPlainText(**text, context, [&] {
        progress.bytesDone = (*text)->fileBytesRead();
        if (fileBytes > 0)
            progress.fraction = std::min(1.0, double(progress.bytesDone) / double(fileBytes));
        context.report(progress);
    });
    if (!index)
        return index.error();
    if (index->contents.parts.isEmpty() && (*text)->isCutShort())
        return damagedAt({path, fileBytes, fileBytes}, tr("the compressed data end too early"));
    if (index->contents.parts.isEmpty())
        return notPlain(path);
    index->contents.wrapping = wrapping;
    index->contents.fileBytes = fileBytes;
    if (const core::Status stored = kept.store(packPlainIndex(*index)); !stored)
        context.log(core::LogLevel::Info, stored.error().message);
    return std::unique_ptr<Dump>(std::make_unique<PlainDump>(path, std::move(*index)));
}

} // namespace tidemark::archive
