// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rowcursor.h"
#include "archive/textencoding.h"
#include "ui/restore/rows/rowindex.h"
#include "ui/restore/rows/rowreader.h"

#include <QAbstractTableModel>

#include <optional>

namespace tidemark::ui {

/// What is known of one value of a row that differs.
struct DifferingValue
{
    QString column;
    std::optional<QString> backup; // nothing is NULL
    std::optional<QString> live;
    bool hasBackup = false;
    bool hasLive = false;
    bool differs = false;
    bool isCut = false;
};

/// The rows of one kind, each with a tick before it. Cells of rows that are not read yet say "…" and come by
/// themselves.
class DifferencesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    static constexpr int tickColumn = 0;

    DifferencesModel(RowKind kind, RowReader& reader, QObject* parent = nullptr);

    RowKind kind() const { return m_kind; }
    /// Null: nothing is shown.
    void setRows(std::shared_ptr<const restore::rows::RecoveryFacts> facts, std::shared_ptr<RowTicks> ticks);
    /// Places in the index of this kind, ascending; none: all of them.
    void setShown(std::optional<std::vector<quint32>> places);
    bool isFiltered() const { return m_shown.has_value(); }
    void tickShown(bool on);
    /// Ticks them all, or where all are ticked, none.
    void toggle(const QList<int>& rows);

    /// Null while it is read.
    std::optional<DifferingValue> value(const QModelIndex& index);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void ticksChanged();

private:
    struct Decoded
    {
        quint32 number = 0;
        archive::Values backup;
        archive::Values live;
        std::vector<int> columns;
        bool isCut = false;
    };
    const RowEntry& entryAt(int row) const;
    const Decoded* decoded(quint32 number) const;
    QVariant tickData(const RowEntry& entry, int role) const;
    QVariant cellData(const QModelIndex& index, int role) const;
    QVariant changeData(const archive::Value& live, const archive::Value& backup, int role) const;
    QVariant valueData(const archive::Value& value, int role) const;
    void showRead(quint32 first, quint32 last);
    void arrangeColumns();
    void announceTicks();

    RowKind m_kind;
    RowReader& m_reader;
    std::shared_ptr<const restore::rows::RecoveryFacts> m_facts;
    archive::TextEncoding m_encoding;
    std::shared_ptr<RowTicks> m_ticks;
    std::optional<std::vector<quint32>> m_shown;
    std::vector<int> m_columns;            // of the comparison, in the order in which they are shown
    mutable std::optional<Decoded> m_last; // cells are asked for row by row
};

} // namespace tidemark::ui
