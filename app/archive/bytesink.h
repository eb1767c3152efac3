// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace tidemark::archive {

/// Takes bytes in order.
class ByteSink
{
public:
    virtual ~ByteSink() = default;
    /// All of them, or StorageFull, Io …
    virtual core::Status write(QByteArrayView bytes) = 0;
    /// Where the bytes go at once, and may be put past write(); -1 where there is no such thing.
    virtual int descriptor() const { return -1; }
};

/// Writes to a file descriptor, which it does not close. EPIPE is an error as any other: what it means is for
/// the caller to say.
class DescriptorSink final : public ByteSink
{
public:
    /// `name` is for messages.
    DescriptorSink(int descriptor, QString name)
        : m_descriptor(descriptor)
        , m_name(std::move(name))
    {
    }
    core::Status write(QByteArrayView bytes) override;
    int descriptor() const override { return m_descriptor; }

private:
    int m_descriptor;
    QString m_name;
};

/// Keeps them.
class MemorySink final : public ByteSink
{
public:
    core::Status write(QByteArrayView added) override
    {
        bytes.append(added);
        return {};
    }
    QByteArray bytes;
};

} // namespace tidemark::archive
