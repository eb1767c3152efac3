// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/base/basebackupdraft.h"

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
