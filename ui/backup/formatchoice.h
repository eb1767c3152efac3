// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/backupstate.h"

#include <QMap>
#include <QWidget>

class QButtonGroup;
class QComboBox;
class QSpinBox;

namespace tidemark::ui {

class ChoiceCard;
class MutedLabel;

/// The form of a dump: four formats with what each costs, compression as far as this pg_dump has it, and jobs. What is left
/// as recommended stays open in the draft, so that it follows the size of the database.
class FormatChoice : public QWidget
{
    Q_OBJECT
public:
    FormatChoice(BackupState& state, QWidget* parent);

    /// After the tool, the database or its contents have become known.
    void refresh();
    /// The draft's form was replaced as a whole; refresh() has to follow.
    void takeDraft();
    /// What the draft comes to, as far as it is known by now.
    std::optional<backup::DumpForm> form() const;

Q_SIGNALS:
    void changed();

private:
    void buildCards();
    void buildRow();
    void choose(archive::DumpFormat format);
    void fillCompression();
    void takeCompression();
    void takeJobs();
    backup::DumpForm decide(const backup::FormChoice& choice) const;
    archive::DumpFormat shownFormat() const;

    BackupState& m_state;
    QMap<archive::DumpFormat, ChoiceCard*> m_cards;
    QButtonGroup* m_group;
    QComboBox* m_compression;
    QSpinBox* m_level;
    QSpinBox* m_jobs;
    MutedLabel* m_note;
    int m_wantedJobs = 0; // kept while another format has none
    std::optional<core::CompressionSpec> m_wantedCompression;
};

} // namespace tidemark::ui
