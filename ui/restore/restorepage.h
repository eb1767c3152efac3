// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/restore/restorerequest.h"
#include "ui/services.h"

#include <QWidget>

#include <optional>

class QGridLayout;
class QPushButton;

namespace tidemark::ui {

class ChoiceCard;
class MutedLabel;
class SourceList;

/// The Restore section: choose what to restore, and from what: a recent backup or any dump.
class RestorePage : public QWidget
{
    Q_OBJECT
public:
    explicit RestorePage(Services& services, QWidget* parent = nullptr);

    /// The server that would be restored to. None: nothing is shown.
    void setProfile(const std::optional<store::Profile>& profile);
    void refresh();

Q_SIGNALS:
    void restoreRequested(const QString& source, tidemark::ui::RestoreWhat what);
    void contentsRequested(const QString& path);
    void rowsRequested(const QString& source); // to be put back into a live table; may be empty

private:
    void buildLayout();
    QGridLayout* buildChoices();
    QWidget* buildDropZone();
    RestoreWhat what() const;
    void request(const QString& source);
    void choose(bool folder);
    void updateActions();

    Services& m_services;
    std::optional<store::Profile> m_profile;
    ChoiceCard* m_whole;
    ChoiceCard* m_tables;
    ChoiceCard* m_rows;
    SourceList* m_sets;
    MutedLabel* m_note;
    QPushButton* m_restore;
    QPushButton* m_look;
};

} // namespace tidemark::ui
