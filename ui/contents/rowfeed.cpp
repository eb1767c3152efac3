// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/rowfeed.h"

#include <stop_token>

namespace tidemark::ui {

/// Used by one worker at a time: the next page is asked for when the last has come.
struct RowFeed::Cursor
{
    std::shared_ptr<const OpenedDump> dump;
    int part = 0;
    int entry = 0;
    std::stop_source stop; // outlives the single pages
    std::unique_ptr<archive::RowCursor> rows;
    archive::Values values;

    core::Result<RowPage> readPage(const core::RunContext& context);
};

namespace {

RowCell cellOf(archive::Value& value)
{
    if (!value)
        return {{}, 0, true};
    RowCell cell;
    cell.size = value->size();
    cell.text = cell.size > RowFeed::keptBytes ? value->left(RowFeed::keptBytes) : std::move(*value);
    return cell;
}

} // namespace

core::Result<RowPage> RowFeed::Cursor::readPage(const core::RunContext& context)
{
    const std::stop_callback forward(context.stop, [this] { stop.request_stop(); });
    const archive::Toc& toc = dump->contents().parts.at(part).toc;
    if (!rows) {
        core::RunContext whole = context;
        whole.stop = stop.get_token();
        auto opened = archive::openRows(*dump->dump, part, toc.entries.at(entry), whole);
        if (!opened)
            return std::move(opened).error();
        rows = *std::move(opened);
    }
    RowPage page;
    page.columns = rows->columns();
    qint64 bytes = 0;
    while (page.rows.size() < pageRows && bytes < pageBytes) {
        TIDEMARK_TRY(context.checkpoint());
        const core::Result<bool> more = rows->next();
        if (!more) {
            // What was read before the fault is shown; the next page says what it is.
            if (page.rows.empty())
                return more.error();
            return page;
        }
        if (!*more) {
            page.atEnd = true;
            break;
        }
        if (!archive::decodeCopyLine(rows->copyLine(), page.columns.size(), values))
            return core::Error{core::ErrorKind::Corrupt, RowFeed::tr("A row cannot be read."), {}, {}};
        std::vector<RowCell> cells;
        cells.reserve(values.size());
        for (archive::Value& value : values) {
            cells.push_back(cellOf(value));
            bytes += cells.back().text.size();
        }
        page.rows.push_back(std::move(cells));
    }
    return page;
}

RowFeed::RowFeed(Services& services, QObject* parent)
    : QObject(parent)
    , m_inquiry(services)
{
}

RowFeed::~RowFeed()
{
    close();
}

void RowFeed::open(std::shared_ptr<const OpenedDump> dump, int part, int entry)
{
    close();
    m_cursor = std::make_shared<Cursor>();
    m_cursor->dump = std::move(dump);
    m_cursor->part = part;
    m_cursor->entry = entry;
    ask();
}

void RowFeed::more()
{
    if (m_cursor && !isBusy())
        ask();
}

void RowFeed::close()
{
    m_inquiry.drop();
    if (m_cursor)
        m_cursor->stop.request_stop();
    m_cursor.reset();
}

void RowFeed::ask()
{
    m_inquiry.ask<RowPage>(
        tr("Rows of a dump"), [cursor = m_cursor](const core::RunContext& context) { return cursor->readPage(context); },
        [this](const core::Result<RowPage>& page) {
            if (page)
                Q_EMIT pageArrived(*page);
            else
                Q_EMIT failed(page.error());
        });
}

} // namespace tidemark::ui
