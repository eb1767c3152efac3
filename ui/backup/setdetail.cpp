// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/setdetail.h"

#include "catalog/setimport.h"
#include "core/quoting.h"
#include "core/text.h"
#include "jobs/recordedsets.h"
#include "ui/backup/backupsetmodel.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/status.h"
#include "ui/contents/factgrid.h"

#include <QDir>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr qsizetype shownChecks = 8;

bool isCopy(const catalog::Manifest& a, const catalog::Manifest& b)
{
    return a.started == b.started && a.kind == b.kind && a.database == b.database && a.server == b.server &&
           a.runId == b.runId;
}

QString formatText(const catalog::Manifest& manifest)
{
    if (manifest.dumpFormat.isEmpty())
        return {};
    const QString compression =
        manifest.compression.isEmpty() || manifest.compression == QLatin1String("none")
            ? SetDetail::tr("not compressed")
            : manifest.compression;
    return SetDetail::tr("%1, %2", "format, compression").arg(manifest.dumpFormat, compression);
}

QString contentText(const catalog::BackupSet& set)
{
    if (set.manifest.tables.isEmpty())
        return {};
    const QString rows = core::countText(rowsOf(set.manifest));
    if (!set.isReachable())
        return SetDetail::tr("%1 rows").arg(rows);
    return SetDetail::tr("%n table(s) with %1 rows", nullptr, static_cast<int>(set.manifest.tables.size()))
        .arg(rows);
}

QString tookText(const catalog::Manifest& manifest)
{
    if (catalog::originOf(manifest) || manifest.started == manifest.ended)
        return {};
    const QString all =
        core::durationText(std::chrono::milliseconds(manifest.started.msecsTo(manifest.ended)));
    if (manifest.readBackSeconds <= 0)
        return all;
    return SetDetail::tr("%1, of it %2 to read it back")
        .arg(all, core::durationText(
                      std::chrono::milliseconds(static_cast<qint64>(manifest.readBackSeconds * 1000))));
}

QList<DumpFact> factsOf(const catalog::BackupSet& set, const QList<catalog::BackupSet>& all)
{
    const catalog::Manifest& manifest = set.manifest;
    const auto bytes = manifest.totalSize();
    QList<DumpFact> facts{
        {SetDetail::tr("Made"), core::localDateTimeText(manifest.started), core::isoUtc(manifest.started)},
        {SetDetail::tr("Server"), core::singleLine(manifest.server), {}},
        {SetDetail::tr("Size"), bytes.bytes() > 0 ? bytes.toText() : QString(),
         SetDetail::tr("%1 bytes").arg(QLocale().toString(bytes.bytes()))},
        {SetDetail::tr("Contents"), contentText(set), {}},
        {SetDetail::tr("Took"), tookText(manifest), {}},
        {SetDetail::tr("Format"), formatText(manifest), {}},
        {SetDetail::tr("PostgreSQL"), core::singleLine(manifest.serverVersion), {}},
        {SetDetail::tr("Made by"),
         manifest.toolVersion.isEmpty() ? QString()
                                        : SetDetail::tr("version %1 of PostgreSQL's program")
                                              .arg(core::singleLine(manifest.toolVersion)),
         {}},
        {SetDetail::tr("Folder"), core::singleLine(QDir::toNativeSeparators(set.folder)), {}},
    };
    if (const auto origin = catalog::originOf(manifest))
        facts.append({SetDetail::tr("Imported from"), core::singleLine(origin->name), {}});
    QStringList copies;
    for (const catalog::BackupSet& other : all) {
        if (other.folder != set.folder && isCopy(other.manifest, manifest))
            copies.append(core::singleLine(QDir::toNativeSeparators(other.folder)));
    }
    if (!copies.isEmpty())
        facts.append(
            {SetDetail::tr("Copies"), copies.join(SetDetail::tr(", ")), copies.join(QLatin1Char('\n'))});
    facts.removeIf([](const DumpFact& fact) { return fact.value.isEmpty(); });
    return facts;
}

QString checkText(const catalog::CheckRecord& check)
{
    const QString what = check.kind == QLatin1String("drill")
                             ? SetDetail::tr("restored on trial and compared")
                         : check.isRestore() ? SetDetail::tr("restored and compared")
                                             : SetDetail::tr("read from end to end");
    const auto took = std::chrono::milliseconds(static_cast<qint64>(check.seconds * 1000));
    QString line = SetDetail::tr("%1: %2 – %3, %4", "when: what – verdict, how long")
                       .arg(core::localDateTimeText(check.when), what, lookOf(check.verdict).word,
                            core::durationText(took));
    if (!check.note.isEmpty())
        line += SetDetail::tr(" (%1)").arg(core::singleLine(check.note));
    return line;
}

} // namespace

SetDetail::SetDetail(QWidget* parent)
    : QScrollArea(parent)
    , m_title(new QLabel(this))
    , m_state(new IconLabel(this))
    , m_facts(new QGridLayout)
    , m_factsBox(new QWidget(this))
    , m_findings(new FindingsView(this))
    , m_checks(new QLabel(this))
{
    setObjectName(QStringLiteral("setDetail"));
    setAccessibleName(tr("The chosen backup"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    m_title->setObjectName(QStringLiteral("setTitle"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    makeHeading(*m_title);
    m_state->setObjectName(QStringLiteral("setState"));
    m_findings->setObjectName(QStringLiteral("setFindings"));
    m_checks->setObjectName(QStringLiteral("setChecks"));
    m_checks->setTextFormat(Qt::PlainText);
    m_checks->setWordWrap(true);
    m_checks->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_facts->setContentsMargins(0, 0, 0, 0);
    m_factsBox->setLayout(m_facts);
    auto* content = new QWidget(this);
    content->setAutoFillBackground(false);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, gridStep, 0, 0);
    layout->setSpacing(gridStep);
    layout->addWidget(m_title);
    layout->addWidget(m_state);
    layout->addWidget(m_findings);
    layout->addWidget(m_factsBox);
    layout->addWidget(m_checks);
    layout->addStretch(1);
    setWidget(content);
}

void SetDetail::setSets(const QList<catalog::BackupSet>& chosen, const QList<catalog::BackupSet>& all)
{
    setVisible(!chosen.isEmpty());
    if (chosen.isEmpty())
        return;
    if (chosen.size() == 1) {
        showOne(chosen.constFirst(), all);
        return;
    }
    core::ByteSize bytes;
    for (const catalog::BackupSet& set : chosen)
        bytes += set.manifest.totalSize();
    m_title->setText(
        tr("%n backup(s) with %1", nullptr, static_cast<int>(chosen.size())).arg(bytes.toText()));
    const auto bad = std::count_if(chosen.begin(), chosen.end(),
                                   [](const catalog::BackupSet& set) { return !set.isUsable(); });
    const auto away = std::count_if(chosen.begin(), chosen.end(),
                                    [](const catalog::BackupSet& set) { return !set.isReachable(); });
    m_state->setVisible(bad > 0 || away > 0);
    if (bad > 0)
        m_state->setStatus(QStringLiteral("circle-x"), Tone::Danger,
                           tr("%n of them cannot be counted on.", nullptr, static_cast<int>(bad)));
    else
        m_state->setStatus(QStringLiteral("unplug"), Tone::Muted,
                           tr("%n of them cannot be reached now.", nullptr, static_cast<int>(away)));
    m_factsBox->hide();
    m_findings->clear();
    m_checks->hide();
}

void SetDetail::showOne(const catalog::BackupSet& set, const QList<catalog::BackupSet>& all)
{
    m_title->setText(jobs::subjectOf(set));
    const StatusLook look = stateLook(set);
    // What is wrong is told by the findings, which have a word and an icon of their own.
    m_state->setVisible(set.condition() == catalog::SetCondition::Sound);
    m_state->setStatus(look.icon, look.tone,
                       tr("%1: %2", "state: sentence").arg(look.word, stateSentence(set)));
    m_findings->setFindings(set.defects + set.manifest.findings);
    fillFactGrid(*m_facts, factsOf(set, all), 2, m_factsBox);
    m_factsBox->show();
    showChecks(set);
}

void SetDetail::showChecks(const catalog::BackupSet& set)
{
    QStringList lines;
    for (auto check = set.checks.rbegin(); check != set.checks.rend() && lines.size() < shownChecks; ++check)
        lines.append(checkText(*check));
    const qsizetype more = set.checks.size() - lines.size();
    if (more > 0)
        lines.append(tr("and %n earlier one(s)", nullptr, static_cast<int>(more)));
    m_checks->setVisible(!lines.isEmpty());
    m_checks->setText(tr("Checked:") + QLatin1Char('\n') + lines.join(QLatin1Char('\n')));
}

} // namespace tidemark::ui
