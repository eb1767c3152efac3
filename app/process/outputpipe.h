// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArrayView>

#include <functional>

namespace tidemark::process {

/// The pipe through which a child's output comes. Our end never blocks; the child's end does, so that a child is never
/// faster than we are. Both are close-on-exec and above the standard descriptors.
class OutputPipe
{
public:
    OutputPipe() = default;
    OutputPipe(const OutputPipe&) = delete;
    OutputPipe& operator=(const OutputPipe&) = delete;
    ~OutputPipe();

    core::Status open();
    int ownEnd() const { return m_ownEnd; } // -1 once everything has come
    int childEnd() const { return m_childEnd; }
    void closeChildEnd();
    /// Whoever still writes gets a broken pipe.
    void closeOwnEnd();

    /// Takes what is there, at most 64 KiB. Closes our end where there is no writer left.
    void readSome(const std::function<void(QByteArrayView)>& sink);
    /// Takes what was there when it is called, however much others still write.
    void readRest(const std::function<void(QByteArrayView)>& sink);

private:
    int m_ownEnd = -1;
    int m_childEnd = -1;
};

} // namespace tidemark::process
