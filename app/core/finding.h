// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace tidemark::core {

enum class Severity
{
    Info,    // good to know
    Warning, // goes on, but read this
    Blocker, // cannot go on, or data is concerned
};

/// A result of a pre-flight or health check, as a value. One widget shows it, the CLI prints it, --json emits it.
struct Finding
{
    Severity severity = Severity::Info;
    QString id;       // stable and machine-readable: "tool.tooOld"
    QString sentence; // what is the case
    QString hint;     // what to do about it; may be empty
    QString actionId; // what a button beside it would do; empty where there is none

    QJsonObject toJson() const;
};

using Findings = QList<Finding>;

bool hasBlocker(const Findings& findings);
QJsonArray toJson(const Findings& findings);
const char* severityName(Severity severity);

} // namespace tidemark::core
