// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/profiles/importmodel.h"
#include "ui/services.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace tidemark::ui {

class FindingsView;

/// Servers that are known elsewhere: a URI or connection string, pg_service.conf, pgAdmin's servers.json. Shows what was
/// found before anything is stored. Shown with open().
class ImportDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ImportDialog(Services& services, QWidget* parent = nullptr);

    void readText(const QString& text);
    void readFile(const QString& path);

Q_SIGNALS:
    void imported(const QStringList& profileIds);

private:
    void buildLayout();
    void showImport(const core::Result<store::Import>& import);
    void chooseFile();
    void updateButton();
    void store();
    void storePassword(const store::Profile& profile, const core::Secret& password);

    Services& m_services;
    ImportModel m_model;
    QLineEdit* m_text;
    QPushButton* m_file;
    QPushButton* m_serviceFile;
    QTableView* m_table;
    QLabel* m_nothing;
    FindingsView* m_findings;
    QPushButton* m_import;
};

} // namespace tidemark::ui
