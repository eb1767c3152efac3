// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <stop_token>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace tidemark::core {

/// A file descriptor that becomes readable, and stays so, once a stop is requested: poll() wakes at once.
class StopSignal
{
public:
    explicit StopSignal(std::stop_token stop)
        : m_descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
        , m_callback(std::move(stop), Notify{m_descriptor.value})
    {
    }
    int descriptor() const { return m_descriptor.value; }

private:
    struct Descriptor
    {
        explicit Descriptor(int v) : value(v) {}
        Descriptor(const Descriptor&) = delete;
        Descriptor& operator=(const Descriptor&) = delete;
        ~Descriptor() { ::close(value); }
        int value;
    };
    struct Notify
    {
        void operator()() const
        {
            const quint64 one = 1;
            (void)!::write(descriptor, &one, sizeof one);
        }
        int descriptor;
    };
    Descriptor m_descriptor; // outlives m_callback, which may be running on another thread until it is destroyed
    std::stop_callback<Notify> m_callback;
};

} // namespace tidemark::core
