// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/setimport.h"
#include "ui/services.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace tidemark::ui {

/// Which dump from elsewhere becomes a backup, where it goes, and what is not said by the dump itself.
class DumpImportDialog : public QDialog
{
    Q_OBJECT
public:
    /// `source` may be empty.
    DumpImportDialog(Services& services, const store::Profile& profile, const QString& source,
                     QWidget* parent);

    catalog::ImportRequest request() const;

private:
    void buildLayout();
    void chooseSource();
    void chooseSourceFolder();
    void chooseDestination();
    void update();

    Services& m_services;
    store::Profile m_profile;
    QLineEdit* m_source;
    QLineEdit* m_server;
    QLineEdit* m_database;
    QLineEdit* m_destination;
    QComboBox* m_way;
    QCheckBox* m_again;
    QPushButton* m_import;
};

} // namespace tidemark::ui
