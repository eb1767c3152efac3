// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sanitystore.h"

#include "core/quoting.h"
#include "store/folders.h"
#include "store/listfile.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace tidemark::store {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("store::SanityStore", text);
}

ListFile fileAt(const QString& path)
{
    return ListFile(
        path,
        {QStringLiteral("queries"), tr("The file with the sanity queries is damaged."),
         tr("The sanity queries were written by a newer version of Tidemark and can only be read."),
         tr("This is not a list of queries."), [](const QJsonObject& entry) -> core::Status {
             if (core::SanityQuery::fromJson(entry).check())
                 return {};
             return core::Error{core::ErrorKind::Corrupt, tr("A query has no name or no statement."), {}, {}};
         }});
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

core::Result<QList<core::SanityQuery>> SanityStore::of(const SanityPlace& place) const
{
    const auto content = fileAt(m_path).read();
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
    const auto content = fileAt(m_path).read();
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
    return replace(place, query.name, query);
}

core::Status SanityStore::replace(const SanityPlace& place, const QString& name,
                                  const core::SanityQuery& query) const
{
    TIDEMARK_TRY(query.check());
    return fileAt(m_path).change([&](QList<QJsonObject>& entries) -> core::Status {
        if (query.name != name && indexOf(entries, place, query.name) >= 0) {
            return core::Error{
                core::ErrorKind::Conflict,
                tr("There is a query “%1” for this database already.").arg(core::singleLine(query.name)),
                {},
                tr("Choose another name.")};
        }
        const qsizetype at = indexOf(entries, place, name);
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
    return fileAt(m_path).change([&](QList<QJsonObject>& entries) -> core::Status {
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
