// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/restorefacts.h"

#include <QMap>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QGroupBox;
class QRadioButton;

namespace tidemark::ui {

/// Whose the restored objects will be, and what becomes of the roles that the server does not have: each is
/// left out, made, or another one takes its place.
class RoleChoice : public QWidget
{
    Q_OBJECT
public:
    explicit RoleChoice(QWidget* parent);

    /// Shows these answers. Without facts of a server only the owner is asked for.
    void show(const restore::RestoreDraft& draft, const std::optional<restore::RestoreFacts>& facts);
    /// Writes what is chosen into the draft.
    void takeInto(restore::RestoreDraft& draft) const;

Q_SIGNALS:
    void changed();

private:
    QGroupBox* buildOwners();
    QGroupBox* buildRoles();
    void showRoles(const restore::RestoreDraft& draft, const restore::RestoreFacts& facts);
    QComboBox* fateBox(const QString& role, const QStringList& others);

    bool m_quiet = false; // answers are being shown
    QRadioButton* m_me;
    QRadioButton* m_keep;
    QRadioButton* m_role;
    QComboBox* m_owner;
    QGroupBox* m_roles;
    QFormLayout* m_form;
    QMap<QString, QComboBox*> m_fates;
    QCheckBox* m_privileges;
};

} // namespace tidemark::ui
