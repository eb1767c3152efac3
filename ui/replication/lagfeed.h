// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/replication/serverwatches.h"

#include <QObject>
#include <QPointer>

#include <optional>

namespace tidemark::ui {

/// What a page hears of the server that it shows, one at a time, while any number of them is watched. What a
/// former one still had to say is dropped.
class LagFeed : public QObject
{
    Q_OBJECT
public:
    explicit LagFeed(ServerWatches& watches, QObject* parent = nullptr);
    ~LagFeed() override;

    /// This one from now on. What is known of it already is said soon.
    void watch(const store::Profile& profile);
    /// Asks again, with the password as it is known now.
    void restart();
    /// Listens no more; where it is not watched in the background, it is not looked at any more.
    void stop();
    /// The server is not looked at any more, in the background neither.
    void pause();
    void forget(const QString& standbyId);
    std::chrono::milliseconds interval() const;
    QList<replication::Alert> alerts() const;

Q_SIGNALS:
    void sampled(const tidemark::replication::LagSample& sample);
    /// `retry` is how long it waits until it tries again; 0 where it does not: the password cannot be had.
    void failed(const tidemark::core::Error& error, std::chrono::milliseconds retry);

private:
    void detach();

    ServerWatches& m_watches;
    std::optional<store::Profile> m_profile;
    QPointer<ServerWatch> m_watch;
    quint64 m_generation = 0;
};

} // namespace tidemark::ui
