// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/contentsheader.h"

#include "core/quoting.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/contents/factgrid.h"

#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace tidemark::ui {

namespace {

constexpr int factColumns = 3;

QPushButton* makeButton(const char* objectName, const QString& iconName, const QString& text, QWidget* parent)
{
    auto* button = new QPushButton(icon(iconName), text, parent);
    button->setObjectName(QLatin1String(objectName));
    button->setAutoDefault(false);
    return button;
}

} // namespace

ContentsHeader::ContentsHeader(QWidget* parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(new ElidedLabel({}, this))
    , m_extract(makeButton("contentsExtract", QStringLiteral("upload"), tr("E&xtract…"), this))
    , m_restore(makeButton("contentsRestore", QStringLiteral("rotate-ccw"), tr("Rest&ore…"), this))
    , m_verify(makeButton("contentsVerify", QStringLiteral("shield-check"), tr("&Verify…"), this))
    , m_rows(makeButton("contentsRows", QStringLiteral("table-2"), tr("&Bring back rows…"), this))
    , m_open(makeButton("contentsOpen", QStringLiteral("folder-open"), tr("Ope&n another…"), this))
    , m_close(makeButton("contentsClose", QStringLiteral("x"), {}, this))
    , m_facts(new QGridLayout)
{
    QFont larger = font();
    larger.setBold(true);
    larger.setPointSizeF(larger.pointSizeF() * 1.25);
    m_title->setObjectName(QStringLiteral("contentsTitle"));
    m_title->setFont(larger);
    m_icon->setPixmap(icon(QStringLiteral("file-archive"), Tone::Accent).pixmap(QSize(24, 24), devicePixelRatioF()));
    m_extract->setToolTip(tr("Write the ticked tables, or the chosen one, as SQL, CSV or JSON"));
    m_restore->setToolTip(tr("The whole database: into a new or an existing one, or as SQL"));
    m_verify->setToolTip(tr("Restores it on trial, compares all of it, and removes what was restored"));
    m_rows->setToolTip(tr("Compare a table with the live one, and put rows back that were deleted or changed"));
    m_close->setToolTip(tr("Close this dump (Ctrl+W)"));
    m_close->setAccessibleName(tr("Close this dump"));
    m_close->setFlat(true);
    connect(m_extract, &QPushButton::clicked, this, &ContentsHeader::extractRequested);
    connect(m_restore, &QPushButton::clicked, this, &ContentsHeader::restoreRequested);
    connect(m_verify, &QPushButton::clicked, this, &ContentsHeader::verifyRequested);
    connect(m_rows, &QPushButton::clicked, this, &ContentsHeader::rowsRequested);
    connect(m_open, &QPushButton::clicked, this, &ContentsHeader::openRequested);
    connect(m_close, &QPushButton::clicked, this, &ContentsHeader::closeRequested);

    auto* line = new QHBoxLayout;
    line->setSpacing(gridStep);
    line->addWidget(m_icon);
    line->addWidget(m_title, 1);
    for (QPushButton* button : {m_extract, m_rows, m_verify, m_restore, m_open, m_close})
        line->addWidget(button);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridStep);
    layout->addLayout(line);
    layout->addLayout(m_facts);
}

void ContentsHeader::setPath(const QString& path)
{
    m_title->setText(core::singleLine(QFileInfo(QDir::cleanPath(path)).fileName()));
    m_title->setToolTip(core::singleLine(QDir::toNativeSeparators(path)).toHtmlEscaped());
    m_extract->hide();
    m_restore->hide();
    m_verify->hide();
    m_rows->hide();
    fillFactGrid(*m_facts, {}, factColumns, this);
}

void ContentsHeader::setDump(const OpenedDump& dump)
{
    setPath(dump.path);
    m_title->setText(titleOf(dump));
    m_title->setToolTip(core::singleLine(QDir::toNativeSeparators(dump.path)).toHtmlEscaped());
    m_extract->show();
    m_restore->setVisible(dump.restorable);
    m_verify->setVisible(dump.restorable);
    m_rows->show();
    fillFactGrid(*m_facts, factsOf(dump), factColumns, this);
}

void ContentsHeader::setCanExtract(bool can)
{
    m_extract->setEnabled(can);
}

} // namespace tidemark::ui
