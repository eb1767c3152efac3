// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backuparguments.h"
#include "cli/backupoptions.h"
#include "cli/commandline.h"
#include "cli/texttable.h"
#include "core/quoting.h"
#include "jobs/shellscript.h"
#include "store/presetstore.h"
#include "store/profilestore.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::presets", text);
}

core::Error wrong(const QString& message)
{
    return usageError(message, QStringLiteral("presets"));
}

/// Empty for all servers, and for a profile that is gone its id.
QString profileName(const QString& id, const store::ProfileStore& profiles)
{
    const auto profile = id.isEmpty() ? core::Result<store::Profile>(core::Error{}) : profiles.find(id);
    return profile ? profile->name : id;
}

QString databasesText(const store::Preset& preset)
{
    const auto answers = backup::BackupAnswers::fromJson(preset.answers);
    if (!answers)
        return tr("(of a newer version)");
    if (answers->choice == backup::Databases::All)
        return tr("all");
    return answers->databases.isEmpty() ? tr("the connection's own") : core::singleLine(answers->databases.join(tr(", ")));
}

QJsonObject toJson(const store::Preset& preset, const store::ProfileStore& profiles)
{
    return {{QStringLiteral("name"), preset.name},
            {QStringLiteral("kind"), preset.kind},
            {QStringLiteral("profile"), profileName(preset.profileId, profiles)},
            {QStringLiteral("answers"), preset.answers}};
}

core::Status expectName(const Invocation& invocation)
{
    if (invocation.arguments().size() != 2)
        return wrong(tr("Which preset? Its name is missing."));
    return {};
}

/// The one that is meant by a name and --profile, exactly.
core::Result<store::Preset> named(const Invocation& invocation)
{
    TIDEMARK_TRY(expectName(invocation));
    auto owner = presetOwner(invocation);
    if (!owner)
        return std::move(owner).error();
    auto preset = store::PresetStore().find(QLatin1String(backup::databaseAnswersKind), invocation.arguments().at(1), *owner);
    if (preset && preset->profileId != *owner) {
        return core::Error{core::ErrorKind::NotFound, tr("The preset “%1” is not this server's, it is for all servers.").arg(core::singleLine(preset->name)), {},
                           tr("Leave out --profile.")};
    }
    return preset;
}

core::Result<Outcome> list(Invocation& invocation, const store::ProfileStore& profiles)
{
    if (invocation.arguments().size() > 1)
        return wrong(tr("list takes no name; to see one preset: presets show NAME."));
    auto owner = presetOwner(invocation);
    if (!owner)
        return std::move(owner).error();
    const store::PresetStore store;
    const auto presets = invocation.isSet("profile") ? store.offered(QLatin1String(backup::databaseAnswersKind), *owner) : store.all();
    if (!presets)
        return presets.error();
    TextTable table;
    for (const QString& title : {tr("Name"), tr("Server"), tr("Databases"), tr("Folder")})
        table.addColumn(title);
    QJsonArray array;
    for (const store::Preset& preset : *presets) {
        array.append(toJson(preset, profiles));
        if (preset.kind == QLatin1String(backup::databaseAnswersKind)) {
            const QString server = preset.profileId.isEmpty() ? tr("all") : profileName(preset.profileId, profiles);
            table.addRow({preset.name, server, databasesText(preset), preset.answers.value(u"draft").toObject().value(u"destination").toString()});
        }
    }
    if (table.isEmpty())
        invocation.printer.line(tr("There are no presets yet. Save one with: tidemarkctl presets save NAME --to DIR …"));
    else
        for (const QString& line : table.lines())
            invocation.printer.line(line);
    return Outcome{core::Verdict::Ok, {{QStringLiteral("presets"), array}}};
}

core::Result<Outcome> show(Invocation& invocation, const store::ProfileStore& profiles)
{
    auto preset = named(invocation);
    if (!preset)
        return std::move(preset).error();
    const auto answers = backup::BackupAnswers::fromJson(preset->answers);
    if (!answers)
        return answers.error();
    const QList<QStringList> arguments = backup::backupArguments(*answers, {backup::NamedServer::By::Profile, profileName(preset->profileId, profiles)});
    invocation.printer.line(jobs::shellLines({{}, arguments}));
    return Outcome{core::Verdict::Ok, {{QStringLiteral("preset"), toJson(*preset, profiles)}}};
}

core::Result<Outcome> save(Invocation& invocation, const store::ProfileStore& profiles)
{
    TIDEMARK_TRY(expectName(invocation));
    for (const char* option : {"physical", "cluster", "globals-only", "connection", "password-stdin", "print-plan"}) {
        if (invocation.isSet(option))
            return wrong(tr("--%1 is nothing that a preset holds.").arg(QLatin1String(option)));
    }
    auto owner = presetOwner(invocation);
    if (!owner)
        return std::move(owner).error();
    const auto plan = readPlan(invocation);
    if (!plan)
        return plan.error();
    auto answers = backupAnswersFrom(invocation, *plan);
    if (!answers)
        return std::move(answers).error();
    const store::Preset preset{invocation.arguments().at(1), QLatin1String(backup::databaseAnswersKind), *owner, answers->toJson()};
    TIDEMARK_TRY(store::PresetStore().save(preset, invocation.isSet("replace") ? store::IfTaken::Replace : store::IfTaken::Refuse));
    const QString name = core::singleLine(preset.name);
    invocation.printer.line(owner->isEmpty() ? tr("Saved %1 for all servers.").arg(name)
                                             : tr("Saved %1 for %2.").arg(name, core::singleLine(profileName(*owner, profiles))));
    return Outcome{core::Verdict::Ok, {{QStringLiteral("preset"), toJson(preset, profiles)}}};
}

core::Result<Outcome> remove(Invocation& invocation, const store::ProfileStore& profiles)
{
    auto preset = named(invocation);
    if (!preset)
        return std::move(preset).error();
    TIDEMARK_TRY(store::PresetStore().remove(*preset));
    invocation.printer.line(tr("Removed the preset %1. Backups stay where they are.").arg(core::singleLine(preset->name)));
    return Outcome{core::Verdict::Ok, {{QStringLiteral("preset"), toJson(*preset, profiles)}}};
}

struct NamedAction
{
    const char* name;
    core::Result<Outcome> (*action)(Invocation&, const store::ProfileStore&);
};
constexpr NamedAction actions[]{{"list", list}, {"show", show}, {"save", save}, {"remove", remove}};

core::Result<Outcome> run(Invocation& invocation)
{
    const QString name = invocation.arguments().isEmpty() ? QStringLiteral("list") : invocation.arguments().constFirst();
    for (const NamedAction& known : actions) {
        if (name != QLatin1String(known.name))
            continue;
        store::ProfileStore profiles;
        TIDEMARK_TRY(profiles.load());
        return known.action(invocation, profiles);
    }
    return wrong(tr("presets has no action %1.").arg(core::singleLine(name)));
}

void addOptions(QCommandLineParser& parser)
{
    addOption(parser, "replace", tr("For save: in place of the preset that has this name already."));
    addBackupOptions(parser);
}

} // namespace

const Subcommand presetsCommand{"presets", "[list] [--profile NAME]\nshow NAME [--profile NAME]\nsave NAME [--profile NAME] [--replace] [OPTIONS of backup]\nremove NAME [--profile NAME]",
                                QT_TRANSLATE_NOOP("cli", "Options of backups under a name, for one server or for all; shared with the window."), 2, addOptions, run,
                                "database table exclude-table exclude-table-data schema exclude-schema option"};

} // namespace tidemark::cli
