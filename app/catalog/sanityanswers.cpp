// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/sanityanswers.h"

#include "core/atomicfile.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace tidemark::catalog {

QByteArray sanityAnswersToJson(const QList<core::SanityResult>& answers)
{
    QJsonArray list;
    for (const core::SanityResult& answer : answers) {
        QJsonObject object = answer.query.toJson();
        object.insert(QStringLiteral("answer"), answer.target.toJson());
        list.append(object);
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("format"), 1}, {QStringLiteral("queries"), list}})
        .toJson();
}

QList<core::SanityResult> readSanityAnswers(const BackupSet& set)
{
    constexpr qint64 largest = 256 << 20;
    const auto file =
        std::find_if(set.manifest.files.begin(), set.manifest.files.end(),
                     [](const ManifestFile& one) { return one.name == QLatin1String(sanityFileName); });
    if (file == set.manifest.files.end())
        return {};
    const auto content = core::readFile(set.folder + QLatin1Char('/') + file->name, largest);
    if (!content ||
        QLatin1String(QCryptographicHash::hash(*content, QCryptographicHash::Sha256).toHex()) != file->sha256)
        return {};
    QList<core::SanityResult> answers;
    const QJsonArray list = QJsonDocument::fromJson(*content).object().value(u"queries").toArray();
    for (const QJsonValue& value : list) {
        const QJsonObject object = value.toObject();
        const core::SanityQuery query = core::SanityQuery::fromJson(object);
        if (query.check())
            answers.append({query, std::nullopt,
                            core::SanityAnswer::fromJson(object.value(u"answer").toObject()),
                            core::SanityOutcome::NotCompared});
    }
    return answers;
}

} // namespace tidemark::catalog
