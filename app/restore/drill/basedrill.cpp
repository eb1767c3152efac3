// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/drill/basedrill.h"
namespace tidemark::restore::drill {
core::Status drillBase(const catalog::BackupSet&, const DrillDraft&, const process::ToolSet&, DrillReport&, const core::RunContext&)
{
    return core::Error{core::ErrorKind::Internal, {}, {}, {}};
}
} // namespace tidemark::restore::drill
