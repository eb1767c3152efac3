// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/connectiontest.h"

#include "access/connectioncheck.h"
#include "core/quoting.h"
#include "ui/common/findingsview.h"
#include "ui/common/spinner.h"
#include "ui/common/theme.h"
#include "ui/common/toolsource.h"

#include <QVBoxLayout>

namespace tidemark::ui {

ConnectionTest::ConnectionTest(Services& services, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_inquiry(services)
    , m_spinner(new Spinner(this))
    , m_view(new FindingsView(this))
{
    m_view->setObjectName(QStringLiteral("connectionFindings"));
    m_view->setAccessibleName(tr("Result of the connection test"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridStep);
    layout->addWidget(m_spinner);
    layout->addWidget(m_view);
}

void ConnectionTest::start(const store::Profile& profile, const core::Secret& password)
{
    cancel();
    m_view->clear();
    m_spinner->start(tr("Connecting to %1…").arg(core::singleLine(profile.spec.describe())));
    if (!password.isEmpty()) {
        check(access::targetOf(profile, password));
        return;
    }
    m_waiting = true;
    QPointer<ConnectionTest> guard(this);
    resolveTarget(m_services, profile, [guard, number = ++m_number](const core::Result<access::Target>& target) {
        ConnectionTest* self = guard.data();
        if (!self || self->m_number != number)
            return;
        self->m_waiting = false;
        if (target)
            self->check(*target);
        else
            self->show({{core::Severity::Blocker, QStringLiteral("connection.failed"),
                          target.error().message + QLatin1Char('\n') + target.error().detail, target.error().hint, {}}});
    });
}

void ConnectionTest::cancel()
{
    ++m_number;
    m_waiting = false;
    m_inquiry.drop();
    m_spinner->stop();
}

void ConnectionTest::check(const access::Target& target)
{
    const ToolSource source(m_services);
    m_inquiry.ask<core::Findings>(
        tr("Connection test"),
        [target, source](const core::RunContext& context) -> core::Result<core::Findings> {
            const core::Result<process::ToolSet> tools = source.tools(context);
            return access::checkConnection(target, tools ? *tools : process::ToolSet(), context);
        },
        [this](const core::Result<core::Findings>& findings) {
            if (findings)
                show(*findings);
            else
                show({{core::Severity::Blocker, QStringLiteral("connection.failed"), findings.error().message, findings.error().hint, {}}});
        });
}

void ConnectionTest::show(const core::Findings& findings)
{
    m_spinner->stop();
    m_findings = findings;
    m_view->setFindings(findings);
    Q_EMIT finished();
}

} // namespace tidemark::ui
