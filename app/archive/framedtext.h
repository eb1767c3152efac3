// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rawfile.h"
#include "archive/textsource.h"

#include <memory>

namespace tidemark::archive {

/// What is within the frames of a zstd or lz4 file. It can be taken up again where a frame begins.
std::unique_ptr<TextSource> openFramedText(std::unique_ptr<RawFile> file, Compression method);

} // namespace tidemark::archive
