// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/profiles/keywordmodel.h"
#include "ui/profiles/profilepage.h"

class QLineEdit;
class QPushButton;
class QTableView;

namespace tidemark::ui {

/// Service name, options for the server, and any other keyword of libpq.
class MorePage : public ProfilePage
{
    Q_OBJECT
public:
    explicit MorePage(QWidget* parent = nullptr);

    void setProfile(const store::Profile& profile) override;
    void apply(store::Profile& profile) const override;
    std::optional<FieldProblem> problem() const override;

private:
    QLineEdit* m_service;
    QLineEdit* m_options;
    QTableView* m_table;
    QPushButton* m_remove;
    KeywordModel m_model;
    QMap<QString, QString> m_given; // as they were: a keyword of a newer libpq is not ours to refuse
};

} // namespace tidemark::ui
