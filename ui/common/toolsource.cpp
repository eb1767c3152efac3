// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/toolsource.h"

#include "ui/services.h"

namespace tidemark::ui {

ToolSource::ToolSource(const Services& services)
    : m_found(services.tools)
    , m_ready(services.toolsReady)
    , m_folders(services.preferences.toolFolders())
{
}

core::Result<process::ToolSet> ToolSource::tools(const core::RunContext& context) const
{
    if (m_ready)
        return m_found;
    return process::locateTools(m_folders, context);
}

} // namespace tidemark::ui
