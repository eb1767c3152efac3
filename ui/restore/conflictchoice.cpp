// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/conflictchoice.h"

#include "core/quoting.h"
#include "ui/common/choicecard.h"
#include "ui/common/iconlabel.h"
#include "ui/common/mutedlabel.h"
#include "ui/common/recordtable.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QHeaderView>
#include <QRadioButton>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

constexpr int mostRows = 5; // then it scrolls
constexpr qsizetype namedOthers = 8;

} // namespace

ConflictChoice::ConflictChoice(QWidget* parent)
    : QWidget(parent)
    , m_state(new IconLabel(this))
    , m_table(new RecordTable(this))
    , m_others(new MutedLabel({}, this))
    , m_question(new QLabel(tr("What happens to them?"), this))
    , m_group(new QButtonGroup(this))
{
    m_state->setObjectName(QStringLiteral("presentSentence"));
    m_table->setObjectName(QStringLiteral("presentTable"));
    m_table->setAccessibleName(tr("Tables that are there already"));
    m_table->setRecords(&m_model, PresentModel::Table);
    m_others->setObjectName(QStringLiteral("presentOthers"));
    m_others->setWordWrap(true);
    m_others->setTextFormat(Qt::PlainText);
    QFont bold = m_question->font();
    bold.setBold(true);
    m_question->setFont(bold);
    addCard(Decision::Keep, "existingKeep", tr("&Keep them"),
            tr("They stay as they are, with their rows. Only what is missing is restored."));
    addCard(Decision::Replace, "existingReplace", tr("Re&place them"),
            tr("They are dropped with all their rows, then restored as in the backup."));
    addCard(Decision::EmptyAndLoad, "existingEmpty", tr("&Empty them and load the rows"),
            tr("Definitions stay as they are. The rows of the backup take the place of theirs."));
    addCard(Decision::Append, "existingAppend", tr("&Add the rows"),
            tr("Definitions and rows stay, the rows of the backup are added. If a key is there already, "
               "nothing is changed at all."));
    addCard(Decision::Beside, "existingBeside", tr("&Side by side"), {});
    addCard(Decision::OtherName, "existingOtherName", tr("Un&der other names"),
            tr("They stay untouched. The restored ones go beside them, in the same schema."));
    for (const Decision lossy : {Decision::Replace, Decision::EmptyAndLoad})
        m_cards.at(static_cast<int>(lossy))->setMark(tr("Loses rows"), Tone::Danger);
    auto* grid = new QGridLayout;
    grid->setSpacing(gridStep);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    for (int i = 0; i < m_cards.size(); ++i)
        grid->addWidget(m_cards.at(i), i / 2, i % 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridStep);
    layout->addWidget(m_state);
    layout->addWidget(m_table);
    layout->addWidget(m_others);
    layout->addWidget(m_question);
    layout->addLayout(grid);
}

void ConflictChoice::addCard(Decision decision, const char* objectName, const QString& title,
                             const QString& sentence)
{
    auto* card = new ChoiceCard(title, sentence, this);
    card->button().setObjectName(QLatin1String(objectName));
    m_group->addButton(&card->button(), static_cast<int>(decision));
    connect(&card->button(), &QRadioButton::toggled, this, [this](bool on) {
        if (on)
            Q_EMIT decided();
    });
    m_cards.append(card);
}

void ConflictChoice::show(const TargetLook& look, const QString& database, const QString& besideSchema,
                          SideBySide sideBySide)
{
    const archive::Toc& toc = look.facts.source.toc;
    const bool rowsAlone = toc.relations().isEmpty() && !toc.tableData().isEmpty();
    const int tables = static_cast<int>(look.present.size());
    m_asks = !look.present.isEmpty() || !look.otherPresent.isEmpty() || rowsAlone;
    m_model.setTables(look.present);
    m_table->setVisible(tables > 0);
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() +
                            std::clamp(tables, 1, mostRows) *
                                m_table->verticalHeader()->defaultSectionSize() +
                            2 * m_table->frameWidth());
    const QString name = core::singleLine(database);
    if (tables > 0)
        m_state->setStatus(QStringLiteral("triangle-alert"), Tone::Warning,
                           tr("%1 has %n of these tables already:", nullptr, tables).arg(name));
    else if (m_asks)
        m_state->setStatus(QStringLiteral("triangle-alert"), Tone::Warning,
                           tr("%1 has some of it already.").arg(name));
    else
        m_state->setStatus(QStringLiteral("circle-check"), Tone::Ok,
                           tr("%1 has nothing of it yet: nothing is in the way.").arg(name));
    QString others = look.otherPresent.mid(0, namedOthers).join(QStringLiteral(", "));
    if (look.otherPresent.size() > namedOthers)
        others = tr("%1 and %2 more").arg(others).arg(look.otherPresent.size() - namedOthers);
    m_others->setText(tables > 0 ? tr("Also there: %1.").arg(others) : tr("There: %1.").arg(others));
    m_others->setVisible(!look.otherPresent.isEmpty());
    m_question->setVisible(m_asks);
    for (ChoiceCard* card : std::as_const(m_cards))
        card->setVisible(m_asks);
    ChoiceCard* beside = m_cards.at(static_cast<int>(Decision::Beside));
    beside->setSentence(tr("They stay untouched. The restored ones go into the schema %1.")
                            .arg(core::singleLine(besideSchema)));
    beside->setVisible(m_asks && sideBySide != SideBySide::No);
    m_cards.at(static_cast<int>(Decision::OtherName))
        ->setVisible(m_asks && sideBySide == SideBySide::Offered);
}

std::optional<ConflictChoice::Decision> ConflictChoice::decision() const
{
    const int id = m_group->checkedId();
    return id < 0 || !m_asks ? std::nullopt : std::optional(static_cast<Decision>(id));
}

void ConflictChoice::setDecision(std::optional<Decision> decision)
{
    const QSignalBlocker quiet(this);
    if (decision) {
        m_cards.at(static_cast<int>(*decision))->button().setChecked(true);
        return;
    }
    m_group->setExclusive(false);
    for (ChoiceCard* card : std::as_const(m_cards))
        card->button().setChecked(false);
    m_group->setExclusive(true);
}

} // namespace tidemark::ui
