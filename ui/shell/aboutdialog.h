// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace tidemark::ui {

struct Services;

/// What this is, which version, under which licence, and which of PostgreSQL's programs it has found.
class AboutDialog : public QDialog
{
    Q_OBJECT
public:
    explicit AboutDialog(const Services& services, QWidget* parent = nullptr);
};

} // namespace tidemark::ui
