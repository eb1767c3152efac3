// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/newdatabase.h"

#include "core/quoting.h"
#include "restore/archivedatabase.h"
#include "restore/restorefacts.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::restore {

namespace {

using core::Severity;
using postgres::CollationProvider;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::newDatabase", text);
}

CollationProvider chosenProvider(const RestoreDraft& draft, const ArchiveDatabase& described)
{
    switch (draft.localeProvider) {
    case LocaleProvider::Libc:
        return CollationProvider::Libc;
    case LocaleProvider::Icu:
        return CollationProvider::Icu;
    case LocaleProvider::Builtin:
        return CollationProvider::Builtin;
    case LocaleProvider::AsInBackup:
        break;
    }
    // A locale alone is one of libc, as it always was.
    return draft.locale.isEmpty() ? described.provider : CollationProvider::ServersOwn;
}

class Builder
{
public:
    Builder(const RestoreDraft& draft, const RestoreFacts& facts)
        : m_draft(draft)
        , m_facts(facts)
        , m_described(describeDatabase(facts.source.toc))
    {
    }

    NewDatabasePlan build()
    {
        m_plan.database.templateDatabase = m_draft.templateDatabase;
        m_plan.database.encoding = m_draft.encoding.isEmpty() ? m_described.encoding : m_draft.encoding;
        if (!m_facts.newDatabase.offer.knowsEncoding)
            block("database.encoding",
                  tr("The server knows no encoding %1.").arg(core::singleLine(m_plan.database.encoding)),
                  tr("UTF8 holds every character."));
        chooseLocale();
        checkTemplate();
        chooseTablespace();
        chooseOwner();
        m_plan.connectionLimit =
            m_draft.connectionLimit ? m_draft.connectionLimit : m_described.connectionLimit;
        return std::move(m_plan);
    }

private:
    void add(Severity severity, const char* id, const QString& sentence, const QString& hint)
    {
        m_plan.findings.append({severity, QLatin1String(id), sentence, hint, {}});
    }
    void block(const char* id, const QString& sentence, const QString& hint)
    {
        add(Severity::Blocker, id, sentence, hint);
    }
    bool isMissing(const QString& locale) const
    {
        return m_facts.newDatabase.offer.missingLocales.contains(locale);
    }
    bool canProvide(CollationProvider provider) const
    {
        const int major = m_facts.server.version.major();
        return (provider == CollationProvider::Icu && major >= 15 && m_facts.newDatabase.offer.hasIcu) ||
               (provider == CollationProvider::Builtin && major >= 17) ||
               provider == CollationProvider::Libc || provider == CollationProvider::ServersOwn;
    }
    void chooseLocale();
    void chooseLibc(bool isChosen);
    void checkTemplate();
    void chooseTablespace();
    void chooseOwner();

    const RestoreDraft& m_draft;
    const RestoreFacts& m_facts;
    const ArchiveDatabase m_described;
    NewDatabasePlan m_plan;
};

void Builder::chooseLocale()
{
    CollationProvider provider = chosenProvider(m_draft, m_described);
    if (!canProvide(provider)) {
        const bool isChosen = m_draft.localeProvider != LocaleProvider::AsInBackup;
        add(isChosen ? Severity::Blocker : Severity::Warning, "database.provider",
            provider == CollationProvider::Icu ? tr("This server has no databases that ICU sorts for.")
                                               : tr("This server has no built-in locales."),
            tr("Text will sort by the locale of the operating system, which may be another order."));
        provider = CollationProvider::ServersOwn;
    }
    const bool isLibc = provider == CollationProvider::Libc || provider == CollationProvider::ServersOwn;
    if (provider != CollationProvider::Libc || m_facts.server.version.major() >= 15)
        m_plan.database.provider = provider;
    if (isLibc)
        return chooseLibc(!m_draft.locale.isEmpty());
    m_plan.database.providerLocale = m_draft.locale.isEmpty() ? m_described.providerLocale : m_draft.locale;
    if (m_plan.database.providerLocale.isEmpty())
        block("database.locale", tr("The new database has no locale."),
              tr("Name one of the provider: \"en-US\" of ICU, \"C.UTF-8\" of the built-in one."));
    chooseLibc(false);
}

void Builder::chooseLibc(bool isChosen)
{
    const QString collation = isChosen ? m_draft.locale : m_described.collation;
    const QString characterType = isChosen ? m_draft.locale : m_described.characterType;
    if (!isMissing(collation) && !isMissing(characterType)) {
        m_plan.database.collation = collation;
        m_plan.database.characterType = characterType;
        return;
    }
    const QString locale = core::singleLine(isMissing(collation) ? collation : characterType);
    if (isChosen)
        block("database.locale", tr("The server's machine has no locale %1.").arg(locale),
              tr("locale -a lists there what it has."));
    else
        add(Severity::Warning, "target.locale",
            tr("The locale %1 does not exist on this server; the database uses the server's own.")
                .arg(locale),
            tr("Text may sort differently. To keep the order, add the locale on the server's machine "
               "(Debian: dpkg-reconfigure "
               "locales) and restart PostgreSQL, or choose another one."));
}

void Builder::checkTemplate()
{
    const QString& name = m_draft.templateDatabase;
    if (name.isEmpty() || name == QLatin1String("template0"))
        return;
    const auto found = std::find_if(m_facts.databases.begin(), m_facts.databases.end(),
                                    [&name](const postgres::Database& each) { return each.name == name; });
    if (found == m_facts.databases.end())
        return block("database.template",
                     tr("The server has no database named %1.").arg(core::singleLine(name)),
                     tr("template0 is on every server."));
    if (m_facts.newDatabase.templateObjects > 0)
        add(Severity::Warning, "database.templateObjects",
            tr("%1 has %2 objects of its own, which will be in the new database, too.")
                .arg(core::singleLine(name), QString::number(m_facts.newDatabase.templateObjects)),
            tr("What the backup has under the same names fails. template0 has nothing of its own."));
    // A copy of it sorts and encodes as it does; only template0 can be anything.
    const bool isOther = (!m_draft.encoding.isEmpty() &&
                          m_draft.encoding.compare(found->encoding, Qt::CaseInsensitive) != 0) ||
                         (!m_draft.locale.isEmpty() && m_draft.locale != found->collation) ||
                         m_draft.localeProvider != LocaleProvider::AsInBackup;
    if (isOther)
        block("database.template",
              tr("A copy of %1 has its encoding, %2, and its locale, %3.")
                  .arg(core::singleLine(name), found->encoding, found->collation),
              tr("Only template0 leaves these open."));
    else if (m_described.encoding.compare(found->encoding, Qt::CaseInsensitive) != 0 ||
             (!m_described.collation.isEmpty() && m_described.collation != found->collation))
        add(Severity::Info, "database.asTemplate",
            tr("The new database has the encoding and locale of %1: %2, %3.")
                .arg(core::singleLine(name), found->encoding, found->collation),
            {});
    postgres::NewDatabase copy;
    copy.templateDatabase = name;
    m_plan.database = copy;
}

void Builder::chooseTablespace()
{
    const QStringList& present = m_facts.newDatabase.offer.tablespaces;
    const QString wanted = !m_draft.tablespace.isEmpty()                       ? m_draft.tablespace
                           : m_draft.tablespaces == archive::Tablespaces::Keep ? m_described.tablespace
                                                                               : QString();
    m_plan.database.tablespace = wanted;
    if (!wanted.isEmpty() && !present.contains(wanted))
        block("database.tablespace", tr("The server has no tablespace %1.").arg(core::singleLine(wanted)),
              tr("It has %1.").arg(core::singleLine(present.join(QLatin1String(", ")))));
}

void Builder::chooseOwner()
{
    if (!m_draft.databaseOwner.isEmpty()) {
        m_plan.owner = m_draft.databaseOwner;
    } else if (m_draft.ownership == Ownership::Role) {
        m_plan.owner = m_draft.ownerRole;
    } else if (m_draft.ownership == Ownership::Keep) {
        const RolePlan roles = rolePlanOf(m_draft, m_facts);
        m_plan.owner = roles.replaced.value(m_described.owner, m_described.owner);
        if (roles.absent.contains(m_plan.owner))
            m_plan.owner.clear();
    }
    if (m_plan.owner == m_facts.server.user)
        m_plan.owner.clear();
}

} // namespace

NewDatabasePlan newDatabaseOf(const RestoreDraft& draft, const RestoreFacts& facts)
{
    return Builder(draft, facts).build();
}

core::Result<core::Findings> createFitting(postgres::Connection& connection,
                                           const postgres::NewDatabase& database, const RestoreDraft& draft)
{
    const core::Status asWanted = postgres::createDatabase(connection, database);
    if (asWanted)
        return core::Findings();
    if (asWanted.error().kind != core::ErrorKind::QueryFailed)
        return asWanted.error();
    postgres::NewDatabase fitting = database;
    core::Finding finding{Severity::Warning, {}, {}, {}, {}};
    const QString reason = asWanted.error().detail;
    if (!database.collation.isEmpty()) {
        // The locale of the old server is unknown here: the server's own is better than no database at all.
        fitting.collation.clear();
        fitting.characterType.clear();
        fitting.provider = CollationProvider::ServersOwn;
        fitting.providerLocale.clear();
        finding.id = QStringLiteral("target.locale");
        finding.sentence =
            tr("The locale %1 does not exist on this server; the database uses the server's own.")
                .arg(core::singleLine(database.collation));
        finding.hint = tr("Text may sort differently. %1").arg(reason);
    } else if (draft.encoding.isEmpty() && !database.encoding.isEmpty() &&
               database.encoding != QLatin1String("SQL_ASCII")) {
        // A dump that names no locale was written in this encoding, and says nothing of the database's.
        fitting.encoding.clear();
        finding.id = QStringLiteral("target.encoding");
        finding.sentence =
            tr("The backup is in %1, which does not fit the locale of this server; the database has the "
               "server's own encoding, and text is converted.")
                .arg(core::singleLine(database.encoding));
        finding.hint =
            tr("To keep the encoding, name it and a locale that it fits, such as C. %1").arg(reason);
    } else {
        return asWanted.error();
    }
    if (!postgres::createDatabase(connection, fitting))
        return asWanted.error();
    return core::Findings{finding};
}

QStringList wantedLocales(const RestoreDraft& draft, const archive::Toc& toc)
{
    const ArchiveDatabase described = describeDatabase(toc);
    QStringList locales{described.collation, described.characterType};
    if (draft.localeProvider == LocaleProvider::AsInBackup || draft.localeProvider == LocaleProvider::Libc)
        locales.append(draft.locale);
    locales.removeAll(QString());
    locales.removeDuplicates();
    return locales;
}

} // namespace tidemark::restore
