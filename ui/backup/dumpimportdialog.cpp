// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/dumpimportdialog.h"

#include "store/folders.h"
#include "ui/backup/backupstate.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace tidemark::ui {

DumpImportDialog::DumpImportDialog(Services& services, const store::Profile& profile, const QString& source,
                                   QWidget* parent)
    : QDialog(parent)
    , m_services(services)
    , m_profile(profile)
    , m_source(new QLineEdit(QDir::toNativeSeparators(source), this))
    , m_server(new QLineEdit(profile.name, this))
    , m_database(new QLineEdit(this))
    , m_destination(new QLineEdit(QDir::toNativeSeparators(defaultBackupFolder(services, profile)), this))
    , m_way(new QComboBox(this))
    , m_again(new QCheckBox(tr("Also if the &same dump is in a backup already"), this))
    , m_import(new QPushButton(icon(QStringLiteral("download")), tr("&Import"), this))
{
    setObjectName(QStringLiteral("dumpImportDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Import a dump"));
    setMinimumWidth(560);
    m_source->setObjectName(QStringLiteral("importSource"));
    m_server->setObjectName(QStringLiteral("importServer"));
    m_database->setObjectName(QStringLiteral("importDatabase"));
    m_database->setPlaceholderText(tr("as the dump says"));
    m_destination->setObjectName(QStringLiteral("importDestination"));
    m_way->setObjectName(QStringLiteral("importWay"));
    m_way->addItem(tr("Copy it"), static_cast<int>(catalog::ImportWay::Copy));
    m_way->addItem(tr("Move it: the original is removed afterwards"),
                   static_cast<int>(catalog::ImportWay::Move));
    m_way->addItem(tr("Give it a second name (same disk only)"), static_cast<int>(catalog::ImportWay::Link));
    m_again->setObjectName(QStringLiteral("importAgain"));
    m_import->setObjectName(QStringLiteral("importAction"));
    buildLayout();
    connect(m_source, &QLineEdit::textChanged, this, &DumpImportDialog::update);
    connect(m_destination, &QLineEdit::textChanged, this, &DumpImportDialog::update);
    update();
}

void DumpImportDialog::buildLayout()
{
    auto* about =
        new QLabel(tr("A dump that another tool made becomes a backup like the others: every byte is read "
                      "back, and rows and digests of its tables are noted. "
                      "pg_dump's formats, dumps of pg_dumpall and folders of base backups can be imported."),
                   this);
    about->setWordWrap(true);
    const auto button = [this](const QString& text, const char* name, auto slot) {
        auto* made = new QPushButton(text, this);
        made->setObjectName(QLatin1String(name));
        made->setAutoDefault(false);
        connect(made, &QPushButton::clicked, this, slot);
        return made;
    };
    auto* sourceRow = new QHBoxLayout;
    sourceRow->addWidget(m_source, 1);
    sourceRow->addWidget(button(tr("&File…"), "importChooseFile", &DumpImportDialog::chooseSource));
    sourceRow->addWidget(button(tr("F&older…"), "importChooseFolder", &DumpImportDialog::chooseSourceFolder));
    auto* destinationRow = new QHBoxLayout;
    destinationRow->addWidget(m_destination, 1);
    destinationRow->addWidget(
        button(tr("&Choose…"), "importChooseDestination", &DumpImportDialog::chooseDestination));
    auto* form = new QFormLayout;
    form->setVerticalSpacing(gridStep);
    const auto row = [this, form](const QString& text, QLineEdit* edit, QLayout* line) {
        auto* label = new QLabel(text, this);
        label->setBuddy(edit);
        form->addRow(label, line);
    };
    row(tr("&Dump:"), m_source, sourceRow);
    form->addRow(tr("&List it under the server:"), m_server);
    form->addRow(tr("Data&base:"), m_database);
    row(tr("&To:"), m_destination, destinationRow);
    form->addRow(tr("&How:"), m_way);
    form->addRow(QString(), m_again);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(m_import, QDialogButtonBox::AcceptRole);
    m_import->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, 2 * gridStep);
    layout->setSpacing(2 * gridStep);
    layout->addWidget(about);
    layout->addLayout(form);
    layout->addWidget(buttons);
}

void DumpImportDialog::chooseSource()
{
    FileQuestion question;
    question.title = tr("Choose a PostgreSQL dump");
    question.start = m_source->text();
    m_services.dialogs.chooseFile(
        this, question, [this](const QString& path) { m_source->setText(QDir::toNativeSeparators(path)); });
}

void DumpImportDialog::chooseSourceFolder()
{
    FileQuestion question;
    question.title = tr("Choose the folder of a dump or of a base backup");
    question.start = m_source->text();
    m_services.dialogs.chooseFolder(
        this, question, [this](const QString& path) { m_source->setText(QDir::toNativeSeparators(path)); });
}

void DumpImportDialog::chooseDestination()
{
    FileQuestion question;
    question.title = tr("Choose a folder of backups");
    question.start = m_destination->text();
    m_services.dialogs.chooseFolder(this, question, [this](const QString& path) {
        m_destination->setText(QDir::toNativeSeparators(path));
    });
}

void DumpImportDialog::update()
{
    m_import->setEnabled(!m_source->text().trimmed().isEmpty() && !m_destination->text().trimmed().isEmpty());
}

catalog::ImportRequest DumpImportDialog::request() const
{
    catalog::ImportRequest request;
    request.source = QDir::fromNativeSeparators(m_source->text());
    request.destination = QDir::fromNativeSeparators(m_destination->text());
    request.server = m_server->text();
    request.database = m_database->text();
    request.way = static_cast<catalog::ImportWay>(m_way->currentData().toInt());
    request.duplicates = m_again->isChecked() ? catalog::Duplicates::Accept : catalog::Duplicates::Refuse;
    request.cacheFolder = store::cacheFolder();
    return request;
}

} // namespace tidemark::ui
