// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compression.h"

#include <QCoreApplication>

#include <array>

namespace tidemark::core {

namespace {

struct MethodFacts
{
    CompressionMethod method;
    const char* name;
    const char* ending;
    std::optional<LevelRange> levels;
};

constexpr std::array<MethodFacts, 4> methods{{
    {CompressionMethod::None, "none", "", {}},
    {CompressionMethod::Gzip, "gzip", ".gz", LevelRange{1, 9}},
    {CompressionMethod::Lz4, "lz4", ".lz4", LevelRange{1, 12}},
    {CompressionMethod::Zstd, "zstd", ".zst", LevelRange{1, 22}},
}};

const MethodFacts& methodFacts(CompressionMethod method)
{
    for (const MethodFacts& facts : methods) {
        if (facts.method == method)
            return facts;
    }
    return methods.front();
}

QString tr(const char* text)
{
    return QCoreApplication::translate("core::Compression", text);
}

Error unknown(const QString& text)
{
    return {ErrorKind::InvalidInput, tr("“%1” is no compression.").arg(text), {},
            tr("Write none, gzip, lz4 or zstd; a level may follow, as in zstd:3.")};
}

Error noSuchLevel(const MethodFacts& facts, const QString& level)
{
    const QString name = QLatin1String(facts.name);
    if (!facts.levels)
        return {ErrorKind::InvalidInput, tr("Without compression there is no level."), {}, tr("Write none alone, or choose a method.")};
    return {ErrorKind::InvalidInput, tr("%1 has no level “%2”.").arg(name, level), {},
            tr("The levels of %1 are %2 to %3.").arg(name).arg(facts.levels->least).arg(facts.levels->most)};
}

/// Digits only: toInt() takes signs and blanks too.
std::optional<int> numberIn(const QString& text)
{
    for (const QChar digit : text) {
        if (digit < QLatin1Char('0') || digit > QLatin1Char('9'))
            return {};
    }
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    return isNumber ? std::optional<int>(number) : std::nullopt;
}

Result<CompressionSpec> withLevel(const MethodFacts& facts, const QString& text)
{
    const std::optional<int> level = numberIn(text);
    if (!facts.levels || !level || *level < facts.levels->least || *level > facts.levels->most)
        return noSuchLevel(facts, text);
    return CompressionSpec{facts.method, level};
}

} // namespace

Result<CompressionSpec> CompressionSpec::fromText(const QString& text)
{
    if (const std::optional<int> number = numberIn(text))
        return *number == 0 ? Result<CompressionSpec>(CompressionSpec{}) : withLevel(methodFacts(CompressionMethod::Gzip), text);
    const qsizetype colon = text.indexOf(QLatin1Char(':'));
    const QString name = text.left(colon < 0 ? text.size() : colon);
    for (const MethodFacts& facts : methods) {
        if (name.compare(QLatin1String(facts.name), Qt::CaseInsensitive) == 0)
            return colon < 0 ? Result<CompressionSpec>(CompressionSpec{facts.method, {}}) : withLevel(facts, text.mid(colon + 1));
    }
    return unknown(text);
}

QString CompressionSpec::toText() const
{
    const QString name = compressionName(method);
    return level ? name + QLatin1Char(':') + QString::number(*level) : name;
}

QString compressionName(CompressionMethod method)
{
    return QLatin1String(methodFacts(method).name);
}

QByteArray compressionEnding(CompressionMethod method)
{
    return methodFacts(method).ending;
}

std::optional<LevelRange> compressionLevels(CompressionMethod method)
{
    return methodFacts(method).levels;
}

} // namespace tidemark::core
