// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/listfile.h"

#include "core/atomicfile.h"
#include "store/changelock.h"

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
    return QCoreApplication::translate("store::ListFile", text);
}

} // namespace

bool ListFile::Content::isNewer() const
{
    return formatVersion > knownVersion;
}

core::Error ListFile::corrupt(const QString& detail) const
{
    return {core::ErrorKind::Corrupt, m_form.damaged,
            QDir::toNativeSeparators(m_path) + QStringLiteral(": ") + detail,
            tr("It was left as it is. Correct it, restore it from a backup, or move it away to begin anew.")};
}

core::Result<ListFile::Content> ListFile::read() const
{
    Content content;
    if (!QFileInfo::exists(m_path))
        return content;
    const core::Result<QByteArray> bytes = core::readFile(m_path, largestFile);
    if (!bytes)
        return bytes.error();
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(*bytes, &problem);
    if (problem.error != QJsonParseError::NoError)
        return corrupt(QStringLiteral("%1 (byte %2)").arg(problem.errorString()).arg(problem.offset));
    content.unknown = document.object();
    content.formatVersion = content.unknown.take(u"formatVersion").toInt();
    const QJsonValue list = content.unknown.take(m_form.list);
    if (content.formatVersion < 1 || !list.isArray())
        return corrupt(m_form.unlisted);
    const QJsonArray entries = list.toArray();
    for (const QJsonValue& value : entries) {
        const core::Status usable = m_form.check(value.toObject());
        if (usable)
            content.entries.append(value.toObject());
        else if (!content.isNewer())
            return corrupt(usable.error().toText());
        // In a newer file an entry may well be of a form that we cannot know; it is not ours to write back.
    }
    return content;
}

core::Result<core::FileLock> ListFile::lock() const
{
    return lockForChange(m_path);
}

core::Status ListFile::write(const Content& content) const
{
    if (content.isNewer())
        return core::Error{core::ErrorKind::Conflict, m_form.newer, QDir::toNativeSeparators(m_path),
                           tr("Use the newer version to change them.")};
    QJsonArray entries;
    for (const QJsonObject& entry : content.entries)
        entries.append(entry);
    QJsonObject object = content.unknown;
    object.insert(QStringLiteral("formatVersion"), knownVersion);
    object.insert(m_form.list, entries);
    const QString canonical = QFileInfo(m_path).canonicalFilePath();
    return core::writeFileAtomically(canonical.isEmpty() ? m_path : canonical, QJsonDocument(object).toJson(),
                                     core::FileMode::Private);
}

core::Status ListFile::change(const std::function<core::Status(QList<QJsonObject>& entries)>& apply) const
{
    const core::Result<core::FileLock> held = lock();
    if (!held)
        return held.error();
    core::Result<Content> content = read();
    if (!content)
        return std::move(content).error();
    if (!content->isNewer()) // else write() says so
        TIDEMARK_TRY(apply(content->entries));
    return write(*content);
}

} // namespace tidemark::store
