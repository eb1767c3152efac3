// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quoting.h"
#include "restore/rows/recoveryfacts.h"
#include "restore/rows/rowfilter.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace tidemark::restore::rows {

namespace {

using core::Severity;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::rows", text);
}

QString listed(const QStringList& names)
{
    return core::singleLine(names.join(QLatin1String(", ")));
}

class Findings
{
public:
    Findings(const RecoveryDraft& draft, const RecoveryFacts& facts)
        : m_draft(draft)
        , m_facts(facts)
        , m_name(facts.diff.liveTable.toText())
        , m_writes(counted(RowKind::Missing, facts.diff.rows.missing),
                   counted(RowKind::Changed, facts.diff.rows.changed),
                   counted(RowKind::Extra, facts.diff.rows.extra))
    {
    }

    core::Findings all()
    {
        m_findings = m_facts.diff.findings;
        checkDraft();
        checkColumns();
        checkPrivileges();
        checkTriggers();
        checkRules();
        checkReferences();
        checkPublication();
        return m_findings;
    }

private:
    struct Writes
    {
        Writes(bool i, bool u, bool d)
            : inserts(i)
            , updates(u)
            , deletes(d)
        {
        }
        bool inserts;
        bool updates;
        bool deletes;
    };

    bool counted(RowKind kind, qint64 rows) const { return m_draft.kinds.testFlag(kind) && rows > 0; }

    void add(Severity severity, const char* id, const QString& sentence, const QString& hint = {},
             const char* action = "")
    {
        m_findings.append({severity, QLatin1String(id), sentence, hint, QLatin1String(action)});
    }

    void checkDraft()
    {
        if (!m_draft.condition.isEmpty()) {
            if (const core::Status checked = checkCondition(m_draft.condition); !checked)
                add(Severity::Blocker, "rows.condition", checked.error().message, checked.error().hint);
        }
        const qsizetype parts = m_facts.compared.mapping.key.size();
        for (const QStringList& key : m_draft.keys) {
            if (key.size() == parts && parts > 0)
                continue;
            add(Severity::Blocker, "rows.keys",
                parts == 0 ? tr("Rows of %1 cannot be chosen by key, because it has none.").arg(m_name)
                           : tr("A key of %1 has %2 value(s), one each for %3.")
                                 .arg(m_name, QString::number(parts),
                                      listed(m_facts.compared.mapping.keyNames())),
                tr("Name the columns that identify a row, or choose rows by a condition."));
            break;
        }
        for (const QString& column : m_draft.columns) {
            if (!m_facts.compared.mapping.columnNames().contains(column))
                add(Severity::Blocker, "rows.column",
                    tr("Backup and live table have no column %1 in common.").arg(core::singleLine(column)),
                    tr("They share %1.").arg(listed(m_facts.compared.mapping.columnNames())));
        }
        if (!m_draft.undoFile.isEmpty() && QFileInfo::exists(m_draft.undoFile))
            add(Severity::Blocker, "rows.undoExists",
                tr("The file for the undo script is there already: %1.")
                    .arg(core::singleLine(m_draft.undoFile)),
                tr("Choose another name; an undo script is never replaced."));
    }

    void checkColumns()
    {
        if (m_facts.compared.mapping.columns.isEmpty())
            add(Severity::Blocker, "rows.noColumns",
                tr("%1 has no column that could be brought back.").arg(m_name));
        QStringList unset;
        for (const QString& column : m_facts.table.notNullWithoutDefault) {
            if (!m_facts.compared.mapping.columnNames().contains(column))
                unset.append(column);
        }
        if (m_writes.inserts && !unset.isEmpty())
            add(Severity::Blocker, "rows.notNull",
                tr("New columns of %1 must have a value and the backup has none for them: %2.")
                    .arg(m_name, listed(unset)),
                tr("Give them a default first: ALTER TABLE … ALTER COLUMN … SET DEFAULT …."));
        QStringList always;
        for (const QString& column : m_facts.table.identityAlways) {
            const bool key = m_facts.compared.mapping.keyNames().contains(column);
            if (!key && m_facts.compared.mapping.columnNames().contains(column))
                always.append(column);
        }
        if (m_writes.updates && !always.isEmpty())
            add(Severity::Warning, "rows.identityAlways",
                tr("The server lets nobody change these columns of rows that are there (GENERATED ALWAYS AS "
                   "IDENTITY); they stay as they are: %1.")
                    .arg(listed(always)));
    }

    void checkPrivileges()
    {
        const postgres::RecoveryTable& table = m_facts.table;
        if (table.hidesRows)
            add(Severity::Blocker, "rows.rowSecurity",
                tr("Row-level security hides rows of %1 from this role, so it cannot tell what is missing.")
                    .arg(m_name),
                tr("Connect as the table's owner (%1) or as a role with BYPASSRLS.")
                    .arg(core::singleLine(table.owner)));
        QStringList lacking;
        if (m_writes.inserts && !table.mayInsert)
            lacking.append(QStringLiteral("INSERT"));
        // SELECT … FOR UPDATE needs it too.
        if ((m_writes.updates || m_writes.deletes) && !table.mayUpdate)
            lacking.append(QStringLiteral("UPDATE"));
        // So does the lock on a table whose rows have no key.
        else if (m_writes.inserts && targetOf(m_draft, m_facts, 1).key.isEmpty() && !table.mayUpdate &&
                 !table.mayDelete)
            lacking.append(QStringLiteral("UPDATE"));
        if (m_writes.deletes && !table.mayDelete)
            lacking.append(QStringLiteral("DELETE"));
        if (!lacking.isEmpty())
            add(Severity::Blocker, "rows.privilege",
                tr("This role lacks %1 on %2.").arg(listed(lacking), m_name),
                tr("Connect as its owner (%1), or let the owner run: GRANT %2 ON … TO ….")
                    .arg(core::singleLine(table.owner), listed(lacking)));
        if (!table.mayMakeTemporary)
            add(Severity::Blocker, "rows.temporary",
                tr("This role may not make temporary tables in the database, which rows go through."),
                tr("Let the database's owner run: GRANT TEMPORARY ON DATABASE … TO …."));
        for (const postgres::ColumnSequence& sequence : table.sequences) {
            if (m_writes.inserts && !sequence.maySet)
                add(Severity::Warning, "rows.sequence",
                    tr("This role may not set the sequence %1; where it is behind, the next row that is "
                       "added by itself will collide.")
                        .arg(core::singleLine(sequence.schema + QLatin1Char('.') + sequence.name)),
                    tr("Let the owner run: GRANT SELECT, UPDATE ON SEQUENCE … TO …."));
        }
    }

    void checkTriggers()
    {
        QStringList names;
        bool always = false;
        for (const postgres::TableTrigger& trigger : m_facts.table.triggers) {
            const bool concerned = (m_writes.inserts && trigger.onInsert) ||
                                   (m_writes.updates && trigger.onUpdate) ||
                                   (m_writes.deletes && trigger.onDelete);
            const QString text = QStringLiteral("%1 (%2)").arg(trigger.name, trigger.function);
            if (concerned && trigger.fires() && !names.contains(text))
                names.append(text);
            always = always || (concerned && trigger.enabled == QLatin1Char('A'));
        }
        if (names.isEmpty())
            return;
        if (m_draft.triggers == Triggers::Fire) {
            add(Severity::Warning, "rows.triggersFire",
                tr("These triggers will fire for each row, as for any other change: %1.").arg(listed(names)),
                tr("Without them (--triggers off) the table's owner can write: they are disabled inside the "
                   "transaction, for everybody, and put back as they were."),
                "rows.triggersOff");
        } else if (m_facts.table.isOwner) {
            add(Severity::Info, "rows.triggersOff",
                tr("These triggers will not fire; they are disabled inside the transaction, during which "
                   "nobody else can write to %1: %2. Foreign keys stay checked.")
                    .arg(m_name, listed(names)));
        } else {
            add(Severity::Blocker, "rows.triggersOwner",
                tr("Only the owner of %1 may keep its triggers from firing.").arg(m_name),
                tr("Connect as %1, or let the triggers fire.").arg(core::singleLine(m_facts.table.owner)));
        }
    }

    void checkRules()
    {
        for (const postgres::TableRule& rule : m_facts.table.rules) {
            const bool concerned = (m_writes.updates && rule.event == QLatin1Char('2')) ||
                                   (m_writes.inserts && rule.event == QLatin1Char('3')) ||
                                   (m_writes.deletes && rule.event == QLatin1Char('4'));
            if (!concerned)
                continue;
            const QString name = core::singleLine(rule.name);
            if (rule.instead)
                add(Severity::Blocker, "rows.ruleInstead",
                    tr("The rule %1 does something else instead of writing to %2.").arg(name, m_name),
                    tr("Disable it first: ALTER TABLE … DISABLE RULE …."));
            else
                add(Severity::Warning, "rows.rule",
                    tr("The rule %1 will act on each row that is written.").arg(name));
        }
    }

    void checkReferences()
    {
        if (!m_writes.deletes)
            return;
        for (const postgres::ForeignKey& key : m_facts.table.children) {
            const QString child = core::singleLine(key.schema + QLatin1Char('.') + key.table);
            if (key.onDelete == QLatin1Char('c'))
                add(Severity::Warning, "rows.cascade",
                    tr("Rows of %1 that refer to a deleted row are deleted with it, and no undo brings them "
                       "back.")
                        .arg(child));
            else if (key.onDelete == QLatin1Char('n') || key.onDelete == QLatin1Char('d'))
                add(Severity::Warning, "rows.setNull",
                    tr("Rows of %1 that refer to a deleted row will refer to none, and no undo sets that "
                       "back.")
                        .arg(child));
            else
                add(Severity::Info, "rows.referred",
                    tr("Rows that %1 refers to cannot be deleted; they will be reported.").arg(child));
        }
    }

    void checkPublication()
    {
        if ((m_writes.updates || m_writes.deletes) && m_facts.table.publishesChanges &&
            !m_facts.table.hasReplicaIdentity)
            add(Severity::Blocker, "rows.replicaIdentity",
                tr("%1 is in a publication and has no replica identity, so rows can be added but not changed "
                   "or deleted.")
                    .arg(m_name),
                tr("Let the owner run: ALTER TABLE … REPLICA IDENTITY FULL."));
    }

    const RecoveryDraft& m_draft;
    const RecoveryFacts& m_facts;
    QString m_name;
    Writes m_writes;
    core::Findings m_findings;
};

} // namespace

core::Findings validate(const RecoveryDraft& draft, const RecoveryFacts& facts)
{
    return Findings(draft, facts).all();
}

} // namespace tidemark::restore::rows
