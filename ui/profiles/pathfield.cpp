// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/pathfield.h"

#include "ui/common/icons.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

namespace tidemark::ui {

PathField::PathField(const Dialogs& dialogs, const QString& what, const char* name, QWidget* parent) : QWidget(parent), m_edit(new QLineEdit(this))
{
    m_edit->setObjectName(QLatin1String(name));
    m_edit->setAccessibleName(what); // the form's label belongs to the whole field
    auto* browse = new QToolButton(this);
    browse->setObjectName(QLatin1String(name) + QStringLiteral("Browse"));
    browse->setIcon(icon(QStringLiteral("folder-open")));
    browse->setToolTip(tr("Choose a file"));
    browse->setAccessibleName(tr("Choose: %1").arg(what));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_edit, 1);
    row->addWidget(browse);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, &PathField::edited);
    connect(browse, &QToolButton::clicked, this, [this, &dialogs, what] {
        dialogs.chooseFile(this, {what, path()}, [this](const QString& chosen) {
            setPath(chosen);
            Q_EMIT edited();
        });
    });
}

void PathField::setPath(const QString& path)
{
    m_edit->setText(path);
}

QString PathField::path() const
{
    return m_edit->text();
}

void PathField::setPlaceholder(const QString& text)
{
    m_edit->setPlaceholderText(text);
}

} // namespace tidemark::ui
