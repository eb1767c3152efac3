// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/datareader.h"
#include "archive/textsource.h"
#include "core/runcontext.h"

#include <QString>

#include <memory>
#include <vector>

namespace tidemark::archive {

/// What PlainDataReader takes out of a text.
struct PlainDataPlace
{
    qint64 skip = 0;                  // bytes of the text before the data
    qint64 bytes = 0;                 // of the data, in the text
    bool dropCarriageReturns = false; // the text's line breaks are CR LF, those of the data are not
    bool endsTooEarly = false;        // the dump ends within these data
    QString file;
    qint64 fileBytes = 0;
    qint64 fileStart = 0; // where reading of the file begins
};

/// The data of one entry of a plain dump.
class PlainDataReader final : public DataReader
{
public:
    /// `text` may be null where there are no data.
    PlainDataReader(std::unique_ptr<TextSource> text, PlainDataPlace place, core::RunContext context);

    core::Result<std::size_t> read(std::span<char> into) override;
    core::Result<std::size_t> sendTo(int descriptor, std::size_t most) override;
    qint64 fileBytesRead() const override;

private:
    core::Status skip();
    core::Result<std::size_t> readText(std::span<char> into);
    core::Status refillCleaned();
    core::Error tooEarly(const QString& what) const;

    std::unique_ptr<TextSource> m_text;
    PlainDataPlace m_place;
    core::RunContext m_context;
    std::vector<char> m_cleaned; // where carriage returns are dropped
    std::size_t m_cleanedAt = 0;
    std::size_t m_cleanedEnd = 0;
    bool m_heldReturn = false; // a CR that may be followed by LF
};

} // namespace tidemark::archive
