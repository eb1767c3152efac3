// SPDX-License-Identifier: GPL-3.0-or-later
#include "process/linesplitter.h"

#include <utility>

namespace tidemark::process {

namespace {
constexpr qsizetype longestLine = 1 << 20;
}

LineSplitter::LineSplitter(Sink sink) : m_sink(std::move(sink)) {}

void LineSplitter::feed(QByteArrayView bytes)
{
    qsizetype start = 0;
    for (qsizetype end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', start)) {
        m_rest.append(bytes.sliced(start, end - start));
        if (m_rest.endsWith('\r'))
            m_rest.chop(1);
        m_sink(m_rest);
        m_rest.clear();
        start = end + 1;
    }
    m_rest.append(bytes.sliced(start));
    if (m_rest.size() > longestLine)
        finish();
}

void LineSplitter::finish()
{
    if (m_rest.isEmpty())
        return;
    m_sink(m_rest);
    m_rest.clear();
}

} // namespace tidemark::process
