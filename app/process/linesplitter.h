// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

namespace tidemark::process {

/// Cuts a byte stream into lines. A line longer than 1 MiB is delivered in pieces, so memory stays bounded.
class LineSplitter
{
public:
    using Sink = std::function<void(const QByteArray& line)>;
    explicit LineSplitter(Sink sink);

    void feed(QByteArrayView bytes);
    /// Delivers what stands after the last newline.
    void finish();

private:
    Sink m_sink;
    QByteArray m_rest;
};

} // namespace tidemark::process
