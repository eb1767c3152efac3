// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesize.h"
#include "ui/common/inquiry.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QLineEdit;

namespace tidemark::ui {

class IconLabel;

struct FolderFacts
{
    bool exists = false;
    bool writable = false; // it, or where it would be created
    qint64 freeBytes = -1; // -1: not known
};

/// A folder that receives backups: its path, Browse…, and below them whether it can be written to and how
/// much is free there.
class FolderField : public QWidget
{
    Q_OBJECT
public:
    FolderField(Services& services, const QString& path, QWidget* parent);

    /// As it is entered, "~" resolved.
    QString path() const;
    bool isWhole() const;                // from the root of the disk
    QLineEdit* edit() { return m_edit; } // for a label
    enum class Expected
    {
        Anything,
        There, // it was used before: that it is gone is worth saying
    };
    void setExpected(Expected expected) { m_expected = expected; }
    /// What is going to be written there, at most; more than is free is said.
    void setNeeded(std::optional<core::ByteSize> size);
    /// Looks at the folder again.
    void refresh();

Q_SIGNALS:
    void changed(const QString& path);

private:
    void browse();
    void show(const FolderFacts& facts);

    Services& m_services;
    Inquiry m_inquiry;
    QTimer m_delay; // typing is not a question yet
    QLineEdit* m_edit;
    IconLabel* m_space;
    std::optional<core::ByteSize> m_needed;
    Expected m_expected = Expected::Anything;
};

/// Blocks; for a worker thread.
core::Result<FolderFacts> lookAtFolder(const QString& folder);

} // namespace tidemark::ui
