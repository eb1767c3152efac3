// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/drill/drilldraft.h"
#include "restore/drill/sandbox.h"
#include "restore/restoredraft.h"
#include "restore/restorerun.h"

#include <memory>

namespace tidemark::restore::drill {

/// A sandbox as the target of an ordinary restore, which runs on afterwards. Until keep() it goes with the
/// object.
class KeptSandbox
{
public:
    /// Starts the server that the draft's source needs, with the roles that it names, and fills in the new
    /// database's name where the draft has none. Errors: those of openSource and of Sandbox::start.
    static core::Result<KeptSandbox> prepare(RestoreDraft& draft, Trust trust, const process::ToolSet& tools,
                                             const core::RunContext& context);

    /// As whom the draft is restored.
    const access::ServerAccess& server() const { return m_restricted ? *m_restricted : m_sandbox.server(); }
    /// Where something is missing for want of rights: says so and how to trust the dump.
    void explain(RestoreReport& report) const;
    core::Error explained(const core::Error& error) const;
    /// What cluster::findKeptSandbox() finds it by.
    QString name() const;
    /// Lets it run on. How to connect to `database`, as the superuser.
    core::Result<postgres::ConnectionSpec> keep(const QString& database);

private:
    KeptSandbox(Sandbox sandbox, QString label)
        : m_sandbox(std::move(sandbox))
        , m_label(std::move(label))
    {
    }
    Sandbox m_sandbox;
    QString m_label;
    std::unique_ptr<access::ServerAccess> m_restricted;
};

} // namespace tidemark::restore::drill
