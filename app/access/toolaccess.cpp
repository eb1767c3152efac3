// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/toolaccess.h"

#include "store/profile.h"
#include "store/servicefile.h"

#include <utility>

namespace tidemark::access {

namespace {

const QString& pinnedOptions()
{
    // COPY text is canonical with these; a Connection of ours pins the same.
    static const QString options = QStringLiteral("-c extra_float_digits=3 -c bytea_output=hex -c intervalstyle=postgres -c lc_monetary=C");
    return options;
}

QString serviceOf(const postgres::ConnectionSpec& spec)
{
    return spec.service.isEmpty() ? qEnvironmentVariable("PGSERVICE") : spec.service;
}

QString joined(const QString& theirs)
{
    // Ours last: for a setting named twice the server takes the later one.
    return theirs.isEmpty() ? pinnedOptions() : theirs + QLatin1Char(' ') + pinnedOptions();
}

} // namespace

void ToolAccess::apply(process::Command& command, process::RunOptions& options) const
{
    for (auto it = environment.begin(); it != environment.end(); ++it) {
        if (it.value())
            command.setEnvironment(it.key(), *it.value());
        else
            command.unsetEnvironment(it.key());
    }
    if (passFile && passFile->descriptor() >= 0)
        options.inheritedDescriptors.append(passFile->descriptor());
}

core::Result<ToolAccess> toolAccess(const postgres::ConnectionSpec& spec, const core::Secret& password, const QString& applicationName)
{
    ToolAccess access;
    postgres::ConnectionSpec reach = store::withoutSecrets(spec);
    auto& environment = access.environment;

    environment[QStringLiteral("LC_MESSAGES")] = QStringLiteral("C");
    environment[QStringLiteral("LC_ALL")] = std::nullopt; // it would override LC_MESSAGES …
    environment[QStringLiteral("LANGUAGE")] = std::nullopt;
    if (const QString all = qEnvironmentVariable("LC_ALL"); !all.isEmpty())
        environment[QStringLiteral("LC_CTYPE")] = all; // … and decides the character set, which is to stay
    environment[QStringLiteral("PGTZ")] = QStringLiteral("UTC");
    environment[QStringLiteral("PGDATESTYLE")] = QStringLiteral("ISO");

    // libpq takes a keyword from the connection string, else from the service, else from the environment, and never joins
    // them. So ours go where the winning value stands.
    const QString service = serviceOf(spec);
    const auto fromService = [&service](const char* keyword) {
        return service.isEmpty() ? QString() : store::serviceKeyword(service, QLatin1String(keyword));
    };
    const QString explicitOptions = spec.options.isEmpty() ? fromService("options") : spec.options;
    if (explicitOptions.isEmpty())
        environment[QStringLiteral("PGOPTIONS")] = joined(qEnvironmentVariable("PGOPTIONS"));
    else
        reach.options = joined(explicitOptions);

    environment[QStringLiteral("PGAPPNAME")] = applicationName;
    reach.more.remove(QStringLiteral("application_name"));
    if (!fromService("application_name").isEmpty())
        reach.more.insert(QStringLiteral("application_name"), applicationName);

    const core::Secret secret = password.isEmpty() ? core::Secret(qEnvironmentVariable("PGPASSWORD")) : password;
    environment[QStringLiteral("PGPASSWORD")] = std::nullopt;
    if (!secret.isEmpty()) {
        core::Result<PassFile> file = PassFile::create(secret);
        if (!file)
            return std::move(file).error();
        access.passFile = std::make_shared<const PassFile>(std::move(*file));
        environment[QStringLiteral("PGPASSFILE")] = access.passFile->path();
        reach.more.remove(QStringLiteral("passfile"));
        if (!fromService("passfile").isEmpty())
            reach.more.insert(QStringLiteral("passfile"), access.passFile->path());
    }
    access.conninfo = reach.toConninfo();
    return access;
}

} // namespace tidemark::access
