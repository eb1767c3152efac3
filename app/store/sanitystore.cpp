// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sanitystore.h"

#include "core/atomicfile.h"
#include "core/quoting.h"
#include "store/changelock.h"
#include "store/folders.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace tidemark::store {

namespace {

constexpr int knownVersion = 1;
constexpr qint64 largestFile = 16 << 20;

QString tr(const char* text)
{
    return QCoreApplication::translate("store::SanityStore", text);
}

core::Error corrupt(const QString& path, const QString& detail)
{
    return {core::ErrorKind::Corrupt, tr("The file with the sanity queries is damaged."),
            QDir::toNativeSeparators(path) + QStringLiteral(": ") + detail,
            tr("It was left as it is. Correct it, or move it away to begin anew.")};
}

SanityPlace placeOf(const QJsonObject& entry)
{
    return {entry.value(u"server").toString(), entry.value(u"database").toString()};
}

qsizetype indexOf(const QList<QJsonObject>& entries, const SanityPlace& place, const QString& name)
{
    for (qsizetype i = 0; i < entries.size(); ++i) {
        if (placeOf(entries.at(i)) == place && entries.at(i).value(u"name").toString() == name)
            return i;
    }
    return -1;
}

} // namespace

SanityStore::SanityStore(QString path)
    : m_path(std::move(path))
{
}

QString SanityStore::defaultPath()
{
    return configFolder() + QStringLiteral("/sanity.json");
}

SanityStore SanityStore::beside(const QString& file)
{
    return SanityStore(QFileInfo(file).absolutePath() + QStringLiteral("/sanity.json"));
}

core::Result<SanityStore::Content> SanityStore::read() const
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
    const QJsonValue list = content.unknown.take(u"queries");
    if (content.formatVersion < 1 || !list.isArray())
        return corrupt(m_path, tr("This is not a list of queries."));
    const QJsonArray entries = list.toArray();
    for (const QJsonValue& value : entries) {
        const bool isUsable = core::SanityQuery::fromJson(value.toObject()).check().has_value();
        // In a newer file an entry may well be of a form that we cannot know; it is not ours to write back.
        if (!isUsable && content.formatVersion <= knownVersion)
            return corrupt(m_path, tr("A query has no name or no statement."));
        if (isUsable)
            content.entries.append(value.toObject());
    }
    return content;
}

template <typename Change> core::Status SanityStore::change(const Change& apply) const
{
    const core::Result<core::FileLock> lock = lockForChange(m_path);
    if (!lock)
        return lock.error();
    core::Result<Content> content = read();
    if (!content)
        return std::move(content).error();
    if (content->formatVersion > knownVersion) {
        return core::Error{
            core::ErrorKind::Conflict,
            tr("The sanity queries were written by a newer version of Tidemark and can only be read."),
            QDir::toNativeSeparators(m_path), tr("Use the newer version to change them.")};
    }
    TIDEMARK_TRY(apply(content->entries));
    QJsonArray entries;
    for (const QJsonObject& entry : std::as_const(content->entries))
        entries.append(entry);
    QJsonObject object = content->unknown;
    object.insert(QStringLiteral("formatVersion"), knownVersion);
    object.insert(QStringLiteral("queries"), entries);
    // A link (from a folder of dotfiles, say) stays a link: what it points to is replaced.
    const QString canonical = QFileInfo(m_path).canonicalFilePath();
    return core::writeFileAtomically(canonical.isEmpty() ? m_path : canonical, QJsonDocument(object).toJson(),
                                     core::FileMode::Private);
}

core::Result<QList<core::SanityQuery>> SanityStore::of(const SanityPlace& place) const
{
    const auto content = read();
    if (!content)
        return content.error();
    QList<core::SanityQuery> queries;
    for (const QJsonObject& entry : content->entries) {
        if (placeOf(entry) == place)
            queries.append(core::SanityQuery::fromJson(entry));
    }
    return queries;
}

core::Result<QList<SanityPlace>> SanityStore::places() const
{
    const auto content = read();
    if (!content)
        return content.error();
    QList<SanityPlace> found;
    for (const QJsonObject& entry : content->entries) {
        if (!found.contains(placeOf(entry)))
            found.append(placeOf(entry));
    }
    return found;
}

core::Status SanityStore::save(const SanityPlace& place, const core::SanityQuery& query) const
{
    TIDEMARK_TRY(query.check());
    return change([&](QList<QJsonObject>& entries) -> core::Status {
        const qsizetype at = indexOf(entries, place, query.name);
        QJsonObject entry = at < 0 ? QJsonObject() : entries.at(at);
        const QJsonObject fields = query.toJson();
        entry.remove(QStringLiteral("least"));
        for (auto field = fields.begin(); field != fields.end(); ++field)
            entry.insert(field.key(), field.value());
        entry.insert(QStringLiteral("server"), place.server);
        entry.insert(QStringLiteral("database"), place.database);
        if (at < 0)
            entries.append(entry);
        else
            entries.replace(at, entry);
        return {};
    });
}

core::Status SanityStore::remove(const SanityPlace& place, const QString& name) const
{
    return change([&](QList<QJsonObject>& entries) -> core::Status {
        const qsizetype at = indexOf(entries, place, name);
        if (at >= 0) {
            entries.removeAt(at);
            return {};
        }
        QStringList names;
        for (const QJsonObject& entry : std::as_const(entries)) {
            if (placeOf(entry) == place)
                names.append(core::singleLine(entry.value(u"name").toString()));
        }
        return core::Error{core::ErrorKind::NotFound,
                           tr("There is no query “%1” for this database.").arg(core::singleLine(name)),
                           {},
                           names.isEmpty() ? tr("There are none yet.")
                                           : tr("There are: %1").arg(names.join(QStringLiteral(", ")))};
    });
}

} // namespace tidemark::store
