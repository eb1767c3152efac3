// SPDX-License-Identifier: GPL-3.0-or-later
// The rules by which conditions are told apart, for people: one table each, from which the help page is made
// too.
#pragma once

#include "replication/lagsample.h"

#include <QList>
#include <QString>

namespace tidemark::replication {

/// In the order in which the help page explains them.
const QList<Condition>& allConditions();
QString conditionName(Condition condition);     // stable, for JSON: "catchingUp"
QString conditionTitle(Condition condition);    // for a card: "Catching up"
QString conditionSentence(Condition condition); // what it means and what to do
QString conditionRule(Condition condition);     // when it is said
/// Whether somebody should do something about it.
bool isTrouble(Condition condition);

const QList<SlotCondition>& allSlotConditions();
QString slotConditionName(SlotCondition condition); // stable, for JSON: "holdingWal"
QString slotConditionTitle(SlotCondition condition);
QString slotConditionSentence(SlotCondition condition);
QString slotConditionRule(SlotCondition condition);
bool isTrouble(SlotCondition condition);

/// resources/help/replication.md as it has to be; a test holds the file against it.
QString rulesAsMarkdown();

} // namespace tidemark::replication
