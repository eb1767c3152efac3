// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/presetstore.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;
class QPushButton;

namespace tidemark::ui {

class FindingsView;
class MutedLabel;

/// Asks for the name of a preset, and whose it is, and saves it. Open it with open(); it deletes itself.
class PresetNameDialog : public QDialog
{
    Q_OBJECT
public:
    /// `preset` has everything but a name; `suggestion` may be empty. `serverName` is the one of its profile.
    PresetNameDialog(store::PresetStore store, store::Preset preset, const QString& suggestion, const QString& serverName, QWidget* parent);

Q_SIGNALS:
    void saved(const QString& name);

private:
    store::Preset wanted() const;
    bool isTaken() const;
    void showState();
    void save();

    store::PresetStore m_store;
    store::Preset m_preset;
    QLineEdit* m_name;
    QCheckBox* m_forAll;
    MutedLabel* m_note;
    FindingsView* m_error;
    QPushButton* m_save;
};

} // namespace tidemark::ui
