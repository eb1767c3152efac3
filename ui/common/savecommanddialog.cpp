// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/savecommanddialog.h"

#include "core/atomicfile.h"
#include "core/quoting.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/status.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTabWidget>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

constexpr QSize usualSize(760, 520);

/// A name alone works from cron and on other machines; a path only where nothing else is found.
QString programToCall()
{
    const QString name = QStringLiteral("tidemarkctl");
    const QString beside = QCoreApplication::applicationDirPath() + QLatin1Char('/') + name;
    return QStandardPaths::findExecutable(name).isEmpty() && QFileInfo(beside).isExecutable() ? beside : name;
}

} // namespace

SaveCommandDialog::SaveCommandDialog(Services& services, jobs::CommandCalls calls, const QString& stockScript, QWidget* parent)
    : QDialog(parent)
    , m_services(services)
    , m_forms(new QTabWidget(this))
    , m_copy(new QPushButton(icon(QStringLiteral("copy")), tr("&Copy"), this))
    , m_save(new QPushButton(icon(QStringLiteral("save")), tr("&Save to file…"), this))
    , m_said(new IconLabel(this))
{
    setObjectName(QStringLiteral("saveCommandDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Save as command"));
    calls.program = programToCall();
    const QString fileName = jobs::scriptFileName(calls.title);
    m_forms->setObjectName(QStringLiteral("commandForms"));
    m_forms->setDocumentMode(true);
    addForm(QStringLiteral("commandLine"), tr("Command &line"), tr("The same as this wizard does, through the same code. No password is in it."), jobs::shellLines(calls), {});
    addForm(QStringLiteral("commandScript"), tr("Shell sc&ript"), tr("For cron and other timers: it says what went wrong, and ends with the exit code of tidemarkctl."),
            jobs::shellScript(calls, fileName), fileName);
    if (!stockScript.isEmpty()) {
        addForm(QStringLiteral("stockScript"), tr("PostgreSQL's &programs"),
                tr("For a machine without Tidemark. Nothing is read back and nothing compared: that such a script ends well does not prove a backup."), stockScript,
                QStringLiteral("pg_dump-") + fileName);
    }
    m_copy->setObjectName(QStringLiteral("copyFormButton"));
    m_save->setObjectName(QStringLiteral("saveFormButton"));
    m_said->setObjectName(QStringLiteral("saveCommandSaid"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* line = new QHBoxLayout;
    line->setSpacing(gridStep);
    line->addWidget(m_copy);
    line->addWidget(m_save);
    line->addStretch(1);
    line->addWidget(buttons);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, 2 * gridStep);
    layout->setSpacing(gridStep);
    layout->addWidget(m_forms, 1);
    layout->addWidget(m_said);
    layout->addLayout(line);
    resize(usualSize);
    connect(m_forms, &QTabWidget::currentChanged, this, &SaveCommandDialog::showCurrent);
    connect(m_copy, &QPushButton::clicked, this, &SaveCommandDialog::copy);
    connect(m_save, &QPushButton::clicked, this, &SaveCommandDialog::save);
    showCurrent();
}

void SaveCommandDialog::addForm(const QString& objectName, const QString& title, const QString& explanation, const QString& text, const QString& fileName)
{
    auto* page = new QWidget(m_forms);
    page->setProperty("fileName", fileName);
    page->setProperty("text", text); // the edit does not keep every kind of space
    auto* words = new QLabel(explanation, page);
    words->setWordWrap(true);
    auto* edit = new QPlainTextEdit(text, page);
    edit->setObjectName(objectName);
    edit->setAccessibleName(explanation);
    edit->setReadOnly(true);
    edit->setTabChangesFocus(true);
    edit->setFont(fixedFont(font()));
    edit->setWordWrapMode(fileName.isEmpty() ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::NoWrap);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, gridStep, 0, 0);
    layout->setSpacing(gridStep);
    layout->addWidget(words);
    layout->addWidget(edit, 1);
    m_forms->addTab(page, title);
}

QString SaveCommandDialog::currentText() const
{
    return m_forms->currentWidget()->property("text").toString();
}

QString SaveCommandDialog::currentFile() const
{
    return m_forms->currentWidget()->property("fileName").toString();
}

void SaveCommandDialog::showCurrent()
{
    m_said->hide();
    m_save->setVisible(!currentFile().isEmpty());
}

void SaveCommandDialog::copy()
{
    QGuiApplication::clipboard()->setText(currentText());
    m_said->setStatus(QStringLiteral("circle-check"), Tone::Ok, tr("Copied."));
    m_said->show();
}

void SaveCommandDialog::save()
{
    m_services.dialogs.chooseNewFile(this, {tr("Save the script"), QDir::home().filePath(currentFile()), {tr("Shell scripts (*.sh)"), tr("All files (*)")}},
                                     [this](const QString& path) { write(path); });
}

void SaveCommandDialog::write(const QString& path)
{
    core::Status done = core::writeFileAtomically(path, currentText().toUtf8(), core::FileMode::Private);
    if (done && !QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
        done = core::Error{core::ErrorKind::PermissionDenied, tr("%1 was written, but cannot be made executable here.").arg(core::singleLine(QDir::toNativeSeparators(path))), {},
                           tr("Start it with: sh FILE")};
    m_said->setStatus(done ? QStringLiteral("circle-check") : QStringLiteral("circle-x"), done ? Tone::Ok : Tone::Danger,
                      done ? tr("Saved as %1; only you can read and start it.").arg(core::singleLine(QDir::toNativeSeparators(path))) : done.error().toText());
    m_said->show();
}

} // namespace tidemark::ui
