// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/inquiry.h"
#include "ui/restore/cluster/newclusterstate.h"

#include <QTimer>
#include <QWidget>

class QLineEdit;
class QPushButton;

namespace tidemark::ui {

class IconLabel;

/// A folder that has to be new or empty: its path, Browse…, and below them whether it is, and how much room
/// there is.
class TargetFolder : public QWidget
{
    Q_OBJECT
public:
    enum class Empty
    {
        Incomplete,
        Allowed, // means what the placeholder says
    };
    TargetFolder(Services& services, const QString& accessibleName, Empty empty, QWidget* parent);

    /// As it is entered, "~" resolved; empty where that is allowed.
    QString path() const;
    void setPath(const QString& path);
    void setPlaceholder(const QString& text);
    /// What is going to be written there.
    void setNeeded(qint64 bytes);
    /// A whole path, as far as can be told without looking.
    bool isComplete() const;
    QLineEdit* edit() { return m_edit; } // for a label
    QWidget* lastStop() const;           // of the Tab key

Q_SIGNALS:
    void changed();

private:
    void browse();
    void look();
    void show(const TargetFolderLook& look);

    Services& m_services;
    Inquiry m_inquiry;
    QTimer m_delay; // typing is not a question yet
    const Empty m_empty;
    qint64 m_needed = 0;
    QLineEdit* m_edit;
    QPushButton* m_browse;
    IconLabel* m_state;
};

} // namespace tidemark::ui
