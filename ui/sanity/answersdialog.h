// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sanityquery.h"

#include <QDialog>

namespace tidemark::ui {

/// A sanity query and the rows that it was answered with. Deletes itself.
class AnswersDialog : public QDialog
{
    Q_OBJECT
public:
    AnswersDialog(const core::SanityResult& result, const QString& source, const QString& target,
                  QWidget* parent);
};

} // namespace tidemark::ui
