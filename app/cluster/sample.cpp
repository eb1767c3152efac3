// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/sample.h"

#include "postgres/queries/databaseadmin.h"

#include <QFile>

// Outside any namespace, as the macro demands: a static library's resources are not registered by themselves.
static void registerSampleResource()
{
    Q_INIT_RESOURCE(sample);
}

namespace tidemark::cluster {

namespace {

constexpr postgres::Connection::Deadline scriptLimit{std::chrono::minutes(5)};

core::Status runPart(postgres::Connection& connection, SamplePart part, const core::RunContext& context)
{
    TIDEMARK_TRY(context.checkpoint());
    return postgres::runScript(connection, sampleScript(part), scriptLimit);
}

} // namespace

QByteArray sampleScript(SamplePart part)
{
    registerSampleResource();
    QString path = QStringLiteral(":/sample/blog_schema.sql");
    if (part == SamplePart::Data)
        path = QStringLiteral(":/sample/blog_data.sql");
    else if (part == SamplePart::Writes)
        path = QStringLiteral(":/sample/blog_writes.sql");
    else if (part == SamplePart::Accident)
        path = QStringLiteral(":/sample/blog_accident.sql");
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

core::Status createSampleDatabase(const postgres::ConnectionSpec& server, const QString& name, const core::RunContext& context)
{
    auto maintenance = postgres::Connection::open(server, core::Secret(), {}, context.stop);
    if (!maintenance)
        return std::move(maintenance).error();
    postgres::NewDatabase database;
    database.name = name;
    database.encoding = QStringLiteral("UTF8");
    TIDEMARK_TRY(postgres::createDatabase(*maintenance, database));
    auto connection = postgres::Connection::open(server.withDatabase(name), core::Secret(), {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    TIDEMARK_TRY(runPart(*connection, SamplePart::Schema, context));
    return runPart(*connection, SamplePart::Data, context);
}

} // namespace tidemark::cluster
