// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/base/basebackupdraft.h"

#include "backup/plankind.h"
#include "core/quoting.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <array>
#include <utility>

namespace tidemark::backup::base {

namespace {

template <typename T, std::size_t N>
QString nameIn(const std::array<std::pair<T, const char*>, N>& table, T value)
{
    for (const auto& [key, name] : table) {
        if (key == value)
            return QLatin1String(name);
    }
    return {};
}

template <typename T, std::size_t N>
std::optional<T> valueIn(const std::array<std::pair<T, const char*>, N>& table, QStringView text)
{
    for (const auto& [key, name] : table) {
        if (text == QLatin1String(name))
            return key;
    }
    return std::nullopt;
}

constexpr std::array<std::pair<Format, const char*>, 2> formats{{{Format::Plain, "plain"}, {Format::Tar, "tar"}}};
constexpr std::array<std::pair<CompressionMethod, const char*>, 4> methods{
    {{CompressionMethod::None, "none"}, {CompressionMethod::Gzip, "gzip"}, {CompressionMethod::Lz4, "lz4"}, {CompressionMethod::Zstd, "zstd"}}};
constexpr std::array<std::pair<WalMethod, const char*>, 2> walMethods{{{WalMethod::Stream, "stream"}, {WalMethod::Fetch, "fetch"}}};
constexpr std::array<std::pair<Checkpoint, const char*>, 2> checkpoints{{{Checkpoint::Fast, "fast"}, {Checkpoint::Spread, "spread"}}};
constexpr std::array<std::pair<TablespacePlace, const char*>, 2> places{{{TablespacePlace::InsideSet, "set"}, {TablespacePlace::AsOnServer, "server"}}};

/// A path in a mapping: "=" stands for itself only behind a backslash.
QString escaped(QString path)
{
    return path.replace(QLatin1Char('='), QLatin1String("\\="));
}

core::Error unknownWord(const QString& field, const QString& word)
{
    return {core::ErrorKind::InvalidInput, QCoreApplication::translate("backup::base", "This plan cannot be read: %1 is no value for %2.").arg(core::singleLine(word), field), {}, {}};
}

/// Leaves `into` as it is where the field is missing.
template <typename T, typename Into>
core::Status takeWord(const QJsonObject& object, const char* field, std::optional<T> (*read)(QStringView), Into& into)
{
    const QString word = object.value(QLatin1String(field)).toString();
    if (word.isEmpty())
        return {};
    const std::optional<T> found = read(word);
    if (!found)
        return unknownWord(QLatin1String(field), word);
    into = *found;
    return {};
}

QJsonArray mappingsToJson(const QList<TablespaceMapping>& mappings)
{
    QJsonArray array;
    for (const TablespaceMapping& mapping : mappings)
        array.append(QJsonObject{{QStringLiteral("from"), mapping.from}, {QStringLiteral("to"), mapping.to}});
    return array;
}

core::Result<QList<TablespaceMapping>> mappingsFromJson(const QJsonArray& array)
{
    QList<TablespaceMapping> mappings;
    for (const QJsonValue value : array) {
        const TablespaceMapping mapping{value[u"from"].toString(), value[u"to"].toString()};
        if (mapping.from.isEmpty() || mapping.to.isEmpty())
            return unknownWord(QStringLiteral("mappings"), QString());
        mappings.append(mapping);
    }
    return mappings;
}

} // namespace

QString formatName(Format format)
{
    return nameIn(formats, format);
}

QString methodName(CompressionMethod method)
{
    return nameIn(methods, method);
}

QString compressionName(const Compression& chosen)
{
    const QString name = methodName(chosen.method);
    return chosen.level ? QStringLiteral("%1:%2").arg(name).arg(*chosen.level) : name;
}

QString walMethodName(WalMethod method)
{
    return nameIn(walMethods, method);
}

QString checkpointName(Checkpoint checkpoint)
{
    return nameIn(checkpoints, checkpoint);
}

std::optional<Format> formatFromName(QStringView name)
{
    return valueIn(formats, name);
}

std::optional<Compression> compressionFromName(QStringView name)
{
    const qsizetype colon = name.indexOf(QLatin1Char(':'));
    const std::optional<CompressionMethod> method = valueIn(methods, colon < 0 ? name : name.first(colon));
    if (!method)
        return std::nullopt;
    Compression chosen{*method, std::nullopt};
    if (colon >= 0) {
        bool isNumber = false;
        chosen.level = name.sliced(colon + 1).toInt(&isNumber);
        if (!isNumber)
            return std::nullopt;
    }
    return chosen;
}

std::optional<WalMethod> walMethodFromName(QStringView name)
{
    return valueIn(walMethods, name);
}

std::optional<Checkpoint> checkpointFromName(QStringView name)
{
    return valueIn(checkpoints, name);
}

QString placeName(TablespacePlace place)
{
    return nameIn(places, place);
}

std::optional<TablespacePlace> placeFromName(QStringView name)
{
    return valueIn(places, name);
}

QString mappingText(const TablespaceMapping& mapping)
{
    return escaped(mapping.from) + QLatin1Char('=') + escaped(mapping.to);
}

QJsonObject BaseBackupDraft::toJson() const
{
    QJsonObject object = planHead(PlanKind::BaseBackup);
    object.insert(QStringLiteral("server"), serverLabel);
    object.insert(QStringLiteral("destination"), destination);
    object.insert(QStringLiteral("format"), formatName(format));
    object.insert(QStringLiteral("walMethod"), walMethodName(walMethod));
    object.insert(QStringLiteral("checkpoint"), checkpointName(checkpoint));
    object.insert(QStringLiteral("estimateSize"), sizeEstimate == SizeEstimate::Make);
    object.insert(QStringLiteral("manifestChecksums"), archive::checksumName(checksums));
    object.insert(QStringLiteral("label"), label);
    object.insert(QStringLiteral("tablespacePlace"), placeName(tablespaces));
    object.insert(QStringLiteral("mappings"), mappingsToJson(mappings));
    if (compression)
        object.insert(QStringLiteral("compression"), compressionName(*compression));
    if (rateLimit)
        object.insert(QStringLiteral("rateLimit"), *rateLimit);
    return object;
}

core::Result<BaseBackupDraft> BaseBackupDraft::fromJson(const QJsonObject& object)
{
    TIDEMARK_TRY(checkPlan(object, PlanKind::BaseBackup));
    BaseBackupDraft draft;
    draft.serverLabel = object.value(u"server").toString();
    draft.destination = object.value(u"destination").toString();
    draft.label = object.value(u"label").toString();
    TIDEMARK_TRY(takeWord(object, "format", &formatFromName, draft.format));
    TIDEMARK_TRY(takeWord(object, "compression", &compressionFromName, draft.compression));
    TIDEMARK_TRY(takeWord(object, "walMethod", &walMethodFromName, draft.walMethod));
    TIDEMARK_TRY(takeWord(object, "checkpoint", &checkpointFromName, draft.checkpoint));
    TIDEMARK_TRY(takeWord(object, "manifestChecksums", &archive::checksumFromName, draft.checksums));
    TIDEMARK_TRY(takeWord(object, "tablespacePlace", &placeFromName, draft.tablespaces));
    if (!object.value(u"estimateSize").toBool(true))
        draft.sizeEstimate = SizeEstimate::Leave;
    if (object.contains(u"rateLimit"))
        draft.rateLimit = object.value(u"rateLimit").toInteger();
    auto mappings = mappingsFromJson(object.value(u"mappings").toArray());
    if (!mappings)
        return std::move(mappings).error();
    draft.mappings = *std::move(mappings);
    return draft;
}

std::optional<qint64> rateFromText(QStringView text)
{
    qint64 factor = 1;
    if (text.endsWith(QLatin1Char('M')))
        factor = 1024;
    if (text.endsWith(QLatin1Char('M')) || text.endsWith(QLatin1Char('k')))
        text.chop(1);
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    if (!isNumber || number < 1 || number > mostRate)
        return std::nullopt;
    return number * factor;
}

std::optional<TablespaceMapping> mappingFromText(const QString& text)
{
    QStringList parts{QString()};
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) == QLatin1Char('\\') && i + 1 < text.size() && text.at(i + 1) == QLatin1Char('='))
            parts.last() += text.at(++i);
        else if (text.at(i) == QLatin1Char('='))
            parts.append(QString());
        else
            parts.last() += text.at(i);
    }
    if (parts.size() != 2 || parts.contains(QString()))
        return std::nullopt;
    return TablespaceMapping{parts.first(), parts.last()};
}

std::optional<LevelRange> levelsOf(CompressionMethod method)
{
    switch (method) {
    case CompressionMethod::Gzip:
        return LevelRange{1, 9};
    case CompressionMethod::Lz4:
        return LevelRange{1, 12};
    case CompressionMethod::Zstd:
        return LevelRange{1, 22};
    case CompressionMethod::None:
        break;
    }
    return std::nullopt;
}

QList<CompressionMethod> methodsOf(core::ServerVersion tool)
{
    if (!tool.hasBackupCompressionMethods())
        return {CompressionMethod::None, CompressionMethod::Gzip};
    return {CompressionMethod::None, CompressionMethod::Gzip, CompressionMethod::Lz4, CompressionMethod::Zstd};
}

Compression defaultCompression(core::ServerVersion tool)
{
    // zstd's first level is about as quick as lz4 and a third smaller. zlib's first costs half the time of its default.
    if (tool.hasBackupCompressionMethods())
        return {CompressionMethod::Zstd, 1};
    return {CompressionMethod::Gzip, 1};
}

} // namespace tidemark::backup::base
