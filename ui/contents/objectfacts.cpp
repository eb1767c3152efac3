// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/objectfacts.h"

#include "archive/textencoding.h"
#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>
#include <QRegularExpression>

namespace tidemark::ui {

namespace {


QString tr(const char* text)
{
    return QCoreApplication::translate("ui::ObjectFacts", text);
}

QString sectionText(archive::Section section)
{
    switch (section) {
    case archive::Section::PreData:
        return QStringLiteral("pre-data");
    case archive::Section::Data:
        return QStringLiteral("data");
    case archive::Section::PostData:
        return QStringLiteral("post-data");
    case archive::Section::None:
        break;
    }
    return {};
}

/// Of "SELECT pg_catalog.setval('public.orders_id_seq', 42, true);"
QString sequenceValue(const QByteArray& statement)
{
    static const QRegularExpression values(QStringLiteral("',\\s*(-?\\d+),\\s*(true|false)\\)"));
    const auto found = values.match(QString::fromUtf8(statement));
    if (!found.hasMatch())
        return {};
    const QString number = QLocale().toString(found.captured(1).toLongLong());
    return found.captured(2) == QLatin1String("true") ? tr("%1 was the last; the next is one step further").arg(number)
                                                      : tr("%1 will be the first").arg(number);
}

QString attachedNames(const OpenedDump& dump, int object)
{
    QStringList words;
    const archive::Toc& toc = dump.index->toc(dump.index->object(object).part);
    for (const int attached : dump.index->attachments(object)) {
        const QString& type = toc.entries.at(attached).type();
        if (!words.contains(type))
            words.append(type);
    }
    return words.join(QLatin1String(", "));
}

void addSizes(QList<DumpFact>& facts, const OpenedDump& dump, const ContentObject& object)
{
    if (object.bytes >= 0)
        facts.append({tr("Size in file"), core::ByteSize(object.bytes).toText(), tr("%1 bytes, compressed where the dump is").arg(QLocale().toString(object.bytes))});
    if (object.rows >= 0)
        facts.append({tr("Rows"), core::countText(object.rows), tr("As counted when the backup was read back")});
    if (object.data < 0 && hasRows(object.kind) && object.kind == ObjectKind::Table)
        facts.append({tr("Rows"), tr("none in this dump"), tr("Its structure alone was dumped, or it is the root of partitions that hold the rows.")});
    if (object.kind == ObjectKind::Sequence && object.data >= 0)
        facts.append({tr("Value"), sequenceValue(dump.index->toc(object.part).entries.at(object.data).definition()), {}});
}

} // namespace

QList<DumpFact> objectFacts(const OpenedDump& dump, int index)
{
    const ContentObject& object = dump.index->object(index);
    const archive::TocEntry& entry = dump.index->entry(object);
    QList<DumpFact> facts{{tr("Kind"), kindWord(object.kind), tr("pg_dump calls it %1").arg(entry.type())},
                          {tr("Owner"), core::singleLine(entry.owner()), {}}};
    addSizes(facts, dump, object);
    facts += QList<DumpFact>{
        {tr("Tablespace"), core::singleLine(entry.tablespace()), {}},
        {tr("Access method"), core::singleLine(entry.accessMethod()), {}},
        {tr("Section"), sectionText(entry.section()), tr("When it is restored: before the rows, with them, or after them")},
        {tr("With it"), attachedNames(dump, index), tr("Entries of the dump that belong to it, in pg_dump's words")},
        {tr("Entry"), QString::number(entry.dumpId()), tr("Its number in the dump, as pg_restore --list has it")},
    };
    facts.removeIf([](const DumpFact& fact) { return fact.value.isEmpty(); });
    return facts;
}

QString definitionOf(const OpenedDump& dump, int index)
{
    const ContentObject& object = dump.index->object(index);
    const archive::Toc& toc = dump.index->toc(object.part);
    const archive::TextEncoding encoding(toc.encoding);
    QStringList statements;
    const auto add = [&](const archive::TocEntry& entry) {
        const QString text = encoding.decode(entry.definition()).trimmed();
        if (!text.isEmpty())
            statements.append(text);
    };
    add(dump.index->entry(object));
    for (const int attached : dump.index->attachments(index))
        add(toc.entries.at(attached));
    return statements.isEmpty() ? QString() : statements.join(QLatin1String("\n\n")) + QLatin1Char('\n');
}

QString commandFor(const OpenedDump& dump, int index)
{
    const ContentObject& object = dump.index->object(index);
    QString command = QStringLiteral("tidemarkctl inspect ") + core::quoteShell(QDir::toNativeSeparators(dump.path));
    if (dump.index->hasParts() && dump.contents().parts.at(object.part).kind == archive::DumpPart::Kind::Database)
        command += QStringLiteral(" --database ") + core::quoteShell(dump.index->toc(object.part).database);
    if (hasRows(object.kind))
        command += QStringLiteral(" --table ") + core::quoteShell(dump.index->commandName(index));
    return command;
}

} // namespace tidemark::ui
