// SPDX-License-Identifier: GPL-3.0-or-later
// What the page says in words: a sentence for the whole server, and everything as text to copy.
#pragma once

#include "replication/lagsample.h"
#include "ui/common/theme.h"

#include <QString>

#include <chrono>

namespace tidemark::ui {

struct ConditionLook
{
    QString icon; // name below :/icons
    Tone tone = Tone::Text;
};

ConditionLook lookOf(replication::Condition condition);
/// Whether somebody should do something about it.
bool needsAttention(replication::Condition condition);

/// A name that is safe to show; where standbys share one, with their address.
QString displayName(const replication::StandbyLag& lag);
/// Bytes; a dash where they are not known.
QString bytesText(const std::optional<core::ByteSize>& bytes);
QString secondsText(const std::optional<double>& seconds);
/// The stage that says most about how far it is behind: replay, else what there is.
std::optional<core::ByteSize> leadingBytes(const replication::StandbyLag& lag);
/// "behind", "not yet written by it": what the leading bytes are.
QString leadingLabel(const replication::StandbyLag& lag);

/// "1.8 s", "more than 2 h"; a dash where it is not known.
QString behindText(const std::optional<replication::TimeBehind>& behind);
/// "At this rate it has everything in 3 min", "Falls behind: …"; empty where nothing can be said.
QString catchUpText(const replication::StandbyLag& lag);
/// "12 MB/s"
QString rateText(double bytesPerSecond);

struct Summary
{
    QString icon;
    Tone tone = Tone::Text;
    QString sentence;
};
Summary summaryOf(const replication::LagSample& sample);

/// "2 s ago"; exact below a minute, because here seconds matter.
QString ageText(std::chrono::milliseconds age);
/// For the clipboard: server, time, standbys, slots, findings; one fact per line.
QString reportText(const QString& server, const replication::LagSample& sample);

} // namespace tidemark::ui
