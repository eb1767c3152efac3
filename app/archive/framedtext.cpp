// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/framedtext.h"

#include "archive/archiveerror.h"
#include "archive/decompressor.h"

#include <QCoreApplication>

#include <vector>

namespace tidemark::archive {

namespace {

constexpr std::size_t inputBytes = 256 * 1024;

class FramedText final : public TextSource
{
public:
    FramedText(std::unique_ptr<RawFile> file, Compression method)
        : m_file(std::move(file))
        , m_decompressor(Decompressor::create(method))
        , m_input(inputBytes)
    {
    }

    core::Result<std::size_t> read(std::span<char> into) override;
    qint64 fileBytesRead() const override { return m_file->position() - qint64(m_left.size()); }
    bool isCutShort() const override { return m_cutShort; }
    bool mark(ResumePoint& point) override
    {
        point.filePosition = fileBytesRead();
        point.state.clear();
        return !m_inFrame;
    }

private:
    std::unique_ptr<RawFile> m_file;
    std::unique_ptr<Decompressor> m_decompressor;
    std::vector<char> m_input;
    std::span<const char> m_left; // of m_input
    bool m_inFrame = false;
    bool m_mayHoldMore = false; // the last step filled all the room that it had
    bool m_cutShort = false;
};

core::Result<std::size_t> FramedText::read(std::span<char> into)
{
    for (;;) {
        if (m_left.empty() && !m_mayHoldMore) {
            const core::Result<std::size_t> count = m_file->read(m_input);
            if (!count)
                return count;
            if (*count == 0) {
                m_cutShort = m_inFrame;
                return std::size_t(0);
            }
            m_left = {m_input.data(), *count};
        }
        if (!m_inFrame && !m_left.empty())
            m_decompressor->reset();
        m_inFrame = true;
        const Decompressor::Step step = m_decompressor->run(m_left, into);
        const bool isStuck = step.consumed == 0 && step.produced == 0 && !step.ended && !m_left.empty();
        if (step.fault || isStuck) {
            return damagedAt({m_file->path(), fileBytesRead(), m_file->size()},
                             QCoreApplication::translate("archive", "the data cannot be decompressed (%1)")
                                 .arg(QLatin1String(step.fault ? step.fault : "no progress")));
        }
        m_left = m_left.subspan(step.consumed);
        m_inFrame = !step.ended;
        m_mayHoldMore = !step.ended && step.produced == into.size();
        if (step.produced > 0)
            return step.produced;
    }
}

} // namespace

std::unique_ptr<TextSource> openFramedText(std::unique_ptr<RawFile> file, Compression method)
{
    return std::make_unique<FramedText>(std::move(file), method);
}

} // namespace tidemark::archive
