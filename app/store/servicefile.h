// SPDX-License-Identifier: GPL-3.0-or-later
// libpq's connection service file (manual, "The Connection Service File").
#pragma once

#include "core/finding.h"
#include "core/result.h"
#include "core/secret.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

namespace tidemark::store {

struct Service
{
    QString name;
    QMap<QString, QString> keywords; // without the password
    core::Secret password;
};

struct ServiceFile
{
    QList<Service> services;
    core::Findings findings; // lines that were passed over
};

/// Reads the text as libpq does: the first section of a name counts, and in it the first value of a keyword; nothing may
/// stand around the keyword, while blanks before a value belong to it. Lines that libpq would refuse, and LDAP look-ups,
/// become findings. Error: InvalidInput for what is no such file.
core::Result<ServiceFile> parseServiceFile(const QByteArray& bytes);

/// The value that libpq would take for a keyword of this service, from the file of this person, else of the system; empty
/// where there is none.
QString serviceKeyword(const QString& service, const QString& keyword);

} // namespace tidemark::store
