// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rawfile.h"
#include "archive/textsource.h"

#include <memory>

namespace tidemark::archive {

/// What is within a gzip file of one or several members (RFC 1952), each with its checksum held against its
/// content. It can be left and taken up again at any place; then the checksum covers what follows too, since
/// it is part of what was kept. What follows the last member and is no member is ignored, as gzip does.
core::Result<std::unique_ptr<TextSource>> openGzipText(std::unique_ptr<RawFile> file,
                                                       const ResumePoint& from);

/// The state of a mark in little space, and back; an empty one for what cannot be a state.
QByteArray packState(const QByteArray& state);

} // namespace tidemark::archive
