// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/restore/presentmodel.h"

#include <QWidget>

#include <optional>

class QButtonGroup;
class QLabel;

namespace tidemark::ui {

class ChoiceCard;
class IconLabel;
class RecordTable;

/// What an existing database has already of what is restored, and what happens to it. Nothing is chosen
/// before a person does.
class ConflictChoice : public QWidget
{
    Q_OBJECT
public:
    enum class Decision
    {
        Keep,
        Replace,
        EmptyAndLoad,
        Append,
        Beside,
        OtherName,
    };
    explicit ConflictChoice(QWidget* parent);

    enum class SideBySide
    {
        Offered,
        SchemaOnly, // other names are for tables that are chosen one by one
        No,         // it is for chosen tables
    };
    void show(const TargetLook& look, const QString& database, const QString& besideSchema,
              SideBySide sideBySide);
    /// Something is there that has to be decided about.
    bool asks() const { return m_asks; }
    std::optional<Decision> decision() const;
    void setDecision(std::optional<Decision> decision);

Q_SIGNALS:
    void decided();

private:
    void addCard(Decision decision, const char* objectName, const QString& title, const QString& sentence);

    PresentModel m_model;
    bool m_asks = false;
    IconLabel* m_state;
    RecordTable* m_table;
    QLabel* m_others;
    QLabel* m_question;
    QButtonGroup* m_group;
    QList<ChoiceCard*> m_cards; // as Decision has them
};

} // namespace tidemark::ui
