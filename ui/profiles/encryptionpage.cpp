// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/encryptionpage.h"

#include "ui/common/status.h"
#include "ui/profiles/pathfield.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>

namespace tidemark::ui {

EncryptionPage::EncryptionPage(Services& services, QWidget* parent)
    : ProfilePage(parent)
    , m_mode(new QComboBox(this))
    , m_modeNote(new QLabel(this))
    , m_rootCert(new PathField(services.dialogs, tr("Root certificate"), "profileSslRootCert", this))
    , m_cert(new PathField(services.dialogs, tr("Client certificate"), "profileSslCert", this))
    , m_key(new PathField(services.dialogs, tr("Client key"), "profileSslKey", this))
{
    m_mode->setObjectName(QStringLiteral("profileSslMode"));
    m_mode->addItem(tr("not set (prefer)"), QString());
    for (const QString& mode : postgres::sslModes())
        m_mode->addItem(mode, mode);
    m_modeNote->setWordWrap(true);
    makeQuiet(*m_modeNote);
    m_rootCert->setPlaceholder(QStringLiteral("~/.postgresql/root.crt"));
    m_cert->setPlaceholder(QStringLiteral("~/.postgresql/postgresql.crt"));
    m_key->setPlaceholder(QStringLiteral("~/.postgresql/postgresql.key"));

    auto* form = new QFormLayout(this);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(gridStep);
    form->addRow(tr("SSL &mode:"), m_mode);
    form->addRow(QString(), m_modeNote);
    form->addRow(tr("&Root certificate:"), m_rootCert);
    form->addRow(tr("C&lient certificate:"), m_cert);
    form->addRow(tr("Client &key:"), m_key);
    connect(m_mode, &QComboBox::currentIndexChanged, this, [this] {
        explainMode();
        Q_EMIT edited();
    });
    for (PathField* field : {m_rootCert, m_cert, m_key})
        connect(field, &PathField::edited, this, &ProfilePage::edited);
    explainMode();
}

void EncryptionPage::explainMode()
{
    const QString mode = m_mode->currentData().toString();
    if (mode == QLatin1String("disable"))
        m_modeNote->setText(tr("Never encrypted."));
    else if (mode == QLatin1String("allow"))
        m_modeNote->setText(tr("Encrypted only where the server insists."));
    else if (mode.isEmpty() || mode == QLatin1String("prefer"))
        m_modeNote->setText(tr("Encrypted where the server can; otherwise not, without a word."));
    else if (mode == QLatin1String("require"))
        m_modeNote->setText(tr("Always encrypted, but nobody checks that it is the right server."));
    else if (mode == QLatin1String("verify-ca"))
        m_modeNote->setText(tr("Always encrypted; the server's certificate must come from an authority that you trust."));
    else
        m_modeNote->setText(tr("Always encrypted; the certificate must be trusted and be made out to the host's name. The safest."));
}

void EncryptionPage::setProfile(const store::Profile& profile)
{
    if (m_mode->findData(profile.spec.sslMode) < 0)
        m_mode->addItem(profile.spec.sslMode, profile.spec.sslMode); // of a newer libpq: stays as it is
    m_mode->setCurrentIndex(m_mode->findData(profile.spec.sslMode));
    m_rootCert->setPath(profile.spec.sslRootCert);
    m_cert->setPath(profile.spec.sslCert);
    m_key->setPath(profile.spec.sslKey);
}

void EncryptionPage::apply(store::Profile& profile) const
{
    profile.spec.sslMode = m_mode->currentData().toString();
    profile.spec.sslRootCert = m_rootCert->path();
    profile.spec.sslCert = m_cert->path();
    profile.spec.sslKey = m_key->path();
}

} // namespace tidemark::ui
