// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sanityquery.h"

#include <QWidget>

#include <array>

class QSplitter;

namespace tidemark::ui {

class AnswerPane;

/// The rows of one answer, or of two beside each other.
class AnswersView : public QWidget
{
    Q_OBJECT
public:
    explicit AnswersView(QWidget* parent = nullptr);
    ~AnswersView() override;

    struct Titled
    {
        QString title; // whose answer it is
        core::SanityAnswer answer;
    };
    /// One or two of them; none shows `placeholder` instead.
    void setAnswers(const QList<Titled>& answers, const QString& placeholder = {});

private:
    QSplitter* m_splitter;
    std::array<AnswerPane*, 2> m_panes;
};

} // namespace tidemark::ui
