// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backuparguments.h"

#include "postgres/namepattern.h"

namespace tidemark::backup {

namespace {

/// In one word, so that a value that begins with a dash stays a value.
void add(QStringList& arguments, const char* option, const QString& value)
{
    arguments.append(QStringLiteral("--%1=").arg(QLatin1String(option)) + value);
}

void add(QStringList& arguments, const char* option)
{
    arguments.append(QStringLiteral("--") + QLatin1String(option));
}

void addAll(QStringList& arguments, const char* option, const QStringList& values)
{
    for (const QString& value : values)
        add(arguments, option, value);
}

void addContent(QStringList& arguments, const ContentChoice& content)
{
    if (content.part != Part::Everything)
        add(arguments, content.part == Part::Rows ? "data-only" : "schema-only");
    addAll(arguments, "table", content.tables);
    addAll(arguments, "exclude-table", content.excludedTables);
    addAll(arguments, "exclude-table-data", content.tablesWithoutRows);
    addAll(arguments, "schema", content.schemas);
    addAll(arguments, "exclude-schema", content.excludedSchemas);
    for (const QString& schema : content.skippedSchemas)
        add(arguments, "exclude-schema", postgres::exactPattern(schema));
    for (const Exception& exception : content.exceptions) {
        if (exception.keep != Keep::Everything)
            add(arguments, exception.keep == Keep::Nothing ? "exclude-table" : "exclude-table-data", postgres::exactPattern(exception.schema, exception.name));
    }
    if (content.largeObjects != LargeObjects::AsTool)
        add(arguments, content.largeObjects == LargeObjects::Include ? "large-objects" : "no-large-objects");
}

void addDraft(QStringList& arguments, const BackupDraft& draft)
{
    const BackupDraft usual;
    if (draft.form.format)
        add(arguments, "format", archive::formatText(*draft.form.format));
    if (draft.form.compression)
        add(arguments, "compress", draft.form.compression->toText());
    if (draft.form.jobs > 0)
        add(arguments, "jobs", QString::number(draft.form.jobs));
    for (const ToolOption& option : draft.options) {
        const QString text = argumentOf(option);
        add(arguments, "option", option.name.startsWith(QLatin1Char('-')) ? text : text.mid(2));
    }
    if (draft.globals == Globals::Leave)
        add(arguments, "no-globals");
    if (draft.rolePasswords == RolePasswords::Leave)
        add(arguments, "no-role-passwords");
    if (draft.lockWait != usual.lockWait)
        add(arguments, "lock-wait", QString::number(draft.lockWait.count()));
    if (draft.fileName != usual.fileName)
        add(arguments, "file-name", draft.fileName);
}

} // namespace

QList<QStringList> backupArguments(const BackupAnswers& answers, const NamedServer& server)
{
    const auto listFor = [&](const QStringList& databases, const ContentChoice& content) {
        QStringList arguments;
        if (!server.text.isEmpty())
            add(arguments, server.by == NamedServer::By::Profile ? "profile" : "connection", server.text);
        arguments.append(QStringLiteral("backup"));
        if (!answers.draft.destination.isEmpty())
            add(arguments, "to", answers.draft.destination);
        if (answers.choice == Databases::All)
            add(arguments, "all-databases");
        else
            addAll(arguments, "database", databases);
        addContent(arguments, content);
        addDraft(arguments, answers.draft);
        return arguments;
    };
    if (answers.choice == Databases::All)
        return {listFor({}, answers.draft.content)};
    QStringList common;
    QList<QStringList> lists;
    for (const QString& database : answers.databases) {
        if (answers.contents.contains(database))
            lists.append(listFor({database}, answers.contents.value(database)));
        else
            common.append(database);
    }
    if (!common.isEmpty() || lists.isEmpty())
        lists.prepend(listFor(common, answers.draft.content));
    return lists;
}

} // namespace tidemark::backup
