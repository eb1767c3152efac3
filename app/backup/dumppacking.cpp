// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/dumppacking.h"

#include <utility>

namespace tidemark::backup {

DumpPacking::DumpPacking(const DumpForm& form, const QString& file, const process::Tool& tool,
                         std::stop_token stop)
    : m_file(file)
    , m_stop(std::move(stop))
{
    if (form.compressor == Compressor::Tool)
        return;
    if (form.format == archive::DumpFormat::Directory)
        m_directory.emplace(DirectoryCompressor::Options{file, form.compression, tool.version.major(), 0},
                            m_stop);
    else
        m_stream.emplace(StreamCompressor::Options{file, form.compression, 0}, m_stop);
}

core::Status DumpPacking::start(process::RunOptions& options)
{
    if (m_directory)
        return m_directory->start();
    if (!m_stream)
        return {};
    TIDEMARK_TRY(m_stream->start());
    options.outputDescriptor = m_stream->outputDescriptor();
    return {};
}

std::stop_token DumpPacking::toolStop() const
{
    return m_directory ? m_directory->toolStop() : m_stream ? m_stream->toolStop() : m_stop;
}

core::Status DumpPacking::finish(core::Status ofTool)
{
    // A tool that failed by itself has more to say than what it left behind.
    if ((!m_directory && !m_stream) || (!ofTool && ofTool.error().kind != core::ErrorKind::Cancelled))
        return ofTool;
    core::Status packed = m_directory ? m_directory->finish() : m_stream->finish();
    return packed ? ofTool : packed;
}

std::optional<qint64> DumpPacking::bytesSeen() const
{
    if (m_directory)
        return m_directory->stats().bytesIn;
    if (m_stream)
        return m_stream->stats().bytesIn;
    return std::nullopt;
}

} // namespace tidemark::backup
