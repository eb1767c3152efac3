// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/selection.h"
#include "ui/common/inquiry.h"
#include "ui/contents/neededmodel.h"
#include "ui/contents/openeddump.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QPushButton;

namespace tidemark::ui {

class FindingsView;
class RecordTable;
class Spinner;

/// What is ticked, and what is needed for it to work, with the reasons; worked out beside the window. Hidden while
/// nothing is ticked.
class SelectionPanel : public QWidget
{
    Q_OBJECT
public:
    enum class Purpose
    {
        Browse, // with buttons for what can be done with the ticked
        Choose, // for what comes next
    };
    explicit SelectionPanel(Services& services, Purpose purpose, QWidget* parent = nullptr);

    void setDump(std::shared_ptr<const OpenedDump> dump);
    void setTicked(const QList<int>& objects);
    const QList<int>& ticked() const { return m_ticked; }
    archive::ForeignKeys foreignKeys() const;
    void setForeignKeys(archive::ForeignKeys keys);
    void setCanRestore(bool can);
    /// Of the objects ticked at present; nothing while it is worked out, or where it cannot be.
    const std::optional<archive::Selection>& selection() const { return m_selection; }
    int part() const;

Q_SIGNALS:
    void extractRequested();
    void restoreRequested();
    void untickRequested();
    void objectChosen(int object);
    void changed();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildLayout();
    void ask();
    void receive(const core::Result<archive::Selection>& selection);
    void setReady(bool ready);

    std::shared_ptr<const OpenedDump> m_dump;
    QList<int> m_ticked;
    std::optional<archive::Selection> m_selection;
    Inquiry m_inquiry;
    QTimer m_pause; // ticks come in bunches
    NeededModel m_model;
    QLabel* m_caption;
    QComboBox* m_foreignKeys;
    Spinner* m_spinner;
    FindingsView* m_findings;
    RecordTable* m_table;
    QPushButton* m_extract;
    QPushButton* m_restore;
    QPushButton* m_untick;
};

} // namespace tidemark::ui
