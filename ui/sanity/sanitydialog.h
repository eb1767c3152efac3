// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sanitystore.h"
#include "ui/common/inquiry.h"
#include "ui/sanity/sanitylistmodel.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace tidemark::catalog {
struct BackupSet;
}

namespace tidemark::ui {

class AnswersView;
class FindingsView;
class IconLabel;
class RecordTable;
class Spinner;

/// The sanity queries of a server's databases: lists, writes, suggests and asks them, of one database or of
/// two beside each other. Deletes itself.
class SanityDialog : public QDialog
{
    Q_OBJECT
public:
    /// An empty `database` means the first of the server.
    SanityDialog(Services& services, const store::Profile& profile, const QString& database, QWidget* parent);

    /// The server whose queries a set's databases have, where it is one that is known here; `current` is the
    /// one that is chosen.
    static std::optional<store::Profile> serverOf(const catalog::BackupSet& set, const Services& services,
                                                  const store::Profile& current);

Q_SIGNALS:
    void changed(); // something was saved or removed

private:
    void buildLayout();
    QLayout* buildHead();
    QWidget* buildList();
    QWidget* buildEmpty();
    void connectAll();
    void askForDatabases();
    void takeDatabases(const QStringList& names);
    store::SanityPlace place() const;
    QString other() const; // the database beside it; empty for none
    void load(const QString& select = {});
    void showState();
    void showRows();
    void edit(bool isNew);
    void askRemoval();
    void setEnabledQuery(const core::SanityQuery& query);
    void suggest();
    void receiveSuggestions(const core::Result<QList<core::SanityQuery>>& found);
    void run();
    void setBusy(const QString& sentence); // empty: no more
    void complain(const core::Error& error);

    Services& m_services;
    const store::Profile m_profile;
    store::SanityStore m_store;
    Inquiry m_inquiry;
    Inquiry m_databases;
    SanityListModel m_model;
    bool m_isReadable = false; // the file with the queries
    QComboBox* m_database;
    QComboBox* m_other;
    Spinner* m_spinner;
    FindingsView* m_findings;
    IconLabel* m_note;
    QStackedWidget* m_stack;
    RecordTable* m_table;
    AnswersView* m_rows;
    QLabel* m_emptyText;
    QPushButton* m_add;
    QPushButton* m_edit;
    QPushButton* m_remove;
    QPushButton* m_suggest;
    QPushButton* m_run;
};

} // namespace tidemark::ui
