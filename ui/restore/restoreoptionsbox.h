// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/restoredraft.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QGroupBox;
class QLineEdit;
class QSpinBox;

namespace tidemark::ui {

class OptionList;

/// What only some people need: a part of the definitions or rows, how a new database is made, every option of
/// pg_restore by name.
class RestoreOptionsBox : public QWidget
{
    Q_OBJECT
public:
    explicit RestoreOptionsBox(QWidget* parent);

    void show(const restore::RestoreDraft& draft);
    /// Those of the pg_restore that does it; empty until they are known.
    void setToolOptions(const QList<process::HelpOption>& ofTool, const QList<process::ToolOption>& chosen);
    void takeInto(restore::RestoreDraft& draft) const;
    /// How many answers differ from what is usual.
    static int countOf(const restore::RestoreDraft& draft);

Q_SIGNALS:
    void changed();

private:
    QFormLayout* buildContent();
    QGroupBox* buildDatabase();
    void tell();

    bool m_quiet = false; // answers are being shown
    bool m_knowsTool = false;
    QComboBox* m_part;
    QSpinBox* m_jobs;
    QCheckBox* m_tablespaces;
    QCheckBox* m_intact;
    QGroupBox* m_database;
    QLineEdit* m_databaseOwner;
    QLineEdit* m_encoding;
    QLineEdit* m_locale;
    QComboBox* m_provider;
    QLineEdit* m_template;
    QLineEdit* m_tablespace;
    QSpinBox* m_limit;
    OptionList* m_options;
};

} // namespace tidemark::ui
