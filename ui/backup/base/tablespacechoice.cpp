// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/base/tablespacechoice.h"

#include "core/quoting.h"
#include "ui/backup/base/basebackupstate.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/icons.h"
#include "ui/common/mutedlabel.h"

#include <QComboBox>
#include <QDir>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace tidemark::ui {

namespace base = backup::base;

TablespaceChoice::TablespaceChoice(BaseBackupState& state, QWidget* before, QWidget* parent)
    : QWidget(parent)
    , m_state(state)
    , m_heading(new QLabel(tr("Tablespaces"), this))
    , m_note(new MutedLabel({}, this))
    , m_table(new QWidget(this))
    , m_grid(new QGridLayout(m_table))
    , m_lastStop(before)
{
    setObjectName(QStringLiteral("tablespaceChoice"));
    QFont bold = font();
    bold.setBold(true);
    m_heading->setFont(bold);
    m_note->setObjectName(QStringLiteral("tablespaceNote"));
    m_note->setWordWrap(true);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(8);
    m_grid->setColumnStretch(0, 2);
    m_grid->setColumnStretch(2, 3);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_heading);
    layout->addWidget(m_note);
    layout->addWidget(m_table);
    hide();
}

void TablespaceChoice::refresh()
{
    if (!m_state.source)
        return;
    if (m_rows.isEmpty())
        build();
    const bool isPlain = m_state.draft.format == base::Format::Plain;
    const int count = static_cast<int>(m_rows.size());
    setVisible(count > 0);
    m_table->setVisible(isPlain);
    m_note->setText(isPlain
                        ? tr("Kept outside of the data directory on the server. Within the set nothing can "
                             "be forgotten; other folders have to be new or empty.")
                        : tr("%n tablespace(s) of the server: each becomes a tar file of its own in the set.",
                             nullptr, count));
}

void TablespaceChoice::build()
{
    const QList<postgres::Tablespace>& all = m_state.source->source.tablespaces;
    QList<base::TablespaceMapping>& mappings = m_state.draft.mappings;
    mappings.removeIf([&all](const base::TablespaceMapping& mapping) {
        return std::none_of(all.begin(), all.end(), [&mapping](const postgres::Tablespace& one) {
            return one.location == mapping.from;
        });
    });
    for (const postgres::Tablespace& tablespace : all)
        addRow(tablespace);
}

void TablespaceChoice::addRow(const postgres::Tablespace& tablespace)
{
    const QString name = core::singleLine(tablespace.name);
    Row row{tablespace.location, new QComboBox(m_table), new QLineEdit(m_table),
            new QPushButton(icon(QStringLiteral("folder-open")), {}, m_table)};
    row.place->setObjectName(QStringLiteral("tablespacePlace"));
    row.place->setAccessibleName(tr("Where tablespace %1 goes").arg(name));
    row.place->addItems({tr("into the set"), tr("same path as on the server"), tr("another folder")});
    row.folder->setObjectName(QStringLiteral("tablespaceFolder"));
    row.folder->setAccessibleName(tr("Folder for tablespace %1").arg(name));
    row.folder->setPlaceholderText(tr("a new or empty folder"));
    row.browse->setObjectName(QStringLiteral("tablespaceBrowse"));
    row.browse->setAccessibleName(tr("Choose the folder for tablespace %1").arg(name));
    row.browse->setToolTip(row.browse->accessibleName());
    row.browse->setAutoDefault(false);
    for (const base::TablespaceMapping& mapping : std::as_const(m_state.draft.mappings)) {
        if (mapping.from != tablespace.location)
            continue;
        row.place->setCurrentIndex(mapping.to == mapping.from ? SamePath : OtherFolder);
        row.folder->setText(mapping.to == mapping.from ? QString() : mapping.to);
    }
    const int line = static_cast<int>(m_rows.size());
    m_grid->addWidget(
        new ElidedLabel(QStringLiteral("%1 – %2").arg(name, core::singleLine(tablespace.location)), m_table),
        line, 0);
    m_grid->addWidget(row.place, line, 1);
    m_grid->addWidget(row.folder, line, 2);
    m_grid->addWidget(row.browse, line, 3);
    m_grid->setRowMinimumHeight(line, row.folder->sizeHint().height());
    m_rows.append(row);
    for (QWidget* stop : std::initializer_list<QWidget*>{row.place, row.folder, row.browse}) {
        setTabOrder(m_lastStop, stop);
        m_lastStop = stop;
    }
    showRow(row);
    connect(row.place, &QComboBox::currentIndexChanged, this, [this, row] {
        showRow(row);
        take();
    });
    connect(row.folder, &QLineEdit::textChanged, this, &TablespaceChoice::take);
    connect(row.browse, &QPushButton::clicked, this, [this, folder = row.folder] { browse(folder); });
}

void TablespaceChoice::showRow(const Row& row)
{
    const bool other = row.place->currentIndex() == OtherFolder;
    row.folder->setVisible(other);
    row.browse->setVisible(other);
}

void TablespaceChoice::take()
{
    QList<base::TablespaceMapping> mappings;
    for (const Row& row : std::as_const(m_rows)) {
        if (row.place->currentIndex() == SamePath)
            mappings.append({row.location, row.location});
        else if (row.place->currentIndex() == OtherFolder)
            mappings.append({row.location, QDir::fromNativeSeparators(row.folder->text().trimmed())});
    }
    m_state.draft.mappings = mappings;
    Q_EMIT changed();
}

void TablespaceChoice::browse(QLineEdit* folder)
{
    FileQuestion question;
    question.title = tr("Choose a new or empty folder");
    question.start = folder->text().isEmpty() ? m_state.draft.destination : folder->text();
    m_state.services.dialogs.chooseFolder(
        this, question, [folder](const QString& path) { folder->setText(QDir::toNativeSeparators(path)); });
}

bool TablespaceChoice::isComplete() const
{
    return m_state.draft.format != base::Format::Plain ||
           std::all_of(m_state.draft.mappings.begin(), m_state.draft.mappings.end(),
                       [](const base::TablespaceMapping& one) { return QDir::isAbsolutePath(one.to); });
}

} // namespace tidemark::ui
