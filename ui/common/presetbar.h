// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/presetstore.h"
#include "ui/services.h"

#include <QWidget>

class QComboBox;
class QPushButton;

namespace tidemark::ui {

class IconLabel;

/// One line of a wizard, of any kind: choose answers that were saved under a name, save the present ones, delete a preset.
/// What the answers mean is the wizard's business.
class PresetBar : public QWidget
{
    Q_OBJECT
public:
    /// `kind` as in store::Preset.
    PresetBar(Services& services, const QString& kind, const store::Profile& profile, QWidget* parent);

    /// Answers that are offered before the presets: those of the last time, say. The first is shown as chosen.
    void addAnswers(const QString& text, const QJsonObject& answers);
    /// The same before those that are there already.
    void prependAnswers(const QString& text, const QJsonObject& answers);
    /// What Save… saves.
    void setSource(std::function<QJsonObject()> answers) { m_source = std::move(answers); }
    /// Where chosen answers cannot be used.
    void showProblem(const core::Error& error);
    /// The presets as they are on disk now; what is chosen stays chosen.
    void refresh();

Q_SIGNALS:
    void chosen(const QJsonObject& answers, const QString& name);

private:
    struct Item
    {
        QString text;
        QJsonObject answers;
    };
    void take(int index);
    void select(const QString& name);
    void updateButtons();
    void save();
    void remove();
    const store::Preset* current() const; // null while none of the presets is chosen

    Services& m_services;
    store::PresetStore m_store;
    QString m_kind;
    store::Profile m_profile;
    std::function<QJsonObject()> m_source;
    QList<Item> m_own;
    QList<store::Preset> m_presets;
    QComboBox* m_box;
    QPushButton* m_save;
    QPushButton* m_delete;
    IconLabel* m_problem;
};

} // namespace tidemark::ui
