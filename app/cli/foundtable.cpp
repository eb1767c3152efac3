// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/foundtable.h"

#include "archive/selection.h"
#include "archive/sqlnames.h"
#include "cli/commandline.h"
#include "core/quoting.h"

#include <QCoreApplication>

#include <optional>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::diff", text);
}

} // namespace

core::Result<QStringList> columnList(const QString& text, const QString& option, const QString& subcommand)
{
    const auto wrong = [&] {
        return usageError(
            tr("%1 is a list of columns, separated by commas, odd names in double quotes.").arg(option),
            subcommand);
    };
    QStringList names;
    const QByteArray bytes = text.toUtf8();
    archive::SqlReader reader(bytes);
    do {
        const auto name = reader.takeName();
        if (!name || name->isQualified())
            return wrong();
        names.append(QString::fromUtf8(name->name()));
    } while (reader.takeSymbol(','));
    if (!reader.atEnd())
        return wrong();
    return names;
}

core::Status readLiveName(const QString& text, const QString& subcommand, restore::TableDiffOptions& options)
{
    const QByteArray bytes = text.toUtf8();
    archive::SqlReader reader(bytes);
    const auto name = reader.takeName();
    if (!name || !reader.atEnd() || name->parts.size() > 2)
        return usageError(tr("--live is a table, or schema.table, odd names in double quotes."), subcommand);
    options.liveSchema = QString::fromUtf8(name->schema());
    options.liveName = QString::fromUtf8(name->name());
    return {};
}

core::Result<FoundTable> findTable(const archive::Dump& dump, const QString& table, const QString& database)
{
    QList<FoundTable> found;
    std::optional<core::Error> problem;
    const QList<archive::DumpPart>& parts = dump.contents().parts;
    for (int part = 0; part < parts.size(); ++part) {
        if (parts.at(part).kind != archive::DumpPart::Kind::Database)
            continue;
        const auto relation = archive::findRelation(parts.at(part).toc, table);
        if (relation && parts.at(part).toc.database == database)
            return FoundTable{part, *relation};
        if (relation)
            found.append({part, *relation});
        else
            problem = relation.error();
    }
    if (found.size() == 1)
        return found.constFirst();
    if (found.isEmpty() && problem)
        return *problem;
    return core::Error{core::ErrorKind::InvalidInput,
                       tr("Several databases of the backup have a table %1.").arg(core::singleLine(table)),
                       {},
                       tr("Name the one that is meant with --database.")};
}

} // namespace tidemark::cli
