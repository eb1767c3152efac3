// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rowcursor.h"
#include "ui/common/inquiry.h"
#include "ui/contents/openeddump.h"

#include <memory>
#include <vector>

namespace tidemark::ui {

/// A value as far as it is kept: very long ones only in their beginning.
struct RowCell
{
    QByteArray text; // in the dump's encoding
    qint64 size = 0; // of the whole value, in bytes
    bool isNull = false;

    bool isCut() const { return size > text.size(); }
};

struct RowPage
{
    QList<QByteArray> columns;
    std::vector<std::vector<RowCell>> rows;
    bool atEnd = false;
};

/// The rows of one table out of a dump, a page at a time: the cursor stays with the workers, so that nothing is read
/// that was not asked for and the window never waits. One table at a time; asking for another, or deleting this, cancels.
class RowFeed : public QObject
{
    Q_OBJECT
public:
    static constexpr int pageRows = 200;
    static constexpr qint64 pageBytes = 4 << 20;
    static constexpr qsizetype keptBytes = 256 << 10; // of a value

    explicit RowFeed(Services& services, QObject* parent = nullptr);
    ~RowFeed() override;

    /// From the first row. The answer is a page or an error.
    void open(std::shared_ptr<const OpenedDump> dump, int part, int entry);
    /// The next page. Nothing happens while one is under way.
    void more();
    void close();
    bool isBusy() const { return m_inquiry.isRunning(); }
    Task* task() const { return m_inquiry.task(); }

Q_SIGNALS:
    void pageArrived(const tidemark::ui::RowPage& page);
    void failed(const tidemark::core::Error& error);

private:
    struct Cursor;
    void ask();
    Inquiry m_inquiry;
    std::shared_ptr<Cursor> m_cursor;
};

} // namespace tidemark::ui
