// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/dialogs.h"

#include <QWidget>

class QLineEdit;

namespace tidemark::ui {

/// The path of a file, typed or chosen.
class PathField : public QWidget
{
    Q_OBJECT
public:
    /// `what` is the title of the dialog: "Root certificate". `name` is the line edit's object name.
    PathField(const Dialogs& dialogs, const QString& what, const char* name, QWidget* parent = nullptr);

    void setPath(const QString& path);
    QString path() const;
    void setPlaceholder(const QString& text);

Q_SIGNALS:
    void edited();

private:
    QLineEdit* m_edit;
};

} // namespace tidemark::ui
