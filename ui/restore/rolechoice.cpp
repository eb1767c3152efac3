// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rolechoice.h"

#include "core/quoting.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/seenticks.h"
#include "ui/common/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QRadioButton>
#include <QVBoxLayout>

#include <utility>

namespace tidemark::ui {

namespace {

const QString leaveOut = QStringLiteral("skip");
const QString makeIt = QStringLiteral("create");
const QString map = QStringLiteral("map ");
constexpr qsizetype mostRoles = 40; // each a line; who has more says so with one option of the command

template <typename Button> void makeSeen(Button* button)
{
    auto* seen = new SeenTicks;
    seen->setParent(button);
    button->setStyle(seen);
}

QString escaped(QString text)
{
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

QStringList sortedRoles(const restore::RestoreFacts& facts)
{
    QStringList roles(facts.serverRoles.begin(), facts.serverRoles.end());
    roles.removeIf([](const QString& role) { return role.startsWith(QLatin1String("pg_")); });
    roles.sort();
    return roles;
}

} // namespace

RoleChoice::RoleChoice(QWidget* parent)
    : QWidget(parent)
    , m_me(new QRadioButton(this))
    , m_keep(new QRadioButton(tr("&Owners as in the backup"), this))
    , m_role(new QRadioButton(tr("Everything belongs to another &role:"), this))
    , m_owner(new QComboBox(this))
    , m_roles(new QGroupBox(tr("Roles that this server does not have"), this))
    , m_form(new QFormLayout)
    , m_privileges(new QCheckBox(tr("Restore pri&vileges (GRANT, REVOKE)"), this))
{
    m_me->setObjectName(QStringLiteral("ownerMe"));
    m_keep->setObjectName(QStringLiteral("ownerKeep"));
    m_keep->setToolTip(tr("Needs the same roles on this server, and the right to act for them."));
    m_role->setObjectName(QStringLiteral("ownerRole"));
    m_owner->setObjectName(QStringLiteral("ownerRoleBox"));
    m_owner->setAccessibleName(tr("Role that everything belongs to"));
    m_owner->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_roles->setObjectName(QStringLiteral("missingRoles"));
    m_privileges->setObjectName(QStringLiteral("privileges"));
    for (QRadioButton* button : {m_me, m_keep, m_role})
        makeSeen(button);
    makeSeen(m_privileges);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridStep);
    layout->addWidget(buildOwners());
    layout->addWidget(buildRoles());
    layout->addWidget(m_privileges);
    const auto tell = [this] {
        m_owner->setEnabled(m_role->isChecked());
        if (!m_quiet)
            Q_EMIT changed();
    };
    for (QRadioButton* button : {m_me, m_keep, m_role})
        connect(button, &QRadioButton::toggled, this, [tell](bool on) {
            if (on)
                tell();
        });
    connect(m_owner, &QComboBox::currentIndexChanged, this, tell);
    connect(m_privileges, &QCheckBox::toggled, this, tell);
}

QGroupBox* RoleChoice::buildOwners()
{
    auto* owners = new QGroupBox(tr("Owner"), this);
    auto* line = new QHBoxLayout;
    line->setSpacing(gridStep);
    line->addWidget(m_role);
    line->addWidget(m_owner, 1);
    auto* choices = new QVBoxLayout(owners);
    choices->addWidget(m_me);
    choices->addWidget(m_keep);
    choices->addLayout(line);
    return owners;
}

QGroupBox* RoleChoice::buildRoles()
{
    m_form->setHorizontalSpacing(2 * gridStep);
    m_form->setVerticalSpacing(gridStep);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_roles->setLayout(m_form);
    return m_roles;
}

QComboBox* RoleChoice::fateBox(const QString& role, const QStringList& others)
{
    auto* box = new QComboBox(m_roles);
    box->setAccessibleName(tr("What becomes of the role %1").arg(core::singleLine(role)));
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->addItem(tr("leave it out"), leaveOut);
    box->setItemData(0, tr("What it owns belongs to who restores, its privileges are left out."),
                     Qt::ToolTipRole);
    box->addItem(tr("make it, without a password"), makeIt);
    for (const QString& other : others)
        box->addItem(tr("%1 takes its place").arg(core::singleLine(other)), map + other);
    connect(box, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_quiet)
            Q_EMIT changed();
    });
    return box;
}

void RoleChoice::showRoles(const restore::RestoreDraft& draft, const restore::RestoreFacts& facts)
{
    while (m_form->rowCount() > 0)
        m_form->removeRow(0);
    m_fates.clear();
    const QStringList others = sortedRoles(facts);
    for (const QString& role : facts.absentRoles.mid(0, mostRoles)) {
        QComboBox* box = fateBox(role, others);
        const bool isNamed = draft.roles.contains(role);
        const restore::RoleChoice choice = draft.roles.value(role);
        const restore::RoleFate fate = isNamed ? choice.fate : draft.missingRoles;
        int index = box->findData(fate == restore::RoleFate::Create ? makeIt : leaveOut);
        if (fate == restore::RoleFate::Map)
            index = box->findData(map + choice.to);
        box->setCurrentIndex(std::max(0, index));
        m_form->addRow(escaped(core::singleLine(role)) + QLatin1Char(':'), box);
        m_fates.insert(role, box);
    }
    m_roles->setVisible(!m_fates.isEmpty());
}

void RoleChoice::show(const restore::RestoreDraft& draft, const std::optional<restore::RestoreFacts>& facts)
{
    m_quiet = true;
    const QString user = facts ? core::singleLine(facts->server.user) : tr("the role that runs it");
    m_me->setText(tr("Everything &belongs to %1").arg(escaped(user)));
    m_owner->clear();
    for (const QString& role : facts ? sortedRoles(*facts) : QStringList())
        m_owner->addItem(core::singleLine(role), role);
    const int owner = m_owner->findData(draft.ownerRole);
    m_owner->setCurrentIndex(std::max(0, owner));
    m_role->setVisible(m_owner->count() > 1);
    m_owner->setVisible(m_owner->count() > 1);
    const bool isRole = draft.ownership == restore::Ownership::Role && owner >= 0;
    (isRole ? m_role : draft.ownership == restore::Ownership::Keep ? m_keep : m_me)->setChecked(true);
    m_owner->setEnabled(isRole);
    m_privileges->setChecked(draft.privileges == archive::Privileges::Keep);
    showRoles(draft, facts ? *facts : restore::RestoreFacts());
    m_quiet = false;
}

void RoleChoice::takeInto(restore::RestoreDraft& draft) const
{
    draft.ownership = m_role->isChecked()   ? restore::Ownership::Role
                      : m_keep->isChecked() ? restore::Ownership::Keep
                                            : restore::Ownership::Me;
    draft.ownerRole = m_role->isChecked() ? m_owner->currentData().toString() : QString();
    draft.privileges = m_privileges->isChecked() ? archive::Privileges::Keep : archive::Privileges::None;
    if (m_fates.isEmpty())
        return;
    // One is made: the others are named, for the rule is to make what is missing then. Where owners are kept,
    // an owner that is left out has to be named too: nobody is left out unasked.
    bool makes = false;
    for (const QComboBox* box : m_fates)
        makes = makes || box->currentData().toString() == makeIt;
    draft.missingRoles = makes ? restore::RoleFate::Create : restore::RoleFate::LeaveOut;
    draft.roles.clear();
    for (auto role = m_fates.cbegin(); role != m_fates.cend(); ++role) {
        const QString fate = role.value()->currentData().toString();
        if (fate.startsWith(map))
            draft.roles.insert(role.key(), {restore::RoleFate::Map, fate.mid(map.size())});
        else if ((makes || draft.ownership == restore::Ownership::Keep) && fate == leaveOut)
            draft.roles.insert(role.key(), {restore::RoleFate::LeaveOut, {}});
    }
}

} // namespace tidemark::ui
