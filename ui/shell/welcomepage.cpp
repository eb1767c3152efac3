// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/welcomepage.h"

#include "ui/common/icons.h"
#include "ui/common/status.h"

#include <QCommandLinkButton>
#include <QLabel>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

constexpr int columnWidth = 560;
constexpr int markSide = 72;

} // namespace

WelcomePage::WelcomePage(QWidget* parent)
    : QWidget(parent)
    , m_add(addChoice("welcomeAdd", QStringLiteral("server"), tr("&Add a server"),
                      tr("Say where your PostgreSQL is, then back it up, restore it and watch its standbys.")))
    , m_demo(addChoice("welcomeDemo", QStringLiteral("play"), tr("&Try the demo"),
                       tr("Starts two small PostgreSQL servers of its own with a sample blog; nothing of yours is touched, and all is gone when you quit.")))
    , m_open(addChoice("welcomeOpen", QStringLiteral("file-archive"), tr("&Open a dump file"),
                       tr("A file that pg_dump wrote; you can also drop it on this window.")))
{
    setObjectName(QStringLiteral("welcomePage"));
    auto* mark = new QLabel(this);
    mark->setPixmap(applicationIcon().pixmap(QSize(markSide, markSide), devicePixelRatioF()));
    auto* title = new QLabel(tr("Backups of PostgreSQL that are proven to restore"), this);
    makeHeading(*title);
    title->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->setSpacing(2 * gridStep);
    head->addWidget(mark);
    head->addWidget(title, 1);
    auto* column = new QVBoxLayout;
    column->setSpacing(gridStep);
    column->addLayout(head);
    column->addSpacing(2 * gridStep);
    for (QCommandLinkButton* choice : {m_add, m_demo, m_open})
        column->addWidget(choice);
    auto* middle = new QWidget(this);
    middle->setMaximumWidth(columnWidth);
    middle->setLayout(column);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(middle, 20);
    row->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->addStretch(2);
    layout->addLayout(row);
    layout->addStretch(3);
    connect(m_add, &QCommandLinkButton::clicked, this, &WelcomePage::addRequested);
    connect(m_demo, &QCommandLinkButton::clicked, this, &WelcomePage::demoRequested);
    connect(m_open, &QCommandLinkButton::clicked, this, &WelcomePage::openRequested);
    setFocusProxy(m_add);
}

QCommandLinkButton* WelcomePage::addChoice(const char* objectName, const QString& iconName, const QString& title, const QString& sentence)
{
    auto* button = new QCommandLinkButton(title, sentence, this);
    button->setObjectName(QLatin1String(objectName));
    button->setIcon(icon(iconName, Tone::Accent));
    button->setIconSize({32, 32});
    QFont larger = button->font();
    larger.setPointSizeF(larger.pointSizeF() * 1.15);
    button->setFont(larger);
    button->setAccessibleDescription(sentence);
    return button;
}

void WelcomePage::setCanAdd(bool can)
{
    m_add->setEnabled(can);
}

void WelcomePage::setDemoRunning(bool running)
{
    m_demo->setEnabled(!running);
}

} // namespace tidemark::ui
