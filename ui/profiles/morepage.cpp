// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/morepage.h"

#include "core/quoting.h"
#include "ui/common/theme.h"

#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

const QLatin1String hostaddr("hostaddr");

} // namespace

MorePage::MorePage(QWidget* parent)
    : ProfilePage(parent)
    , m_service(new QLineEdit(this))
    , m_options(new QLineEdit(this))
    , m_table(new QTableView(this))
    , m_remove(new QPushButton(tr("&Remove keyword"), this))
{
    m_service->setObjectName(QStringLiteral("profileService"));
    m_service->setPlaceholderText(tr("A section of pg_service.conf"));
    m_options->setObjectName(QStringLiteral("profileOptions"));
    m_options->setPlaceholderText(QStringLiteral("-c geqo=off"));
    m_table->setObjectName(QStringLiteral("profileKeywords"));
    m_table->setAccessibleName(tr("Other keywords"));
    m_table->setModel(&m_model);
    m_table->setTabKeyNavigation(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setColumnWidth(0, 200);
    m_table->verticalHeader()->hide();
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_remove->setObjectName(QStringLiteral("removeKeyword"));
    m_remove->setAutoDefault(false);

    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(gridStep);
    form->addRow(tr("Ser&vice:"), m_service);
    form->addRow(tr("&Options for the server:"), m_options);
    auto* label = new QLabel(tr("Other &keywords of PostgreSQL's library (connect_timeout, target_session_attrs …):"), this);
    label->setBuddy(m_table);
    label->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(gridStep);
    layout->addLayout(form);
    layout->addWidget(label);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_remove, 0, Qt::AlignLeft);

    connect(m_service, &QLineEdit::textEdited, this, &ProfilePage::edited);
    connect(m_options, &QLineEdit::textEdited, this, &ProfilePage::edited);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &ProfilePage::edited);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        m_model.removeAt(m_table->currentIndex().row());
        Q_EMIT edited();
    });
}

void MorePage::setProfile(const store::Profile& profile)
{
    m_service->setText(profile.spec.service);
    m_options->setText(profile.spec.options);
    m_given = profile.spec.more;
    if (!profile.spec.hostaddr.isEmpty())
        m_given.insert(hostaddr, profile.spec.hostaddr);
    m_model.setKeywords(m_given);
}

void MorePage::apply(store::Profile& profile) const
{
    profile.spec.service = m_service->text().trimmed();
    profile.spec.options = m_options->text();
    profile.spec.more = m_model.keywords();
    profile.spec.hostaddr = profile.spec.more.take(hostaddr);
}

std::optional<FieldProblem> MorePage::problem() const
{
    const QMap<QString, QString> keywords = m_model.keywords();
    for (auto it = keywords.begin(); it != keywords.end(); ++it) {
        postgres::ConnectionSpec alone;
        alone.more.insert(it.key(), it.value());
        if (store::withoutSecrets(alone) != alone)
            return FieldProblem{m_table, tr("%1 is a secret; a profile does not keep secrets. Enter the password on the first page.").arg(it.key())};
        const auto parsed = postgres::parseConninfo(it.key() + QLatin1Char('=') + core::quoteConninfo(it.value()));
        if (!parsed && m_given.value(it.key()) != it.value())
            return FieldProblem{m_table, tr("PostgreSQL's library does not know this: %1").arg(parsed.error().detail)};
        if (parsed && parsed->spec.more.isEmpty() && parsed->spec.hostaddr.isEmpty())
            return FieldProblem{m_table, tr("%1 has a field of its own; enter it there.").arg(it.key())};
    }
    return std::nullopt;
}

} // namespace tidemark::ui
