// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sanity/sanitywords.h"

#include "core/quoting.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace tidemark::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ui::sanity", text);
}

QString rowsText(const core::SanityAnswer& answer)
{
    constexpr qsizetype mostRows = 10;
    if (answer.isFailed())
        return core::singleLine(answer.problem);
    QStringList lines{answer.columns.join(QStringLiteral(" | "))};
    for (qsizetype row = 0; row < std::min(mostRows, answer.rows.size()); ++row) {
        QStringList cells;
        for (const auto& cell : answer.rows.at(row))
            cells.append(core::singleLine(cell.value_or(QStringLiteral("NULL"))));
        lines.append(cells.join(QStringLiteral(" | ")));
    }
    if (answer.rows.size() > mostRows || answer.isCut)
        lines.append(QStringLiteral("…"));
    return lines.join(QLatin1Char('\n'));
}

} // namespace

QString expectationWords(const core::SanityQuery& query)
{
    switch (query.expectation) {
    case core::Expectation::Equal:
        return tr("the same");
    case core::Expectation::SomeRows:
        return tr("some rows");
    case core::Expectation::AtLeast:
        return tr("at least %1").arg(QLocale().toString(query.least, 'g', QLocale::FloatingPointShortest));
    case core::Expectation::Nothing:
        break;
    }
    return tr("nothing");
}

QString askedWords(const QList<core::SanityQuery>& queries)
{
    QStringList names;
    for (const core::SanityQuery& query : queries) {
        if (query.enabled)
            names.append(core::singleLine(query.name));
    }
    constexpr qsizetype shown = 6;
    if (names.isEmpty())
        return tr("None are kept for this database.");
    names.sort();
    const QString text = names.mid(0, shown).join(tr(", "));
    const int more = static_cast<int>(names.size() - shown);
    if (more <= 0)
        return text;
    return QCoreApplication::translate("ui::sanity", "%1, and %n more", nullptr, more).arg(text);
}

StatusLook lookOf(core::SanityOutcome outcome)
{
    switch (outcome) {
    case core::SanityOutcome::Equal:
        return {QStringLiteral("circle-check"), tr("equal"), Tone::Ok};
    case core::SanityOutcome::Different:
        return {QStringLiteral("triangle-alert"), tr("different"), Tone::Warning};
    case core::SanityOutcome::Unmet:
        return {QStringLiteral("circle-x"), tr("not as it must be"), Tone::Danger};
    case core::SanityOutcome::Failed:
        return {QStringLiteral("circle-x"), tr("not answered"), Tone::Danger};
    case core::SanityOutcome::NotCompared:
        break;
    }
    return {QStringLiteral("info"), tr("answered"), Tone::Accent};
}

int rankOf(core::SanityOutcome outcome)
{
    switch (outcome) {
    case core::SanityOutcome::Unmet:
    case core::SanityOutcome::Failed:
        return 0;
    case core::SanityOutcome::Different:
        return 1;
    case core::SanityOutcome::NotCompared:
        return 2;
    case core::SanityOutcome::Equal:
        break;
    }
    return 3;
}

QVariant answerData(const core::SanityAnswer& answer, int role)
{
    if (role != Qt::ToolTipRole)
        return core::singleLine(answer.summary());
    return QStringLiteral("<pre>%1</pre>").arg(rowsText(answer).toHtmlEscaped());
}

} // namespace tidemark::ui
