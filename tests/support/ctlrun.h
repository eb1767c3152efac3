// SPDX-License-Identifier: GPL-3.0-or-later
// tidemarkctl as somebody runs it, with everything that it keeps in a folder of the test.
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace tidemark::test {

struct CtlRun
{
    int exitCode = -1;
    QString output;
    QString errors;

    QString all() const { return output + errors; }
    QJsonObject json() const { return QJsonDocument::fromJson(output.toUtf8()).object(); }
    QString errorKind() const { return json().value(u"error").toObject().value(u"kind").toString(); }
};

/// `program` is the path of tidemarkctl; `temporary` its TMPDIR, where it is not to be the usual one. Ends it
/// after a minute and a half.
CtlRun runCtl(const QString& program, const QStringList& arguments, const QString& home,
              const QString& temporary = {});

} // namespace tidemark::test
