// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/restore/restorestate.h"

#include <QWidget>

class QCheckBox;

namespace tidemark::ui {

/// What a server that is started for a restore is, and with which rights a dump from elsewhere is restored
/// into it.
class SandboxBox : public QWidget
{
    Q_OBJECT
public:
    explicit SandboxBox(QWidget* parent);

    void show(const RestoreState& state);
    void takeInto(RestoreState& state) const;

Q_SIGNALS:
    void changed();

private:
    QWidget* m_rights;
    QCheckBox* m_trust;
};

} // namespace tidemark::ui
