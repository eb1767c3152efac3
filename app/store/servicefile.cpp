// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/servicefile.h"

#include "core/atomicfile.h"
#include "core/quoting.h"
#include "postgres/connectionspec.h"

#include <QCoreApplication>
#include <QDir>
#include <QStringDecoder>

#include <algorithm>
#include <utility>

namespace tidemark::store {

namespace {

constexpr qsizetype largestFile = 1 << 20;
constexpr qsizetype longestLine = 1022; // libpq reads into 1024 bytes and wants room for the newline

QString said(const char* text)
{
    return QCoreApplication::translate("store::ServiceFile", text);
}

/// One pass over the lines; keeps the section it is in.
class Reader
{
public:
    void line(int number, const QString& raw);
    ServiceFile take() { return std::move(m_file); }

private:
    void section(int number, const QString& text);
    void setting(int number, const QString& text);
    void note(core::Severity severity, const char* id, int number, const QString& what);

    ServiceFile m_file;
    Service* m_current = nullptr; // points into m_file; set anew whenever that grows
    bool m_skipping = false;
};

void Reader::note(core::Severity severity, const char* id, int number, const QString& what)
{
    m_file.findings.append({severity, QLatin1String(id), said(QT_TRANSLATE_NOOP("store::ServiceFile", "Line %1: %2")).arg(number).arg(what), {}, {}});
}

void Reader::line(int number, const QString& raw)
{
    if (raw.toUtf8().size() > longestLine) {
        note(core::Severity::Warning, "service.lineTooLong", number, said(QT_TRANSLATE_NOOP("store::ServiceFile", "longer than PostgreSQL reads; left out.")));
        return;
    }
    const auto first = std::find_if(raw.begin(), raw.end(), [](QChar c) { return !c.isSpace(); });
    QString text(first, raw.end() - first);
    while (!text.isEmpty() && text.back().isSpace())
        text.chop(1);
    if (text.isEmpty() || text.startsWith(u'#'))
        return;
    if (text.startsWith(u'['))
        section(number, text);
    else if (m_current)
        setting(number, text);
    else if (!m_skipping)
        note(core::Severity::Warning, "service.outsideSection", number, said(QT_TRANSLATE_NOOP("store::ServiceFile", "stands before the first service; left out.")));
}

void Reader::section(int number, const QString& text)
{
    m_current = nullptr;
    m_skipping = true;
    const qsizetype end = text.indexOf(u']');
    const QString name = end < 0 ? QString() : text.mid(1, end - 1);
    if (name.isEmpty()) {
        note(core::Severity::Warning, "service.badSection", number, said(QT_TRANSLATE_NOOP("store::ServiceFile", "a service without a name; left out.")));
        return;
    }
    if (std::any_of(m_file.services.begin(), m_file.services.end(), [&](const Service& s) { return s.name == name; })) {
        note(core::Severity::Info, "service.repeated", number,
             said(QT_TRANSLATE_NOOP("store::ServiceFile", "the service “%1” stands above already, and the first one counts.")).arg(core::singleLine(name)));
        return;
    }
    m_file.services.append({name, {}, {}});
    m_current = &m_file.services.back();
}

void Reader::setting(int number, const QString& text)
{
    if (text.startsWith(u"ldap")) {
        note(core::Severity::Warning, "service.ldap", number, said(QT_TRANSLATE_NOOP("store::ServiceFile", "a look-up in a directory (LDAP); left out.")));
        return;
    }
    const qsizetype equals = text.indexOf(u'=');
    const QString keyword = text.left(equals);
    const QString value = text.mid(equals + 1);
    if (equals <= 0 || keyword == u"service" || keyword.contains(u' ') || keyword.contains(u'\t') ||
        !postgres::parseConninfo(keyword + QStringLiteral("=''"))) {
        note(core::Severity::Warning, "service.badLine", number,
             said(QT_TRANSLATE_NOOP("store::ServiceFile", "PostgreSQL does not accept this line and refuses the whole service “%1”; left out."))
                 .arg(core::singleLine(m_current->name)));
        return;
    }
    if (keyword == u"password") {
        if (m_current->password.isEmpty())
            m_current->password = core::Secret(value);
    } else if (!m_current->keywords.contains(keyword)) {
        m_current->keywords.insert(keyword, value);
    }
}

} // namespace

core::Result<ServiceFile> parseServiceFile(const QByteArray& bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(bytes.left(largestFile + 1));
    if (bytes.size() > largestFile || decoder.hasError() || text.contains(QChar(0))) {
        return core::Error{core::ErrorKind::InvalidInput,
                           said(QT_TRANSLATE_NOOP("store::ServiceFile", "This is not a connection service file.")),
                           bytes.size() > largestFile ? said(QT_TRANSLATE_NOOP("store::ServiceFile", "It is too large for one."))
                                                      : said(QT_TRANSLATE_NOOP("store::ServiceFile", "It is not plain text in UTF-8.")),
                           {}};
    }
    Reader reader;
    int number = 0;
    const QStringList lines = text.split(u'\n');
    for (const QString& line : lines)
        reader.line(++number, line);
    return reader.take();
}

QString serviceKeyword(const QString& service, const QString& keyword)
{
    QStringList paths;
    const QString chosen = qEnvironmentVariable("PGSERVICEFILE");
    paths.append(chosen.isEmpty() ? QDir::homePath() + QStringLiteral("/.pg_service.conf") : chosen);
    // Where nothing says otherwise the folder is compiled into libpq: these are Debian's and the common one.
    const QString system = qEnvironmentVariable("PGSYSCONFDIR");
    paths += system.isEmpty() ? QStringList{QStringLiteral("/etc/postgresql-common"), QStringLiteral("/etc")} : QStringList{system};
    for (qsizetype i = 1; i < paths.size(); ++i)
        paths[i] += QStringLiteral("/pg_service.conf");
    for (const QString& path : std::as_const(paths)) {
        const auto bytes = core::readFile(path, largestFile);
        const auto file = bytes ? parseServiceFile(*bytes) : core::Result<ServiceFile>(bytes.error());
        if (!file)
            continue;
        for (const Service& candidate : file->services) {
            if (candidate.name == service)
                return candidate.keywords.value(keyword);
        }
    }
    return {};
}

} // namespace tidemark::store
