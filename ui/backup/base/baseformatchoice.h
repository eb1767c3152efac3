// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QWidget>

class QButtonGroup;
class QComboBox;
class QLabel;
class QSpinBox;

namespace tidemark::backup::base {
enum class Format;
}

namespace tidemark::ui {

class ChoiceCard;
class MutedLabel;
struct BaseBackupState;

/// The form of a base backup: tar or plain with what each is good for, and the compression as far as this
/// pg_basebackup has it.
class BaseFormatChoice : public QWidget
{
    Q_OBJECT
public:
    BaseFormatChoice(BaseBackupState& state, QWidget* parent);

    /// After the tool has become known.
    void refresh();

Q_SIGNALS:
    void changed();

private:
    void buildCards();
    void buildRow();
    void choose(backup::base::Format format);
    void fillCompression();
    void takeCompression();

    BaseBackupState& m_state;
    QMap<backup::base::Format, ChoiceCard*> m_cards;
    QButtonGroup* m_group;
    QLabel* m_label;
    QComboBox* m_compression;
    QSpinBox* m_level;
    MutedLabel* m_note;
};

} // namespace tidemark::ui
