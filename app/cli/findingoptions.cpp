// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/findingoptions.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::cli {

namespace {

struct Answer
{
    const char* id;
    const char* options;
};

constexpr Answer answers[] = {
    {"target.conflicts", "--on-conflict keep|replace|empty|append, --into-schema NAME, --as NAME"},
    {"target.confirm", "--confirm NAME"},
    {"target.exists", "--into OTHERNAME, --existing"},
    {"target.nameTaken", "--into-schema NAME, --as NAME"},
    {"target.absent", "--on-conflict keep|replace"},
    {"target.lost", "--backup-first DIR"},
    {"target.onlyThere", "--backup-first DIR, --on-conflict empty|append"},
    {"beside.names", "--as TABLE=NAME"},
    {"beside.nameless", "--as TABLE=NAME, --foreign-keys skip|not-valid"},
    {"beside.choice", "--table NAME, --existing"},
    {"beside.options", "--on-conflict stop"},
    {"foreignKeys.notValid", "--foreign-keys skip|bring"},
    {"foreignKeys.noParent", "--foreign-keys bring"},
    {"existing.pointless", "--existing"},
    {"sections.needTables", "--existing"},
    {"sections.rows", "--on-conflict empty|append"},
    {"sections.existing", "--on-conflict keep|replace, --data-only"},
    {"archive.rowsOnly", "--existing, --on-conflict empty|append"},
    {"roles.missing", "--create-roles, --map-role OLD=NEW, --skip-role NAME, --owner me"},
    {"file.exists", "--to OTHERFILE"},
};

QString withOptions(const QString& hint, const QString& options)
{
    if (options.isEmpty())
        return hint;
    const QString named = QCoreApplication::translate("cli", "Options: %1").arg(options);
    return hint.isEmpty() ? named : hint + QLatin1Char('\n') + named;
}

} // namespace

QString restoreOptionsFor(const QString& findingId)
{
    const auto found =
        std::find_if(std::begin(answers), std::end(answers),
                     [&findingId](const Answer& answer) { return findingId == QLatin1String(answer.id); });
    return found == std::end(answers) ? QString() : QString::fromLatin1(found->options);
}

core::Findings withRestoreOptions(core::Findings findings)
{
    for (core::Finding& finding : findings)
        finding.hint = withOptions(finding.hint, restoreOptionsFor(finding.id));
    return findings;
}

core::Error withRestoreOptions(core::Error error, const core::Findings& findings)
{
    const auto blocker = std::find_if(findings.begin(), findings.end(), [](const core::Finding& finding) {
        return finding.severity == core::Severity::Blocker;
    });
    if (blocker != findings.end() && blocker->sentence == error.message)
        error.hint = withOptions(error.hint, restoreOptionsFor(blocker->id));
    return error;
}

} // namespace tidemark::cli
