// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/aboutdialog.h"

#include "ui/common/icons.h"
#include "ui/common/status.h"
#include "ui/services.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

QString toolsText(const Services& services)
{
    if (!services.toolsReady)
        return AboutDialog::tr("The search for PostgreSQL's programs is still going on.");
    QStringList lines;
    for (const process::Tool& tool : services.tools.all())
        lines.append(QStringLiteral("%1 %2  %3").arg(process::toolName(tool.kind), tool.version.toText(), tool.path));
    return lines.isEmpty() ? AboutDialog::tr("None of PostgreSQL's programs was found.") : lines.join(QLatin1Char('\n'));
}

} // namespace

AboutDialog::AboutDialog(const Services& services, QWidget* parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("aboutDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("About Tidemark"));
    auto* mark = new QLabel(this);
    mark->setPixmap(applicationIcon().pixmap(QSize(64, 64), devicePixelRatioF()));
    auto* name = new QLabel(tr("Tidemark %1").arg(QCoreApplication::applicationVersion()), this);
    makeHeading(*name);
    auto* what = new QLabel(tr("Backs up PostgreSQL and proves that the backups restore.\n"
                               "Free software under the GNU General Public License, version 3 or later. Icons: Lucide (ISC)."), this);
    what->setWordWrap(true);
    auto* label = new QLabel(tr("PostgreSQL's &programs on this computer:"), this);
    auto* tools = new QPlainTextEdit(toolsText(services), this);
    tools->setObjectName(QStringLiteral("aboutTools"));
    tools->setReadOnly(true);
    tools->setTabChangesFocus(true);
    tools->setFont(fixedFont(font()));
    tools->setLineWrapMode(QPlainTextEdit::NoWrap);
    label->setBuddy(tools);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* words = new QVBoxLayout;
    words->addWidget(name);
    words->addWidget(what);
    auto* head = new QHBoxLayout;
    head->setSpacing(2 * gridStep);
    head->addWidget(mark, 0, Qt::AlignTop);
    head->addLayout(words, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, 2 * gridStep);
    layout->setSpacing(gridStep);
    layout->addLayout(head);
    layout->addWidget(label);
    layout->addWidget(tools, 1);
    layout->addWidget(buttons);
    resize(560, 400);
}

} // namespace tidemark::ui
