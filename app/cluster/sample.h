// SPDX-License-Identifier: GPL-3.0-or-later
// The sample blog that the demo and the tests run on.
#pragma once

#include "core/runcontext.h"
#include "postgres/connectionspec.h"

#include <QByteArray>

namespace tidemark::cluster {

enum class SamplePart
{
    Schema, // structure, and the role blog_reader
    Data,   // about 200 000 rows, the same every time
    Writes, // one beat of a small write load
    Accident, // deletes comments, as the tour of the demo does
};

/// The SQL text, compiled into the program.
QByteArray sampleScript(SamplePart part);

/// Creates the database and fills it; takes seconds. Needs a superuser, PostgreSQL 12 or newer. `server` names any database
/// to connect to first. Errors: Conflict where the name exists.
core::Status createSampleDatabase(const postgres::ConnectionSpec& server, const QString& name, const core::RunContext& context);

} // namespace tidemark::cluster
