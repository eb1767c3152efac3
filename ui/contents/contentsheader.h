// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contents/openeddump.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QPushButton;

namespace tidemark::ui {

class ElidedLabel;

/// Above the contents of a dump: its name, what can be done with it, and what is known about it.
class ContentsHeader : public QWidget
{
    Q_OBJECT
public:
    explicit ContentsHeader(QWidget* parent = nullptr);

    void setDump(const OpenedDump& dump);
    /// While nothing is open: only the path.
    void setPath(const QString& path);
    void setCanExtract(bool can);

Q_SIGNALS:
    void extractRequested();
    void restoreRequested();
    void verifyRequested(); // by a trial restore
    void rowsRequested(); // to be put back into a live table
    void openRequested();
    void closeRequested();

private:
    QLabel* m_icon;
    ElidedLabel* m_title;
    QPushButton* m_extract;
    QPushButton* m_restore;
    QPushButton* m_verify;
    QPushButton* m_rows;
    QPushButton* m_open;
    QPushButton* m_close;
    QGridLayout* m_facts;
};

} // namespace tidemark::ui
