// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/connectiontest.h"

#include "access/connectioncheck.h"
#include "core/quoting.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/spinner.h"
#include "ui/common/theme.h"
#include "ui/common/toolsource.h"

#include <QVBoxLayout>

#include <algorithm>

namespace tidemark::ui {

ConnectionTest::ConnectionTest(Services& services, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_inquiry(services)
    , m_spinner(new Spinner(this))
    , m_verdict(new IconLabel(this))
    , m_view(new FindingsView(this))
{
    m_verdict->setObjectName(QStringLiteral("connectionVerdict"));
    m_verdict->hide();
    m_view->setObjectName(QStringLiteral("connectionFindings"));
    m_view->setAccessibleName(tr("Result of the connection test"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridStep);
    layout->addWidget(m_spinner);
    layout->addWidget(m_verdict);
    layout->addWidget(m_view);
}

void ConnectionTest::start(const store::Profile& profile, const core::Secret& password)
{
    cancel();
    m_view->clear();
    m_verdict->hide();
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
            self->showFindings({{core::Severity::Blocker, QStringLiteral("connection.failed"),
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
                showFindings(*findings);
            else
                showFindings({{core::Severity::Blocker, QStringLiteral("connection.failed"), findings.error().message, findings.error().hint, {}}});
        });
}

void ConnectionTest::showVerdict(const core::Findings& findings)
{
    const auto has = [&](core::Severity severity) {
        return std::any_of(findings.begin(), findings.end(), [severity](const core::Finding& finding) { return finding.severity == severity; });
    };
    const bool reached = std::any_of(findings.begin(), findings.end(), [](const core::Finding& finding) { return finding.id == QLatin1String("connection.ok"); });
    if (!reached)
        m_verdict->setStatus(QStringLiteral("circle-x"), Tone::Danger, tr("The connection does not work."));
    else if (has(core::Severity::Blocker))
        m_verdict->setStatus(QStringLiteral("circle-x"), Tone::Danger, tr("The server was reached, but a backup cannot be made yet."));
    else if (has(core::Severity::Warning))
        m_verdict->setStatus(QStringLiteral("triangle-alert"), Tone::Warning, tr("The connection works. Something should be read."));
    else
        m_verdict->setStatus(QStringLiteral("circle-check"), Tone::Ok, tr("The connection works, and all is here for a backup."));
    m_verdict->show();
}

void ConnectionTest::showFindings(const core::Findings& findings)
{
    m_spinner->stop();
    showVerdict(findings);
    m_findings = findings;
    m_view->setFindings(findings);
    Q_EMIT finished();
}

} // namespace tidemark::ui
