// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/tunnelpage.h"

#include "ui/common/status.h"
#include "ui/profiles/pathfield.h"

#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace tidemark::ui {

TunnelPage::TunnelPage(Services& services, QWidget* parent)
    : ProfilePage(parent)
    , m_box(new QGroupBox(tr("Reach the server through an SSH &tunnel"), this))
    , m_host(new QLineEdit(m_box))
    , m_user(new QLineEdit(m_box))
    , m_port(new QLineEdit(m_box))
    , m_identity(new PathField(services.dialogs, tr("Identity file"), "tunnelIdentity", m_box))
    , m_options(new QPlainTextEdit(m_box))
{
    m_box->setObjectName(QStringLiteral("tunnelBox"));
    m_box->setCheckable(true);
    m_box->setChecked(false);
    m_host->setObjectName(QStringLiteral("tunnelHost"));
    m_host->setPlaceholderText(tr("bastion.example.org, or a Host of ~/.ssh/config"));
    m_user->setObjectName(QStringLiteral("tunnelUser"));
    m_port->setObjectName(QStringLiteral("tunnelPort"));
    m_port->setPlaceholderText(QStringLiteral("22"));
    m_options->setObjectName(QStringLiteral("tunnelOptions"));
    m_options->setPlaceholderText(QStringLiteral("ProxyJump=gate.example.org"));
    m_options->setTabChangesFocus(true);
    m_options->setFixedHeight(m_options->fontMetrics().lineSpacing() * 3 + 2 * gridStep);

    auto* note = new QLabel(tr("Tidemark runs your own ssh: its configuration, agent and known hosts count. It asks for no password; "
                               "the host and port of the first page are looked up from the SSH server."), m_box);
    note->setWordWrap(true);
    makeQuiet(*note);
    auto* form = new QFormLayout(m_box);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(gridStep);
    form->addRow(note);
    form->addRow(tr("SSH &server:"), m_host);
    form->addRow(tr("&User:"), m_user);
    form->addRow(tr("&Port:"), m_port);
    form->addRow(tr("&Identity file:"), m_identity);
    form->addRow(tr("&Options of ssh, one per line:"), m_options);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_box);
    layout->addStretch();

    connect(m_box, &QGroupBox::toggled, this, &ProfilePage::edited);
    for (QLineEdit* field : {m_host, m_user, m_port})
        connect(field, &QLineEdit::textEdited, this, &ProfilePage::edited);
    connect(m_identity, &PathField::edited, this, &ProfilePage::edited);
    connect(m_options, &QPlainTextEdit::textChanged, this, &ProfilePage::edited);
}

void TunnelPage::setProfile(const store::Profile& profile)
{
    const store::TunnelSpec tunnel = profile.tunnel.value_or(store::TunnelSpec());
    m_box->setChecked(profile.tunnel.has_value());
    m_host->setText(tunnel.host);
    m_user->setText(tunnel.user);
    m_port->setText(tunnel.port);
    m_identity->setPath(tunnel.identityFile);
    m_options->setPlainText(tunnel.extraOptions.join(QLatin1Char('\n')));
}

void TunnelPage::apply(store::Profile& profile) const
{
    if (!m_box->isChecked()) {
        profile.tunnel.reset();
        return;
    }
    store::TunnelSpec tunnel;
    tunnel.host = m_host->text().trimmed();
    tunnel.user = m_user->text().trimmed();
    tunnel.port = m_port->text().trimmed();
    tunnel.identityFile = m_identity->path();
    const QStringList lines = m_options->toPlainText().split(QLatin1Char('\n'));
    for (const QString& line : lines) {
        if (!line.trimmed().isEmpty())
            tunnel.extraOptions.append(line.trimmed());
    }
    profile.tunnel = tunnel;
}

std::optional<FieldProblem> TunnelPage::problem() const
{
    if (!m_box->isChecked())
        return std::nullopt;
    if (m_host->text().trimmed().isEmpty())
        return FieldProblem{m_host, tr("A tunnel needs the name of its SSH server.")};
    bool number = false;
    const int port = m_port->text().trimmed().toInt(&number);
    if (!m_port->text().trimmed().isEmpty() && (!number || port < 1 || port > 65535))
        return FieldProblem{m_port, tr("A port is a number from 1 to 65535.")};
    const QStringList lines = m_options->toPlainText().split(QLatin1Char('\n'));
    for (const QString& line : lines) {
        if (!line.trimmed().isEmpty() && !line.contains(QLatin1Char('=')))
            return FieldProblem{m_options, tr("An option of ssh is written Keyword=value: %1").arg(line.trimmed())};
    }
    return std::nullopt;
}

} // namespace tidemark::ui
