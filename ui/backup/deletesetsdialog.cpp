// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/deletesetsdialog.h"

#include "core/quoting.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/profilebanner.h"
#include "ui/common/status.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr qsizetype shownSets = 6;

QLabel* plainLabel(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText); // names come from elsewhere
    label->setWordWrap(true);
    return label;
}

QString strangersText(const QList<catalog::RemovalFacts>& facts)
{
    QStringList names;
    for (const catalog::RemovalFacts& one : facts) {
        for (const QString& name : one.strangers)
            names.append(core::singleLine(name));
    }
    if (names.isEmpty())
        return {};
    QString list = names.mid(0, 5).join(DeleteSetsDialog::tr(", "));
    if (names.size() > 5)
        list += DeleteSetsDialog::tr(" and %n more", nullptr, static_cast<int>(names.size() - 5));
    return DeleteSetsDialog::tr("What does not belong to the backup stays in its folder: %1").arg(list);
}

} // namespace

DeleteSetsDialog::DeleteSetsDialog(const QList<catalog::RemovalFacts>& facts,
                                   const std::optional<store::Profile>& profile, QWidget* parent)
    : QDialog(parent)
    , m_facts(facts)
    , m_way(plainLabel({}, this))
    , m_forGood(new QCheckBox(tr("Delete &for good instead of moving to the trash"), this))
    , m_typed(new QLineEdit(this))
    , m_delete(new QPushButton(icon(QStringLiteral("trash-2"), Tone::Danger), {}, this))
{
    setObjectName(QStringLiteral("deleteSetsDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Delete %n backup(s)", nullptr, static_cast<int>(facts.size())));
    setMinimumWidth(480);
    const auto last = std::find_if(m_facts.begin(), m_facts.end(),
                                   [](const catalog::RemovalFacts& one) { return one.lastProven; });
    if (last != m_facts.end())
        m_wanted =
            last->set.manifest.database.isEmpty() ? last->set.manifest.server : last->set.manifest.database;
    buildLayout(profile);
    connect(m_forGood, &QCheckBox::toggled, this, &DeleteSetsDialog::update);
    connect(m_typed, &QLineEdit::textChanged, this, &DeleteSetsDialog::update);
    update();
}

void DeleteSetsDialog::buildLayout(const std::optional<store::Profile>& profile)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, 2 * gridStep);
    layout->setSpacing(gridStep);
    if (profile)
        layout->addWidget(new ProfileBanner(*profile, this));
    auto* list = plainLabel(listText(), this);
    list->setObjectName(QStringLiteral("deleteList"));
    layout->addWidget(list);
    if (const QString loss = lossText(); !loss.isEmpty()) {
        auto* warning = new IconLabel(QStringLiteral("triangle-alert"), Tone::Danger, loss, this);
        warning->setObjectName(QStringLiteral("deleteLoss"));
        layout->addWidget(warning);
    }
    m_way->setObjectName(QStringLiteral("deleteWay"));
    layout->addWidget(m_way);
    if (const QString strangers = strangersText(m_facts); !strangers.isEmpty())
        layout->addWidget(plainLabel(strangers, this));
    m_forGood->setObjectName(QStringLiteral("deleteForGood"));
    m_forGood->setVisible(std::any_of(m_facts.begin(), m_facts.end(),
                                      [](const catalog::RemovalFacts& one) { return one.canTrash; }));
    layout->addWidget(m_forGood);
    if (!m_wanted.isEmpty()) {
        auto* label =
            plainLabel(tr("To confirm, &type %1:")
                           .arg(core::singleLine(m_wanted).replace(QLatin1Char('&'), QLatin1String("&&"))),
                       this);
        label->setBuddy(m_typed);
        layout->addWidget(label);
        layout->addWidget(m_typed);
    }
    m_typed->setObjectName(QStringLiteral("deleteTyped"));
    m_typed->setVisible(!m_wanted.isEmpty());
    m_typed->setAccessibleName(tr("Name to confirm with"));
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* cancel = buttons->addButton(QDialogButtonBox::Cancel);
    cancel->setObjectName(QStringLiteral("deleteCancel"));
    buttons->addButton(m_delete, QDialogButtonBox::DestructiveRole);
    m_delete->setObjectName(QStringLiteral("deleteAction"));
    m_delete->setAutoDefault(false);
    cancel->setDefault(true);
    cancel->setFocus();
    layout->addSpacing(gridStep);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_delete, &QPushButton::clicked, this, &QDialog::accept);
}

QString DeleteSetsDialog::listText() const
{
    QStringList lines;
    core::ByteSize bytes;
    for (const catalog::RemovalFacts& one : m_facts) {
        const catalog::Manifest& manifest = one.set.manifest;
        bytes += manifest.totalSize();
        if (lines.size() < shownSets)
            lines.append(tr("%1 – server %2, %3")
                             .arg(jobs::subjectOf(one.set), core::singleLine(manifest.server),
                                  manifest.totalSize().toText()));
    }
    const int more = static_cast<int>(m_facts.size() - lines.size());
    if (more > 0)
        lines.append(tr("and %n more, together %1", nullptr, more).arg(bytes.toText()));
    return lines.join(QLatin1Char('\n'));
}

QString DeleteSetsDialog::lossText() const
{
    QStringList names;
    for (const catalog::RemovalFacts& one : m_facts) {
        const QString name = core::singleLine(
            one.set.manifest.database.isEmpty() ? one.set.manifest.server : one.set.manifest.database);
        if (one.lastProven && !names.contains(name))
            names.append(name);
    }
    if (names.isEmpty())
        return {};
    return tr("No other proven backup of %1 is left then. If it is lost, it cannot be restored.")
        .arg(names.join(tr(", ")));
}

catalog::RemovalWay DeleteSetsDialog::wayOf(const catalog::RemovalFacts& facts) const
{
    return facts.canTrash && !m_forGood->isChecked() ? catalog::RemovalWay::Trash
                                                     : catalog::RemovalWay::Permanent;
}

void DeleteSetsDialog::update()
{
    const auto permanent =
        std::count_if(m_facts.begin(), m_facts.end(), [this](const catalog::RemovalFacts& one) {
            return wayOf(one) == catalog::RemovalWay::Permanent;
        });
    if (permanent == 0)
        m_way->setText(tr(
            "What is deleted goes to the trash, and can be brought back from there until that is emptied."));
    else if (permanent == m_facts.size())
        m_way->setText(
            m_forGood->isChecked()
                ? tr("What is deleted for good cannot be brought back.")
                : tr("This cannot go to the trash. It is deleted for good and cannot be brought back."));
    else
        m_way->setText(tr("%n of them cannot go to the trash and are deleted for good.", nullptr,
                          static_cast<int>(permanent)));
    m_delete->setText(permanent == 0 ? tr("&Move to the trash") : tr("&Delete for good"));
    m_delete->setEnabled(m_wanted.isEmpty() || m_typed->text() == m_wanted ||
                         m_typed->text() == core::singleLine(m_wanted));
}

QList<jobs::RemovalOrder> DeleteSetsDialog::orders() const
{
    QList<jobs::RemovalOrder> orders;
    for (const catalog::RemovalFacts& one : m_facts)
        orders.append({one.set.folder, jobs::subjectOf(one.set), wayOf(one)});
    return orders;
}

} // namespace tidemark::ui
