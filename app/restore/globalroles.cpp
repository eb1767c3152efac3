// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/globalroles.h"

#include "archive/sqlnames.h"
#include "archive/textencoding.h"

#include <QFileInfo>

#include <algorithm>
#include <array>

namespace tidemark::restore {

namespace {

/// What goes beyond the objects of one database: to be given by somebody who knows why.
constexpr std::array powerWords{"SUPERUSER", "CREATEROLE", "REPLICATION", "BYPASSRLS"};

QString textAt(archive::SqlReader& reader)
{
    const auto text = archive::unquoteText(reader.written());
    reader.advance();
    return text ? QString::fromUtf8(*text) : QString();
}

void readAttribute(archive::SqlReader& reader, GlobalRole& role)
{
    for (const char* power : powerWords) {
        if (reader.takeWord(power)) {
            role.powers.append(QLatin1String(power));
            return;
        }
    }
    if (reader.takeWord("LOGIN")) {
        role.role.login = true;
    } else if (reader.takeWord("NOINHERIT")) {
        role.role.inherits = false;
    } else if (reader.takeWord("CREATEDB")) {
        role.role.createsDatabases = true;
    } else if (reader.takeWords("CONNECTION LIMIT")) {
        if (reader.takeSymbol('-'))
            return reader.advance();
        role.role.connectionLimit = std::max(-1, reader.written().toByteArray().toInt());
        reader.advance();
    } else if (reader.takeWords("VALID UNTIL")) {
        role.role.validUntil = textAt(reader);
    } else {
        reader.advance(); // passwords too
    }
}

/// CREATE ROLE x; ALTER ROLE x WITH … ;
void readStatements(const QByteArray& statements, GlobalRole& role)
{
    archive::SqlReader reader(statements);
    while (!reader.atEnd()) {
        if ((reader.takeWord("ALTER") || reader.takeWord("CREATE")) &&
            (reader.takeWord("ROLE") || reader.takeWord("USER")))
            (void)reader.takeName(); // which may be a word that means something
        else
            readAttribute(reader, role);
    }
}

/// GRANT a TO b …
void readMembership(const archive::Toc& globals, const QByteArray& statement,
                    QMap<QString, GlobalRole>& roles)
{
    const archive::TextEncoding encoding(globals.encoding);
    archive::SqlReader reader(statement);
    reader.advance();
    const auto group = reader.takeName();
    if (!group || !reader.takeWord("TO"))
        return;
    const auto member = reader.takeName();
    if (!member)
        return;
    const auto found = roles.find(encoding.decode(member->name()));
    const QString name = encoding.decode(group->name());
    if (found != roles.end() && roles.contains(name))
        found->role.memberOf.append(name);
}

} // namespace

QMap<QString, GlobalRole> globalRolesIn(const archive::Toc& globals)
{
    QMap<QString, GlobalRole> roles;
    for (const archive::TocEntry& entry : globals.entries) {
        if (entry.type() != QLatin1String("ROLE") || entry.tag().startsWith(QLatin1String("pg_")))
            continue;
        GlobalRole role;
        role.role.name = entry.tag();
        readStatements(entry.definition(), role);
        roles.insert(entry.tag(), role);
    }
    for (const archive::TocEntry& entry : globals.entries) {
        if (entry.type() == QLatin1String("ROLE MEMBERSHIP"))
            readMembership(globals, entry.definition(), roles);
    }
    return roles;
}

QMap<QString, GlobalRole> globalRoles(const RestoreSource& source, const core::RunContext& context)
{
    QString file = source.archivePath;
    if (source.format != archive::DumpFormat::PlainCluster) {
        const QString folder = source.set ? source.set->folder : QFileInfo(source.archivePath).absolutePath();
        file = folder + QStringLiteral("/globals.sql");
    }
    if (!QFileInfo::exists(file))
        return {};
    const auto dump = archive::Dump::open(file, {}, context);
    if (!dump)
        return {}; // it is a help, not a part of the backup
    for (const archive::DumpPart& part : (*dump)->contents().parts) {
        if (part.kind == archive::DumpPart::Kind::Globals)
            return globalRolesIn(part.toc);
    }
    return {};
}

} // namespace tidemark::restore
