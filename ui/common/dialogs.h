// SPDX-License-Identifier: GPL-3.0-or-later
// Where the window asks a person something that only a person can answer. Tests put their own answers here.
#pragma once

#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace tidemark::ui {

enum class Danger
{
    None,
    LosesData, // the action's button is not the default one and is marked
};

struct Confirmation
{
    QString title;
    QString question; // one sentence
    QString detail;   // what follows from it
    QString action;   // what the button says: a verb
    QString refusal = {}; // what the other one says; "Cancel" where empty
    Danger danger = Danger::None;
};

struct FileQuestion
{
    QString title;
    QString start = {}; // folder or file to begin with
    QStringList filters = {}; // "PostgreSQL dumps (*.dump)"
};

/// No call blocks: the answer comes from the event loop, and none comes where the person gave up.
struct Dialogs
{
    using PathChosen = std::function<void(const QString& path)>;

    std::function<void(QWidget* parent, const FileQuestion& question, PathChosen chosen)> chooseFile;
    std::function<void(QWidget* parent, const FileQuestion& question, PathChosen chosen)> chooseFolder;
    /// For writing; the dialog asks before it replaces.
    std::function<void(QWidget* parent, const FileQuestion& question, PathChosen chosen)> chooseNewFile;
    /// Answers true or false, exactly once (false where the dialog was closed).
    std::function<void(QWidget* parent, const Confirmation& confirmation, std::function<void(bool)> answered)> confirm;

    /// The real ones.
    static Dialogs native();
};

} // namespace tidemark::ui
