// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QCommandLinkButton;

namespace tidemark::ui {

/// What a newcomer without any server sees: three ways to begin.
class WelcomePage : public QWidget
{
    Q_OBJECT
public:
    explicit WelcomePage(QWidget* parent = nullptr);

    /// The servers cannot be changed: only the other two ways are open.
    void setCanAdd(bool can);
    void setDemoRunning(bool running);

Q_SIGNALS:
    void addRequested();
    void demoRequested();
    void openRequested();

private:
    QCommandLinkButton* addChoice(const char* objectName, const QString& iconName, const QString& title, const QString& sentence);
    QCommandLinkButton* m_add;
    QCommandLinkButton* m_demo;
    QCommandLinkButton* m_open;
};

} // namespace tidemark::ui
