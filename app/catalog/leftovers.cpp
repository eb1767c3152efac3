// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/leftovers.h"

#include "catalog/setname.h"
#include "catalog/setremoval.h"
#include "core/atomicfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <unistd.h>

namespace tidemark::catalog {

namespace {

constexpr char partialMark[] = ".tidemark-partial"; // it holds the run id
constexpr qint64 longestMark = 200;

QString markOf(const QString& folder)
{
    return folder + QLatin1Char('/') + QLatin1String(partialMark);
}

/// A file that anybody may have written.
QString runIdIn(const QString& mark)
{
    static const QRegularExpression form(QStringLiteral("\\A[0-9TZ]{16}-[0-9a-f]{8}\\z"));
    const auto content = core::readFile(mark, longestMark);
    const QString text = content ? QString::fromLatin1(*content) : QString();
    return form.match(text).hasMatch() ? text : QString();
}

} // namespace

QList<Leftover> removeLeftovers(const QString& databaseFolder)
{
    static const QRegularExpression name(QStringLiteral("\\A\\d{8}T\\d{6}Z(-\\d+)?\\.partial\\z"));
    QList<Leftover> removed;
    const QString pattern = QLatin1Char('*') + QLatin1String(partialSuffix);
    const QFileInfoList found =
        QDir(databaseFolder).entryInfoList({pattern}, QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QFileInfo& folder : found) {
        const QString mark = markOf(folder.filePath());
        if (!QFileInfo::exists(mark)) {
            if (name.match(folder.fileName()).hasMatch()) // killed before it could be marked, where it is empty
                ::rmdir(QFile::encodeName(folder.filePath()).constData());
            continue;
        }
        const QString runId = runIdIn(mark);
        if (QDir(folder.filePath()).removeRecursively())
            removed.append({folder.filePath(), runId});
    }
    (void)finishRemovals(databaseFolder);
    return removed;
}

core::Status markPartial(const QString& partialFolder, const QString& runId)
{
    return core::writeFileAtomically(markOf(partialFolder), runId.toLatin1(), core::FileMode::Private);
}

core::Status unmarkPartial(const QString& partialFolder)
{
    if (!QFile::remove(markOf(partialFolder)))
        return core::Error{
            core::ErrorKind::Io,
            QCoreApplication::translate("catalog::SetWriter", "The backup set could not be completed."),
            {},
            {}};
    return {};
}

} // namespace tidemark::catalog
