// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sanitystore.h"
#include "ui/common/inquiry.h"

#include <QDialog>

#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace tidemark::ui {

class AnswersView;
class FindingsView;
class Spinner;

/// Writes a sanity query. What the server does not take is not kept: it is asked once before, in a
/// transaction that reads only. Deletes itself.
class SanityEditor : public QDialog
{
    Q_OBJECT
public:
    /// `profile` is the server of `place`. Without `query` it is a new one.
    SanityEditor(Services& services, const store::Profile& profile, const store::SanityPlace& place,
                 const std::optional<core::SanityQuery>& query, QWidget* parent);

Q_SIGNALS:
    void saved(const QString& name);

private:
    enum class Then
    {
        Show,
        Save,
    };
    void buildLayout();
    void fill(const core::SanityQuery& query);
    core::SanityQuery written() const;
    bool isNumberMissing() const;
    void changed();
    void ask(Then then);
    void receive(const core::Result<core::SanityAnswer>& answer, Then then);
    void save();
    void setBusy(bool busy);

    store::SanityStore m_store;
    const store::Profile m_profile;
    const store::SanityPlace m_place;
    const QString m_former; // its name until now; empty for a new one
    Inquiry m_inquiry;
    QString m_taken; // the statement that the server took
    QLineEdit* m_name;
    QPlainTextEdit* m_sql;
    QComboBox* m_expectation;
    QLineEdit* m_least;
    QCheckBox* m_enabled;
    Spinner* m_spinner;
    FindingsView* m_findings;
    AnswersView* m_answers;
    QPushButton* m_try;
    QPushButton* m_save;
};

} // namespace tidemark::ui
