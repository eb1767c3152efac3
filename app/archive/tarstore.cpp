// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/tarstore.h"

#include "archive/rangereader.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <chrono>

namespace tidemark::archive {

namespace {

constexpr std::chrono::milliseconds reportInterval{100};

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

} // namespace

TarStore::TarStore(const ByteSource& source, const TarMember& table, const KeptIndex& kept)
    : m_source(source.fresh())
    , m_folder(table.folder())
    , m_kept(kept)
{
    if (const std::optional<QByteArray> bytes = m_kept.load())
        m_index = tarIndexFromBytes(*bytes);
    if (m_index && m_index->folder != m_folder)
        m_index.reset();
    m_indexIsKept = m_index.has_value();
}

bool TarStore::isPrepared() const
{
    const std::lock_guard lock(m_mutex);
    return m_index.has_value();
}

bool TarStore::endsAsItMust() const
{
    const std::lock_guard lock(m_mutex);
    return m_index && m_index->endsAsItMust;
}

bool TarStore::hasOtherDump() const
{
    const std::lock_guard lock(m_mutex);
    return m_index && m_index->hasOtherDump;
}

core::Status TarStore::prepare(const core::RunContext& context) const
{
    std::unique_lock lock(m_mutex, std::defer_lock);
    while (!lock.try_lock_for(std::chrono::milliseconds(50)))
        TIDEMARK_TRY(context.checkpoint());
    return m_index ? core::Status() : scan(context);
}

core::Status TarStore::scan(const core::RunContext& context) const
{
    if (!m_source)
        return m_source.error();
    core::Result<ByteSource> source = m_source->fresh(context.stop);
    if (!source)
        return std::move(source).error();
    source->allowAnySize();
    core::Progress progress;
    progress.phase = tr("Looking through %1").arg(QFileInfo(source->name()).fileName());
    if (source->size() >= 0)
        progress.bytesTotal = source->size();
    auto lastReport = std::chrono::steady_clock::now();
    TarIndex index;
    index.folder = m_folder;
    TarReader tar(*source);
    for (;;) {
        core::Result<std::optional<TarMember>> member = tar.next();
        // What lies before a damaged place can still be read.
        if (!member && member.error().kind != core::ErrorKind::Corrupt)
            return std::move(member).error();
        if (!member || !*member)
            break;
        TIDEMARK_TRY(index.add(**member, source->name()));
        TIDEMARK_TRY(context.checkpoint());
        const auto now = std::chrono::steady_clock::now();
        if (now - lastReport >= reportInterval) {
            lastReport = now;
            progress.bytesDone = source->fileBytesRead();
            context.report(progress);
        }
    }
    index.endsAsItMust = tar.endsAsItMust();
    m_index = std::move(index);
    m_indexIsKept = false;
    if (const core::Status kept = m_kept.store(toBytes(*m_index)); !kept)
        context.log(core::LogLevel::Info, kept.error().toText());
    return {};
}

core::Result<std::optional<Member>> TarStore::find(const QByteArray& name,
                                                   const core::RunContext& context) const
{
    TIDEMARK_TRY(prepare(context));
    const std::lock_guard lock(m_mutex);
    const std::optional<Member> member = m_index ? m_index->find(name) : std::nullopt;
    if (member || !m_indexIsKept)
        return member;
    TIDEMARK_TRY(scan(context));
    return m_index->find(name);
}

// The index may come from the cache folder, and be wrong.
core::Status TarStore::checkHeader(ByteSource& source, const Member& member) const
{
    if (source.seek(member.header)) {
        TarReader tar(source);
        const core::Result<std::optional<TarMember>> found = tar.next();
        if (found && *found && (*found)->position == member.position)
            return {};
    }
    if (source.failure() && source.failure()->kind != core::ErrorKind::Corrupt)
        return *source.failure();
    {
        const std::lock_guard lock(m_mutex);
        m_index.reset();
    }
    return damagedAt({source.name(), member.header, source.size()},
                     tr("there should be the header of %1").arg(QString::fromUtf8(member.name)));
}

core::Result<std::unique_ptr<DataReader>> TarStore::open(const Member& member,
                                                         const std::stop_token& stop) const
{
    if (!m_source)
        return m_source.error();
    core::Result<ByteSource> source = m_source->fresh(stop);
    if (!source)
        return std::move(source).error();
    source->allowAnySize();
    TIDEMARK_TRY(checkHeader(*source, member));
    return std::unique_ptr<DataReader>(
        std::make_unique<RangeReader>(std::move(*source), member.position, member.size));
}

QString TarStore::nameOf(const QByteArray& member) const
{
    const QString file = m_source ? m_source->name() : QString();
    const QString folder = m_folder.isEmpty() ? QString() : QString::fromUtf8(m_folder) + QLatin1Char('/');
    return file + QLatin1String(": ") + folder + QString::fromUtf8(member);
}

} // namespace tidemark::archive
