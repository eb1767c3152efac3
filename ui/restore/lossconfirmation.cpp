// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/lossconfirmation.h"

#include "core/quoting.h"
#include "ui/common/iconlabel.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

constexpr qsizetype mostNamed = 12;
constexpr double corner = 6;

bool isEnter(const QEvent& event)
{
    if (event.type() != QEvent::KeyPress)
        return false;
    const int key = static_cast<const QKeyEvent&>(event).key();
    return key == Qt::Key_Return || key == Qt::Key_Enter;
}

QString shown(QString text)
{
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

LossConfirmation::LossConfirmation(QWidget* parent)
    : QFrame(parent)
    , m_head(new IconLabel(this))
    , m_tables(new QLabel(this))
    , m_label(new QLabel(this))
    , m_name(new QLineEdit(this))
{
    setObjectName(QStringLiteral("lossConfirmation"));
    m_head->setObjectName(QStringLiteral("lossSentence"));
    m_tables->setObjectName(QStringLiteral("lossTables"));
    m_tables->setTextFormat(Qt::PlainText);
    m_tables->setWordWrap(true);
    m_name->setObjectName(QStringLiteral("confirmName"));
    m_name->installEventFilter(this);
    m_label->setBuddy(m_name);
    m_label->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gridStep + 4, gridStep, gridStep + 4, gridStep + 4);
    layout->setSpacing(gridStep);
    layout->addWidget(m_head);
    layout->addWidget(m_tables);
    layout->addWidget(m_label);
    layout->addWidget(m_name);
    connect(m_name, &QLineEdit::textChanged, this, &LossConfirmation::changed);
    hide();
}

void LossConfirmation::ask(const store::Profile& profile, const QString& database,
                           const QList<LostTable>& lost)
{
    m_database = database;
    const QString name = core::singleLine(database);
    const QString server = core::singleLine(profile.name);
    const QString environment = store::environmentLabel(profile.environment);
    m_head->setStatus(
        QStringLiteral("shield-alert"), Tone::Danger,
        environment.isEmpty()
            ? tr("Rows of the database %1 on %2 will be lost.").arg(name, server)
            : tr("Rows of the database %1 on %2 (%3) will be lost.").arg(name, server, environment));
    QStringList lines;
    for (const LostTable& table : lost.mid(0, mostNamed))
        lines.append(wordsOf(table));
    if (lost.size() > mostNamed)
        lines.append(tr("and %n more table(s)", nullptr, static_cast<int>(lost.size() - mostNamed)));
    m_tables->setText(lines.join(QStringLiteral("; ")));
    m_tables->setVisible(!lines.isEmpty());
    m_label->setText(tr("To go on, t&ype the name of the database, %1:").arg(shown(name)));
    m_name->clear();
    show();
}

QString LossConfirmation::confirmed() const
{
    return isConfirmed() ? m_database : QString();
}

bool LossConfirmation::isConfirmed() const
{
    // A name with a line break in it cannot be typed; it is shown as its escape.
    return !m_database.isEmpty() &&
           (m_name->text() == m_database || m_name->text() == core::singleLine(m_database));
}

bool LossConfirmation::eventFilter(QObject* watched, QEvent* event)
{
    return (watched == m_name && isEnter(*event)) || QFrame::eventFilter(watched, event);
}

void LossConfirmation::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(toneColour(Tone::Danger, palette()), 1.5));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), corner, corner);
}

} // namespace tidemark::ui
