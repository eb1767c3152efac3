// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sanity/answersdialog.h"

#include "core/quoting.h"
#include "ui/common/iconlabel.h"
#include "ui/common/theme.h"
#include "ui/contents/definitionview.h"
#include "ui/sanity/answersview.h"
#include "ui/sanity/sanitywords.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace tidemark::ui {

AnswersDialog::AnswersDialog(const core::SanityResult& result, const QString& source, const QString& target,
                             QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("answersDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Answers to %1").arg(core::singleLine(result.query.name)));
    const StatusLook look = lookOf(result.outcome);
    auto* outcome = new IconLabel(
        look.icon, look.tone,
        result.query.expectation == core::Expectation::Nothing
            ? look.word
            : tr("%1; expected: %2", "outcome; expectation").arg(look.word, expectationWords(result.query)),
        this);
    auto* sql = new DefinitionView(this);
    sql->setSql(result.query.sql);
    sql->setAccessibleName(tr("Statement"));
    sql->setMaximumHeight(8 * gridStep + 2 * fontMetrics().height());
    auto* answers = new AnswersView(this);
    QList<AnswersView::Titled> shown;
    if (result.source)
        shown.append({source, *result.source});
    shown.append({target, result.target});
    answers->setAnswers(shown);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, 2 * gridStep);
    layout->setSpacing(gridStep);
    layout->addWidget(outcome);
    layout->addWidget(sql);
    layout->addWidget(answers, 1);
    layout->addWidget(buttons);
    resize(760, 460);
}

} // namespace tidemark::ui
