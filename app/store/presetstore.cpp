// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/presetstore.h"

#include "core/atomicfile.h"
#include "core/quoting.h"
#include "store/changelock.h"
#include "store/folders.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

namespace tidemark::store {

namespace {

constexpr int knownVersion = 1;
constexpr qint64 largestFile = 16 << 20;
constexpr qsizetype longestName = 200;

QString tr(const char* text)
{
    return QCoreApplication::translate("store::PresetStore", text);
}

core::Error corrupt(const QString& path, const QString& detail)
{
    return {core::ErrorKind::Corrupt, tr("The file with the presets is damaged."), QDir::toNativeSeparators(path) + QStringLiteral(": ") + detail,
            tr("It was left as it is. Correct it, or move it away to begin anew.")};
}

Preset presetFrom(const QJsonObject& entry)
{
    return {entry.value(u"name").toString(), entry.value(u"kind").toString(), entry.value(u"profile").toString(), entry.value(u"answers").toObject()};
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

core::Result<PresetStore::Content> PresetStore::read() const
{
    Content content;
    content.formatVersion = knownVersion;
    if (!QFileInfo::exists(m_path))
        return content;
    const core::Result<QByteArray> bytes = core::readFile(m_path, largestFile);
    if (!bytes)
        return bytes.error();
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(*bytes, &problem);
    if (problem.error != QJsonParseError::NoError)
        return corrupt(m_path, QStringLiteral("%1 (byte %2)").arg(problem.errorString()).arg(problem.offset));
    content.unknown = document.object();
    content.formatVersion = content.unknown.take(u"formatVersion").toInt();
    const QJsonValue list = content.unknown.take(u"presets");
    if (content.formatVersion < 1 || !list.isArray())
        return corrupt(m_path, tr("This is not a list of presets."));
    const QJsonArray entries = list.toArray();
    for (const QJsonValue& value : entries) {
        const Preset preset = presetFrom(value.toObject());
        if (preset.name.isEmpty() || preset.kind.isEmpty()) {
            // In a newer file an entry may well be of a form that we cannot know; it is not ours to write back.
            if (content.formatVersion > knownVersion)
                continue;
            return corrupt(m_path, tr("A preset has no name or no kind."));
        }
        content.presets.append(preset);
        content.entries.append(value.toObject());
    }
    return content;
}

core::Status PresetStore::write(const Content& content) const
{
    QJsonArray entries;
    for (const QJsonObject& entry : content.entries)
        entries.append(entry);
    QJsonObject object = content.unknown;
    object.insert(QStringLiteral("formatVersion"), knownVersion);
    object.insert(QStringLiteral("presets"), entries);
    // A link (from a folder of dotfiles, say) stays a link: what it points to is replaced.
    const QString canonical = QFileInfo(m_path).canonicalFilePath();
    return core::writeFileAtomically(canonical.isEmpty() ? m_path : canonical, QJsonDocument(object).toJson(), core::FileMode::Private);
}

template <typename Change>
core::Status PresetStore::change(const Change& apply) const
{
    const core::Result<core::FileLock> lock = lockForChange(m_path);
    if (!lock)
        return lock.error();
    core::Result<Content> content = read();
    if (!content)
        return std::move(content).error();
    if (content->formatVersion > knownVersion) {
        return core::Error{core::ErrorKind::Conflict, tr("The presets were written by a newer version of Tidemark and can only be read."),
                           QDir::toNativeSeparators(m_path), tr("Use the newer version to change them.")};
    }
    TIDEMARK_TRY(apply(*content));
    return write(*content);
}

core::Result<QList<Preset>> PresetStore::all() const
{
    auto content = read();
    if (!content)
        return std::move(content).error();
    std::stable_sort(content->presets.begin(), content->presets.end(),
                     [](const Preset& a, const Preset& b) { return QString::localeAwareCompare(a.name, b.name) < 0; });
    return content->presets;
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
    return change([&](Content& content) -> core::Status {
        const auto same = std::find_if(content.presets.begin(), content.presets.end(), [&preset](const Preset& one) { return one.isSameAs(preset); });
        const qsizetype at = same - content.presets.begin();
        const bool isTaken = same != content.presets.end();
        if (isTaken && ifTaken == IfTaken::Refuse) {
            return core::Error{core::ErrorKind::Conflict, tr("There is a preset “%1” already.").arg(core::singleLine(preset.name)), {},
                               tr("Choose another name, or replace it.")};
        }
        QJsonObject entry = isTaken ? content.entries.at(at) : QJsonObject();
        entry.insert(QStringLiteral("name"), preset.name);
        entry.insert(QStringLiteral("kind"), preset.kind);
        entry.insert(QStringLiteral("profile"), preset.profileId);
        entry.insert(QStringLiteral("answers"), preset.answers);
        if (isTaken)
            content.entries.replace(at, entry);
        else
            content.entries.append(entry);
        return {};
    });
}

core::Status PresetStore::remove(const Preset& preset) const
{
    return change([&](Content& content) -> core::Status {
        for (qsizetype i = 0; i < content.presets.size(); ++i) {
            if (!content.presets.at(i).isSameAs(preset))
                continue;
            content.presets.removeAt(i);
            content.entries.removeAt(i);
            return {};
        }
        return noSuchPreset(preset.name, content.presets);
    });
}

} // namespace tidemark::store
