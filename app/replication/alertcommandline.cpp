// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/alertcommandline.h"

#include <algorithm>

namespace tidemark::replication {

QString alertCommandLine(const QStringList& words)
{
    QStringList line;
    for (QString word : words) {
        const bool plain = !word.isEmpty() && std::none_of(word.cbegin(), word.cend(), [](QChar c) {
            return c.isSpace() || c == QLatin1Char('"');
        });
        line.append(plain ? word
                          : QLatin1Char('"') + word.replace(QLatin1Char('"'), QLatin1String("\"\"\"")) +
                                QLatin1Char('"'));
    }
    return line.join(QLatin1Char(' '));
}

QStringList alertCommandWords(const QString& line)
{
    QStringList words;
    QString word;
    bool inQuotes = false;
    bool begun = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line.at(i);
        if (c == QLatin1Char('"') && line.mid(i, 3) == QLatin1String("\"\"\"")) {
            word += c;
            begun = true;
            i += 2;
        } else if (c == QLatin1Char('"')) {
            inQuotes = !inQuotes;
            begun = true;
        } else if (c.isSpace() && !inQuotes) {
            if (begun)
                words.append(word);
            word.clear();
            begun = false;
        } else {
            word += c;
            begun = true;
        }
    }
    if (begun)
        words.append(word);
    return words;
}

} // namespace tidemark::replication
