// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/presetstore.h"

#include "core/quoting.h"
#include "store/folders.h"
#include "store/listfile.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace tidemark::store {

namespace {

constexpr qsizetype longestName = 200;

QString tr(const char* text)
{
    return QCoreApplication::translate("store::PresetStore", text);
}

Preset presetFrom(const QJsonObject& entry)
{
    return {entry.value(u"name").toString(), entry.value(u"kind").toString(), entry.value(u"profile").toString(), entry.value(u"answers").toObject()};
}

ListFile fileAt(const QString& path)
{
    return ListFile(path,
                    {QStringLiteral("presets"), tr("The file with the presets is damaged."),
                     tr("The presets were written by a newer version of Tidemark and can only be read."),
                     tr("This is not a list of presets."), [](const QJsonObject& entry) -> core::Status {
                         const Preset preset = presetFrom(entry);
                         if (!preset.name.isEmpty() && !preset.kind.isEmpty())
                             return {};
                         return core::Error{
                             core::ErrorKind::Corrupt, tr("A preset has no name or no kind."), {}, {}};
                     }});
}

/// -1 for none.
qsizetype placeOf(const Preset& preset, const QList<QJsonObject>& entries)
{
    const auto same = std::find_if(entries.begin(), entries.end(), [&preset](const QJsonObject& entry) {
        return presetFrom(entry).isSameAs(preset);
    });
    return same == entries.end() ? -1 : same - entries.begin();
}

core::Status checkName(const QString& name)
{
    if (name.trimmed().isEmpty())
        return core::Error{core::ErrorKind::InvalidInput, tr("A preset needs a name."), {}, {}};
    if (name.size() > longestName)
        return core::Error{core::ErrorKind::InvalidInput, tr("The name of this preset is too long."), {}, tr("Take at most %1 characters.").arg(longestName)};
    return {};
}

core::Error noSuchPreset(const QString& name, const QList<Preset>& offered)
{
    QStringList names;
    for (const Preset& preset : offered)
        names.append(core::singleLine(preset.name));
    names.removeDuplicates();
    return {core::ErrorKind::NotFound, tr("There is no preset “%1” for this server.").arg(core::singleLine(name)), {},
            names.isEmpty() ? tr("There are none yet: save one first.") : tr("There are: %1").arg(names.join(QStringLiteral(", ")))};
}

} // namespace

PresetStore::PresetStore(QString path) : m_path(std::move(path)) {}

QString PresetStore::defaultPath()
{
    return configFolder() + QStringLiteral("/presets.json");
}

PresetStore PresetStore::beside(const QString& file)
{
    return PresetStore(QFileInfo(file).absolutePath() + QStringLiteral("/presets.json"));
}

core::Result<QList<Preset>> PresetStore::all() const
{
    const auto content = fileAt(m_path).read();
    if (!content)
        return content.error();
    QList<Preset> presets;
    for (const QJsonObject& entry : content->entries)
        presets.append(presetFrom(entry));
    std::stable_sort(presets.begin(), presets.end(), [](const Preset& a, const Preset& b) {
        return QString::localeAwareCompare(a.name, b.name) < 0;
    });
    return presets;
}

core::Result<QList<Preset>> PresetStore::offered(const QString& kind, const QString& profileId) const
{
    auto presets = all();
    if (!presets)
        return presets;
    presets->removeIf([&](const Preset& preset) { return preset.kind != kind || !(preset.profileId.isEmpty() || preset.profileId == profileId); });
    std::stable_partition(presets->begin(), presets->end(), [](const Preset& preset) { return !preset.profileId.isEmpty(); });
    return presets;
}

core::Result<Preset> PresetStore::find(const QString& kind, const QString& name, const QString& profileId) const
{
    const auto presets = offered(kind, profileId);
    if (!presets)
        return presets.error();
    for (const Preset& preset : *presets) {
        if (preset.name == name)
            return preset;
    }
    return noSuchPreset(name, *presets);
}

core::Status PresetStore::save(const Preset& preset, IfTaken ifTaken) const
{
    TIDEMARK_TRY(checkName(preset.name));
    if (preset.kind.isEmpty())
        return core::Error{core::ErrorKind::InvalidInput, tr("A preset needs a kind of backup."), {}, {}};
    return fileAt(m_path).change([&](QList<QJsonObject>& entries) -> core::Status {
        const qsizetype at = placeOf(preset, entries);
        if (at >= 0 && ifTaken == IfTaken::Refuse) {
            return core::Error{core::ErrorKind::Conflict,
                               tr("There is a preset “%1” already.").arg(core::singleLine(preset.name)),
                               {},
                               tr("Choose another name, or replace it.")};
        }
        QJsonObject entry = at >= 0 ? entries.at(at) : QJsonObject();
        entry.insert(QStringLiteral("name"), preset.name);
        entry.insert(QStringLiteral("kind"), preset.kind);
        entry.insert(QStringLiteral("profile"), preset.profileId);
        entry.insert(QStringLiteral("answers"), preset.answers);
        if (at >= 0)
            entries.replace(at, entry);
        else
            entries.append(entry);
        return {};
    });
}

core::Status PresetStore::remove(const Preset& preset) const
{
    return fileAt(m_path).change([&](QList<QJsonObject>& entries) -> core::Status {
        const qsizetype at = placeOf(preset, entries);
        if (at >= 0) {
            entries.removeAt(at);
            return {};
        }
        QList<Preset> others;
        for (const QJsonObject& entry : std::as_const(entries))
            others.append(presetFrom(entry));
        return noSuchPreset(preset.name, others);
    });
}

} // namespace tidemark::store
