// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runcontext.h"
#include "process/toollocator.h"

#include <QStringList>

namespace tidemark::ui {

struct Services;

/// PostgreSQL's programs for a worker thread: those that were found at the start, or, while that search goes on, found now.
class ToolSource
{
public:
    explicit ToolSource(const Services& services);
    core::Result<process::ToolSet> tools(const core::RunContext& context) const;

private:
    process::ToolSet m_found;
    bool m_ready;
    QStringList m_folders;
};

} // namespace tidemark::ui
