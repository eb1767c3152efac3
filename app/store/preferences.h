// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QSettings>
#include <QString>
#include <QStringList>

namespace tidemark::store {

/// What the person chose once and should not be asked again. Nothing here is precious: losing the file costs a few
/// clicks, so reading never fails and writing is best effort. Used by one thread (the window's, or the main one).
class Preferences
{
public:
    explicit Preferences(const QString& path = defaultPath());
    static QString defaultPath(); // configFolder()/preferences.ini

    enum class CloseAction
    {
        Ask, // not asked yet
        Quit,
        KeepInTray,
    };

    QStringList toolFolders() const; // searched before the usual places
    void setToolFolders(const QStringList& folders);
    QString defaultBackupFolder() const; // empty until one was chosen
    void setDefaultBackupFolder(const QString& folder);
    QStringList extraBackupFolders() const; // looked through for backups besides those of the profiles
    void setExtraBackupFolders(const QStringList& folders);
    QByteArray windowGeometry() const;
    QByteArray windowState() const;
    void setWindow(const QByteArray& geometry, const QByteArray& state);
    QString lastSection() const;
    void setLastSection(const QString& section);
    CloseAction closeAction() const;
    void setCloseAction(CloseAction action);
    QStringList recentFiles() const; // newest first, at most 10
    void addRecentFile(const QString& path);
    /// What was chosen for the last backup of a profile; empty until then. Their form is their owner's business.
    QJsonObject backupAnswers(const QString& profileId) const;
    void setBackupAnswers(const QString& profileId, const QJsonObject& answers);
    /// The same of the last restore.
    QJsonObject restoreAnswers(const QString& profileId) const;
    void setRestoreAnswers(const QString& profileId, const QJsonObject& answers);
    /// How the replication of a profile is watched and shown; empty until something was chosen.
    QJsonObject replicationChoices(const QString& profileId) const;
    void setReplicationChoices(const QString& profileId, const QJsonObject& choices);

private:
    QSettings m_settings;
};

} // namespace tidemark::store
