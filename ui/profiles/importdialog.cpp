// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/importdialog.h"

#include "core/atomicfile.h"
#include "ui/common/findingsview.h"
#include "ui/common/icons.h"
#include "ui/common/status.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

constexpr qint64 largestFile = 16 << 20;

/// The file that libpq reads by itself (manual, "The Connection Service File").
QString ownServiceFile()
{
    const QString named = qEnvironmentVariable("PGSERVICEFILE");
    return named.isEmpty() ? QDir::homePath() + QStringLiteral("/.pg_service.conf") : named;
}

} // namespace

ImportDialog::ImportDialog(Services& services, QWidget* parent)
    : QDialog(parent)
    , m_services(services)
    , m_text(new QLineEdit(this))
    , m_file(new QPushButton(icon(QStringLiteral("folder-open")), tr("Choose a &file…"), this))
    , m_serviceFile(new QPushButton(icon(QStringLiteral("file")), tr("My &service file"), this))
    , m_table(new QTableView(this))
    , m_nothing(new QLabel(tr("The servers that are found appear here, each with a tick. Nothing is stored before you press Import."), this))
    , m_findings(new FindingsView(this))
    , m_import(new QPushButton(this))
{
    setObjectName(QStringLiteral("importDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Import servers"));
    buildLayout();
    connect(m_text, &QLineEdit::textEdited, this, &ImportDialog::readText);
    connect(m_file, &QPushButton::clicked, this, &ImportDialog::chooseFile);
    connect(m_serviceFile, &QPushButton::clicked, this, [this] { readFile(ownServiceFile()); });
    connect(m_import, &QPushButton::clicked, this, &ImportDialog::store);
    connect(&m_model, &ImportModel::ticksChanged, this, &ImportDialog::updateButton);
    m_serviceFile->setVisible(QFileInfo::exists(ownServiceFile()));
    m_serviceFile->setToolTip(QDir::toNativeSeparators(ownServiceFile()));
    updateButton();
}

void ImportDialog::buildLayout()
{
    m_text->setObjectName(QStringLiteral("importText"));
    m_text->setPlaceholderText(QStringLiteral("postgresql://user@host:5432/database"));
    m_file->setObjectName(QStringLiteral("importFile"));
    m_serviceFile->setObjectName(QStringLiteral("importServiceFile"));
    m_table->setObjectName(QStringLiteral("importTable"));
    m_table->setAccessibleName(tr("Servers found"));
    m_table->setModel(&m_model);
    m_table->verticalHeader()->hide();
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (const auto& [column, width] : {std::pair(ImportModel::Name, 180), std::pair(ImportModel::Place, 220), std::pair(ImportModel::User, 110)})
        m_table->setColumnWidth(column, width);
    m_nothing->setWordWrap(true);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setFrameShape(QFrame::StyledPanel);
    m_findings->setObjectName(QStringLiteral("importFindings"));
    m_import->setObjectName(QStringLiteral("importButton"));
    m_import->setDefault(true);
    m_file->setAutoDefault(false);
    m_serviceFile->setAutoDefault(false);

    auto* label = new QLabel(tr("&Connection string or URI:"), this);
    label->setBuddy(m_text);
    auto* note = new QLabel(tr("Or a file: pg_service.conf, or the servers.json that pgAdmin 4 exports (Tools, Import/Export Servers)."), this);
    note->setWordWrap(true);
    makeQuiet(*note);
    auto* files = new QHBoxLayout;
    files->addWidget(m_file);
    files->addWidget(m_serviceFile);
    files->addStretch();
    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(m_import, QDialogButtonBox::AcceptRole);
    buttons->addButton(QDialogButtonBox::Cancel)->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, 2 * gridStep);
    layout->setSpacing(gridStep);
    layout->addWidget(label);
    layout->addWidget(m_text);
    layout->addWidget(note);
    layout->addLayout(files);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_nothing, 1);
    layout->addWidget(m_findings);
    layout->addWidget(buttons);
    resize(680, 480);
}

void ImportDialog::readText(const QString& text)
{
    if (text.trimmed().isEmpty())
        showImport(store::Import());
    else
        showImport(store::importConninfo(text.trimmed()));
}

void ImportDialog::readFile(const QString& path)
{
    const core::Result<QByteArray> bytes = core::readFile(path, largestFile);
    if (!bytes) {
        showImport(bytes.error());
        return;
    }
    // Services of the file that libpq reads itself are taken by name, so that later changes of the file count.
    if (QFileInfo(path).canonicalFilePath() == QFileInfo(ownServiceFile()).canonicalFilePath())
        showImport(store::importServiceFile(*bytes, store::ServiceImport::ByName));
    else
        showImport(store::importAny(*bytes));
}

void ImportDialog::chooseFile()
{
    m_services.dialogs.chooseFile(this, {tr("Import servers"), QDir::homePath()}, [this](const QString& path) {
        m_text->clear();
        readFile(path);
    });
}

void ImportDialog::showImport(const core::Result<store::Import>& result)
{
    if (!result) {
        m_model.setProfiles({});
        m_findings->setError(result.error());
        return;
    }
    const store::Import import = store::withoutDuplicates(*result, m_services.profiles.profiles());
    m_model.setProfiles(import.profiles);
    m_findings->setFindings(import.findings);
}

void ImportDialog::updateButton()
{
    m_table->setVisible(m_model.rowCount() > 0);
    m_nothing->setVisible(m_model.rowCount() == 0);
    const int count = static_cast<int>(m_model.ticked().size());
    m_import->setText(count == 0 ? tr("&Import") : tr("&Import %n server(s)", nullptr, count));
    m_import->setEnabled(count > 0 && m_services.profiles.access() == store::ProfileStore::Access::Writable);
}

void ImportDialog::store()
{
    QStringList ids;
    const QList<store::ImportedProfile> chosen = m_model.ticked();
    for (const store::ImportedProfile& imported : chosen) {
        if (const core::Status added = m_services.profiles.add(imported.profile); !added) {
            m_findings->setError(added.error());
            if (!ids.isEmpty())
                Q_EMIT this->imported(ids);
            return;
        }
        ids.append(imported.profile.id);
        if (!imported.password.isEmpty())
            storePassword(imported.profile, imported.password);
    }
    Q_EMIT this->imported(ids);
    accept();
}

void ImportDialog::storePassword(const store::Profile& profile, const core::Secret& password)
{
    // The dialog is gone when the keychain answers; the services are not.
    Services& services = m_services;
    services.secrets.write(profile, password, [&services, profile](store::SecretPlace place) {
        if (place != store::SecretPlace::Keychain)
            return;
        store::Profile saved = profile;
        saved.passwordSaved = true;
        (void)services.profiles.update(saved); // changed meanwhile: then the password is only not remembered
    });
}

} // namespace tidemark::ui
