// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/valueform.h"

#include <QByteArrayView>

#include <string>
#include <vector>

namespace tidemark::archive {

/// 128 bits that tell lines apart; with a seed of the run, so that nobody can prepare two lines with the
/// same.
struct LineHash
{
    quint64 high = 0;
    quint64 low = 0;
    friend bool operator==(const LineHash&, const LineHash&) = default;
};

/// How the rows of a comparison are to be read: which values go by more than their text, and which are the
/// key. An immutable value.
class RowForm
{
public:
    /// One form per column; indexes of the key's columns, none where whole rows are compared.
    RowForm(std::vector<ValueForm> forms, std::vector<int> key);

    int columns() const { return static_cast<int>(m_forms.size()); }
    bool hasKey() const { return !m_key.empty(); }
    /// Equal rows are equal lines: canonical() returns what it is given.
    bool isLiteral() const { return m_typedColumns == 0; }

    /// The line by value: two rows are equal exactly where theirs are. Points into `line` or `buffer`.
    QByteArrayView canonical(QByteArrayView line, std::string& buffer) const;
    /// The key's values of a canonical line, or all of it. Points into `canonicalLine` or `buffer`.
    QByteArrayView keyOf(QByteArrayView canonicalLine, std::string& buffer) const;
    /// Indexes of the columns in which two canonical lines differ.
    std::vector<int> differingColumns(QByteArrayView one, QByteArrayView other) const;

    LineHash hashOf(QByteArrayView canonicalLine) const;
    quint64 hashOfKey(QByteArrayView key) const;

private:
    std::vector<ValueForm> m_forms;
    std::vector<int> m_key;
    int m_typedColumns = 0; // up to the last that is more than text
    bool m_keyIsFirstColumns = false;
    quint64 m_seed = 0;
};

} // namespace tidemark::archive
