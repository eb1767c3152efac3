// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/restorewords.h"

#include "core/quoting.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSet>

namespace tidemark::ui {

namespace {

constexpr qsizetype mostNamed = 8;

QString tr(const char* text)
{
    return QCoreApplication::translate("ui::restore", text);
}

QString listed(QStringList names)
{
    for (QString& name : names)
        name = core::singleLine(name);
    const int more = static_cast<int>(std::max<qsizetype>(0, names.size() - mostNamed));
    const QString text = names.mid(0, mostNamed).join(QStringLiteral(", "));
    return more > 0 ? QCoreApplication::translate("ui::restore", "%1 and %n more", nullptr, more).arg(text)
                    : text;
}

} // namespace

QString whatWords(const RestoreState& state)
{
    const restore::RestoreDraft draft = state.effective();
    const QString database = state.source ? core::singleLine(state.source->database()) : QString();
    if (draft.isWhole())
        return tr("The whole database %1").arg(database);
    QStringList parts;
    const int tables = static_cast<int>(draft.tables.size());
    if (tables > 0)
        parts.append(QCoreApplication::translate("ui::restore", "%n table(s) of %1: %2", nullptr, tables)
                         .arg(database, listed(draft.tables)));
    const int schemas = static_cast<int>(draft.schemas.size());
    if (schemas > 0)
        parts.append(QCoreApplication::translate("ui::restore", "%n schema(s) of %1: %2", nullptr, schemas)
                         .arg(database, listed(draft.schemas)));
    return parts.join(QStringLiteral("; "));
}

QString targetWords(const RestoreState& state)
{
    const restore::RestoreDraft draft = state.effective();
    const QString database = core::singleLine(draft.targetDatabase);
    if (draft.target == restore::TargetKind::SqlFile)
        return tr("the SQL file %1").arg(core::singleLine(QDir::toNativeSeparators(draft.file)));
    if (state.isSandbox)
        return tr("the database %1 of a server that is started on this computer, and runs on").arg(database);
    if (draft.target == restore::TargetKind::NewDatabase)
        return tr("the new database %1").arg(database);
    if (!draft.intoSchema.isEmpty())
        return tr("the schema %1 of the database %2").arg(core::singleLine(draft.intoSchema), database);
    if (!draft.newNames.isEmpty())
        return tr("the database %1, beside the originals: %2").arg(database, newNameWords(state));
    QString policy;
    switch (draft.existing) {
    case restore::ExistingObjects::Stop:
        break;
    case restore::ExistingObjects::Keep:
        policy = tr("; what is there already stays");
        break;
    case restore::ExistingObjects::Replace:
        policy = tr("; what is there already is dropped and replaced");
        break;
    case restore::ExistingObjects::EmptyAndLoad:
        policy = tr("; only rows, into emptied tables");
        break;
    case restore::ExistingObjects::Append:
        policy = tr("; only rows, added to those that are there");
        break;
    }
    return tr("the existing database %1%2").arg(database, policy);
}

QString newNameWords(const RestoreState& state)
{
    QStringList words;
    for (const QString& table : state.draft.tables)
        words.append(tr("%1 as %2").arg(core::singleLine(table), core::singleLine(state.otherNameOf(table))));
    constexpr qsizetype most = 6;
    const int others = static_cast<int>(words.size() - most);
    const QString first = words.mid(0, most).join(QStringLiteral(", "));
    return others > 0
               ? QCoreApplication::translate("ui::restore", "%1 and %n more", nullptr, others).arg(first)
               : first;
}

QString placeWords(const RestoreState& state)
{
    const restore::RestoreDraft draft = state.effective();
    if (state.isSandbox)
        return tr("%1 on this computer").arg(core::singleLine(draft.targetDatabase));
    return core::singleLine(draft.target == restore::TargetKind::SqlFile ? QFileInfo(draft.file).fileName()
                                                                         : draft.targetDatabase);
}

QString createdWords(const RestoreReview& review)
{
    if (!review.plan)
        return tr("nothing, as it stands");
    const restore::RestorePlan& plan = *review.plan;
    const restore::RestoreSource& source = plan.source;
    QSet<int> ids;
    const bool isWhole = !plan.isPart() && plan.isThroughPgRestore();
    if (!isWhole)
        ids = plan.scope.dumpIds();
    int relations = 0;
    for (const archive::Relation& relation : source.toc.relations())
        relations += isWhole || ids.contains(relation.dumpId) ? 1 : 0;
    QString text = QCoreApplication::translate("ui::restore", "%n relation(s) – tables, views, sequences",
                                               nullptr, relations);
    if (!isWhole) {
        const int entries = static_cast<int>(plan.scope.selection.entries.size());
        text = QCoreApplication::translate("ui::restore",
                                           "%1; %n object(s) in all, with rows, keys and what they need",
                                           nullptr, entries)
                   .arg(text);
    }
    if (!plan.newNames.isEmpty()) {
        QStringList names;
        for (const postgres::OtherName& name : plan.newNames)
            names.append(name.to);
        text += tr("; by the names %1").arg(listed(names));
    }
    if (plan.draft.isRowsOnly()) {
        const int loaded = static_cast<int>(plan.scope.loaded.size());
        return QCoreApplication::translate("ui::restore", "nothing new; the rows of %n table(s) are loaded",
                                           nullptr, loaded);
    }
    if (plan.draft.ownership == restore::Ownership::Role)
        return text + tr("; all of it owned by %1").arg(core::singleLine(plan.draft.ownerRole));
    return text + (plan.draft.ownership == restore::Ownership::Me
                       ? tr("; all of it owned by the role that restores")
                       : tr("; owned as in the backup"));
}

QString expectedWords(const RestoreReview& review)
{
    const restore::RestoreSource& source = review.facts.source;
    QStringList parts;
    const restore::RestorePlan* plan = review.plan ? &*review.plan : nullptr;
    if (source.set && !source.isOneOfSeveral && plan) {
        QSet<std::pair<QString, QString>> loaded;
        for (const archive::Relation& table : plan->scope.loaded)
            loaded.insert({table.schema, table.name});
        const bool all = loaded.isEmpty() && plan->draft.isWhole();
        qint64 rows = 0;
        qint64 bytes = 0;
        for (const catalog::ManifestTable& table : source.set->manifest.tables) {
            if (!all && !loaded.contains({table.schema, table.name}))
                continue;
            rows += table.rows;
            bytes += table.bytes;
        }
        parts.append(tr("%1 rows, %2 of text before indexes")
                         .arg(core::countText(rows), core::ByteSize(bytes).toText()));
        for (auto check = source.set->checks.crbegin(); all && check != source.set->checks.crend(); ++check) {
            if (check->kind == QLatin1String("restore") && check->seconds > 0) {
                parts.append(tr("the last restore of it took %1")
                                 .arg(core::durationText(
                                     std::chrono::milliseconds(static_cast<qint64>(check->seconds * 1000)))));
                break;
            }
        }
    } else {
        parts.append(
            tr("not known beforehand; the dump has %1").arg(core::ByteSize(source.fileBytes).toText()));
    }
    return parts.join(tr(", "));
}

} // namespace tidemark::ui
