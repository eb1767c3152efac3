// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/dump.h"
#include "archive/plainscanner.h"
#include "archive/plainsection.h"
#include "archive/textencoding.h"
#include "core/result.h"

#include <QHash>
#include <QSet>

#include <optional>

namespace tidemark::archive {

/// Makes contents out of what is found in the text of a plain dump: a table of contents for each database, as
/// the same database's archive would have it, as far as the text tells.
class PlainTocBuilder final : public PlainEvents
{
public:
    void comment(QByteArrayView gap, QByteArrayView line) override;
    void command(QByteArrayView gap, QByteArrayView line) override;
    void statement(QByteArrayView gap, QByteArrayView text, bool isWhole) override;
    void nextStatementIsAt(const DataRange& range) override { m_statement = range; }
    void copyData(QByteArrayView statement, const DataRange& range) override;
    void insertData(QByteArrayView beginning, const DataRange& range) override;
    void finished(QByteArrayView gap) override;
    core::Status status() const override;

    /// Once all was told. Leaves format, parts, endsAsItMust and dependenciesInferred.
    DumpContents takeContents(bool textIsWhole);

private:
    struct PartDraft
    {
        DumpPart part; // its entries are below until all was told
        QList<EntryFields> entries;
        TextEncoding encoding;
        QByteArray accessMethod;
        bool hasBanner = false;
        bool isComplete = false; // the last line was there
        bool hasAllIds = true;   // from --verbose
    };

    bool titleLine(QByteArrayView gap, QByteArrayView line);
    bool headerLine(QByteArrayView gap, QByteArrayView line);
    void beginPart(DumpPart::Kind kind);
    void beginDatabase();
    void endSection(QByteArrayView gap);
    void addEntry(EntryFields entry);
    void releaseHeld();
    void setting(QByteArrayView text);
    void fixedEntry(const char* type, const QByteArray& definition);
    void globalStatement(QByteArrayView gap, QByteArrayView text);
    void dataWithoutSection(QByteArrayView statement, bool isCopy, const DataRange& range);
    void count(qint64 bytes) { m_bytes += bytes; }
    void giveIds(PartDraft& draft);
    QByteArray withoutCarriageReturns(QByteArrayView text);
    QString shared(const QString& name) { return *m_names.insert(name); }
    PartDraft& present();

    struct HeldLine
    {
        QByteArray gap;
        QByteArray line;
    };

    std::vector<PartDraft> m_parts;
    std::optional<PlainSection> m_section;
    DataRange m_statement; // the last whole one, in the text
    QList<HeldLine> m_held;      // comments that may be the beginning of a header
    bool m_headerIsOpen = false; // its closing -- is still to come
    PlainTocLine m_tocLine;
    QList<int> m_dependencies;
    QString m_nextDatabase;
    QHash<QByteArray, qsizetype> m_roles; // entries of the present part, if it is of globals
    bool m_isCluster = false;
    bool m_clusterIsComplete = false;
    bool m_allIsWhole = true;
    std::optional<bool> m_hasCrLf;
    QSet<QString> m_names;
    qint64 m_bytes = 0; // kept of the text
};

} // namespace tidemark::archive
