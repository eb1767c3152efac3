// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/decompressingreader.h"

#include "archive/archiveerror.h"
#include "archive/rangereader.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::archive {

namespace {

constexpr std::size_t inputBytes = 256UL * 1024;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

} // namespace

DecompressingReader::DecompressingReader(std::unique_ptr<DataReader> input, Compression method, QString name)
    : m_input(std::move(input))
    , m_decompressor(Decompressor::createForFile(method))
    , m_method(method)
    , m_name(std::move(name))
{
}

core::Error DecompressingReader::damaged(const QString& what) const
{
    return {core::ErrorKind::Corrupt, tr("“%1” is damaged.").arg(m_name),
            tr("At byte %1 of its compressed data: %2.").arg(QString::number(m_consumed), what),
            tr("Do not rely on this file. Make a new backup, or use another one that passes the check.")};
}

core::Status DecompressingReader::refill()
{
    if (m_used < m_in.size() || m_inputEnded)
        return {};
    m_in.resize(inputBytes);
    m_used = 0;
    const core::Result<std::size_t> count = m_input->read(m_in);
    m_in.resize(count ? *count : 0);
    if (!count)
        return count.error();
    m_inputEnded = *count == 0;
    return {};
}

// Between two members: passes over zeros, stays between them where the input ends.
core::Status DecompressingReader::beginMember()
{
    TIDEMARK_TRY(refill());
    while (!m_inputEnded && m_in[m_used] == 0) {
        ++m_used;
        ++m_consumed;
        TIDEMARK_TRY(refill());
    }
    if (!m_inputEnded) {
        m_decompressor->reset();
        m_inMember = true;
    }
    return {};
}

core::Result<std::size_t> DecompressingReader::read(std::span<char> into)
{
    if (m_failure)
        return *m_failure;
    core::Result<std::size_t> count = readMembers(into);
    if (!count)
        m_failure = count.error();
    return count;
}

core::Result<std::size_t> DecompressingReader::readMembers(std::span<char> into)
{
    for (;;) {
        if (!m_inMember) {
            TIDEMARK_TRY(beginMember());
            if (!m_inMember)
                return std::size_t(0);
        }
        TIDEMARK_TRY(refill());
        const std::span<const char> in(m_in.data() + m_used, m_in.size() - m_used);
        if (m_method == Compression::None && in.empty())
            return std::size_t(0);
        const Decompressor::Step step = m_decompressor->run(in, into);
        if (step.fault != nullptr)
            return damaged(tr("it cannot be decompressed (%1)").arg(QLatin1String(step.fault)));
        m_used += step.consumed;
        m_consumed += qint64(step.consumed);
        m_inMember = !step.ended;
        if (step.produced > 0)
            return step.produced;
        if (step.ended || step.consumed > 0)
            continue;
        return damaged(m_inputEnded ? tr("compressed data ends too early")
                                    : tr("compressed data leads nowhere"));
    }
}

OpenStream decompressedStream(const ByteSource& file, Compression method)
{
    // The source is shared by all that open it, and only copied from.
    core::Result<ByteSource> origin = file.fresh();
    auto shared = std::make_shared<core::Result<ByteSource>>(std::move(origin));
    return [shared, method](const std::stop_token& stop) -> core::Result<std::unique_ptr<DataReader>> {
        if (!*shared)
            return shared->error();
        core::Result<ByteSource> source = (*shared)->fresh(stop);
        if (!source)
            return std::move(source).error();
        const QString name = source->name();
        return std::unique_ptr<DataReader>(std::make_unique<DecompressingReader>(
            std::make_unique<RangeReader>(std::move(*source)), method, name));
    };
}

} // namespace tidemark::archive
