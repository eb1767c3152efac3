// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/rows/recoveryarguments.h"

#include "archive/rowcursor.h"
#include "archive/sqlnames.h"

#include <algorithm>

namespace tidemark::restore::rows {

namespace {

constexpr qsizetype mostKeysInCommand = 20;

QString written(const QString& name)
{
    return QString::fromUtf8(archive::quoteNameIfNeeded(name.toUtf8()));
}

QString listed(const QStringList& names)
{
    QStringList texts;
    for (const QString& name : names)
        texts.append(written(name));
    return texts.join(QLatin1Char(','));
}

} // namespace

QStringList recoverArguments(const RecoveryDraft& draft, const QString& table, const QString& keysFile)
{
    QStringList arguments{QStringLiteral("recover"), draft.source, QStringLiteral("--table"), table};
    const auto add = [&arguments](const char* option, const QString& value) {
        if (!value.isEmpty())
            arguments << QLatin1String(option) << value;
    };
    const QString schema =
        draft.diff.liveSchema.isEmpty() ? QString() : written(draft.diff.liveSchema) + QLatin1Char('.');
    add("--database", draft.database);
    add("--live", draft.diff.liveName.isEmpty() ? QString() : schema + written(draft.diff.liveName));
    add("--key", listed(draft.diff.key));
    if (draft.kinds.testFlag(RowKind::Missing))
        arguments << QStringLiteral("--missing");
    if (draft.kinds.testFlag(RowKind::Changed))
        arguments << QStringLiteral("--changed");
    if (draft.kinds.testFlag(RowKind::Extra))
        arguments << QStringLiteral("--extra");
    add("--columns", listed(draft.columns));
    if (!keysFile.isEmpty()) {
        arguments << QStringLiteral("--keys") << QLatin1Char('@') + keysFile;
    } else if (!draft.keys.isEmpty()) {
        QStringList values;
        for (const QStringList& key : draft.keys)
            values.append(key.join(QLatin1Char(',')));
        arguments << QStringLiteral("--keys") << values.join(QLatin1Char(','));
    }
    add("--containing", draft.text);
    add("--where", draft.condition);
    if (draft.parents == Parents::Bring)
        arguments << QStringLiteral("--with-parents");
    if (draft.triggers == Triggers::Off)
        arguments << QStringLiteral("--triggers") << QStringLiteral("off");
    if (draft.conflicts == Conflicts::Stop)
        arguments << QStringLiteral("--conflicts") << QStringLiteral("stop");
    add("--undo-to", draft.undoFile);
    return arguments << QStringLiteral("--yes");
}

bool fitIntoCommand(const QList<QStringList>& keys)
{
    return keys.size() <= mostKeysInCommand &&
           std::all_of(keys.begin(), keys.end(), [](const QStringList& key) {
               const QString value = key.value(0);
               return key.size() == 1 && !value.isEmpty() && value == value.trimmed() &&
                      !value.contains(QLatin1Char(',')) && !value.startsWith(QLatin1Char('@')) &&
                      !value.contains(QLatin1Char('\n'));
           });
}

QByteArray keysFileText(const QList<QStringList>& keys)
{
    QByteArray text;
    for (const QStringList& key : keys) {
        for (qsizetype i = 0; i < key.size(); ++i) {
            if (i > 0)
                text += '\t';
            archive::appendCopyValue(key.at(i).toUtf8(), text);
        }
        text += '\n';
    }
    return text;
}

} // namespace tidemark::restore::rows
