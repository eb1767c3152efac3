// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/role/admissionview.h"

#include "core/quoting.h"
#include "ui/common/commandview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/mutedlabel.h"

#include <QVBoxLayout>

namespace tidemark::ui {

namespace role = backup::role;

namespace {

/// The first line is for databases, the second for replication.
QString subjectOf(qsizetype place)
{
    return place == 0 ? AdmissionView::tr("Sessions in databases")
                      : AdmissionView::tr("Replication, for base backups");
}

IconLabel* ruleLabel(const role::RolePlan& plan, qsizetype place)
{
    const role::Admission& admission = plan.admissions.at(place);
    auto* label = new IconLabel;
    label->setObjectName(QStringLiteral("admission"));
    const QString subject = subjectOf(place);
    if (!plan.rulesKnown) {
        label->setStatus(QStringLiteral("circle-help"), Tone::Muted,
                         AdmissionView::tr("%1: this user may not read the rules of the server, so whether a "
                                           "line is missing shows only when it is tried.")
                             .arg(subject));
    } else if (!admission.rule) {
        label->setStatus(QStringLiteral("triangle-alert"), Tone::Warning,
                         AdmissionView::tr("%1: no line of pg_hba.conf is for this role yet.").arg(subject));
    } else {
        const QString rule =
            AdmissionView::tr("%1: %2", "place, rule")
                .arg(access::hbaPlace(*admission.rule), core::singleLine(access::hbaText(*admission.rule)));
        label->setStatus(admission.letsIn ? QStringLiteral("circle-check") : QStringLiteral("triangle-alert"),
                         admission.letsIn ? Tone::Ok : Tone::Warning,
                         admission.letsIn
                             ? AdmissionView::tr("%1: let in today, by %2").arg(subject, rule)
                             : AdmissionView::tr("%1: kept out today, by %2").arg(subject, rule));
    }
    return label;
}

} // namespace

AdmissionView::AdmissionView(QWidget* parent)
    : QWidget(parent)
    , m_rules(new QVBoxLayout)
    , m_lines(new CommandView(this))
    , m_note(new MutedLabel({}, this))
{
    m_lines->setHeading(tr("Lines for pg_hba.conf"));
    m_lines->setObjectName(QStringLiteral("hbaLines"));
    m_note->setWordWrap(true);
    m_note->setText(tr("Tidemark never changes pg_hba.conf. Let an administrator add the lines on the "
                       "server, above others that fit too, and run SELECT pg_reload_conf();"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(m_rules);
    layout->addWidget(m_lines);
    layout->addWidget(m_note);
    hide();
}

void AdmissionView::setPlan(const role::RolePlan& plan)
{
    delete m_shown;
    m_shown = new QWidget(this);
    auto* list = new QVBoxLayout(m_shown);
    list->setContentsMargins(0, 0, 0, 0);
    list->setSpacing(4);
    QStringList needed;
    for (qsizetype place = 0; place < plan.admissions.size(); ++place) {
        list->addWidget(ruleLabel(plan, place));
        if (!plan.admissions.at(place).letsIn)
            needed.append(plan.admissions.at(place).line);
    }
    m_rules->addWidget(m_shown);
    m_lines->setCommands(needed);
    m_note->setVisible(!needed.isEmpty());
    show();
}

} // namespace tidemark::ui
