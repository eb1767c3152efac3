// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/status.h"

#include <QCoreApplication>
#include <QFontDatabase>
#include <QLabel>

namespace tidemark::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ui::Status", text);
}

} // namespace

StatusLook lookOf(core::Severity severity)
{
    switch (severity) {
    case core::Severity::Info:
        return {QStringLiteral("info"), tr("Note"), Tone::Accent};
    case core::Severity::Warning:
        return {QStringLiteral("triangle-alert"), tr("Warning"), Tone::Warning};
    case core::Severity::Blocker:
        break;
    }
    return {QStringLiteral("circle-x"), tr("Problem"), Tone::Danger};
}

StatusLook lookOf(core::Verdict verdict)
{
    switch (verdict) {
    case core::Verdict::Ok:
        return {QStringLiteral("circle-check"), tr("Done"), Tone::Ok};
    case core::Verdict::Warnings:
        return {QStringLiteral("triangle-alert"), tr("Done, with warnings"), Tone::Warning};
    case core::Verdict::Differences:
        return {QStringLiteral("triangle-alert"), tr("Differences found"), Tone::Warning};
    case core::Verdict::Cancelled:
        return {QStringLiteral("circle-x"), tr("Cancelled"), Tone::Muted};
    case core::Verdict::Failed:
        break;
    }
    return {QStringLiteral("circle-x"), tr("Failed"), Tone::Danger};
}

StatusLook lookOf(catalog::Proven proven)
{
    switch (proven) {
    case catalog::Proven::Written:
        return {QStringLiteral("circle-help"), tr("Not proven"), Tone::Warning};
    case catalog::Proven::ReadBack:
        return {QStringLiteral("circle-check"), tr("Read back"), Tone::Ok};
    case catalog::Proven::Restored:
        break;
    }
    return {QStringLiteral("shield-check"), tr("Restored"), Tone::Ok};
}

void makeHeading(QLabel& label)
{
    QFont font = label.font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.25);
    label.setFont(font);
}

void makeQuiet(QLabel& label)
{
    // A role of the palette, not a colour: it follows a change of the theme by itself.
    label.setForegroundRole(QPalette::WindowText);
    QFont font = label.font();
    font.setPointSizeF(font.pointSizeF() * 0.95);
    label.setFont(font);
}

QFont fixedFont(const QFont& like)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(like.pointSizeF());
    return font;
}

} // namespace tidemark::ui
