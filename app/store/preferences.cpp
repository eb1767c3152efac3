// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/preferences.h"

#include "store/folders.h"

#include <QJsonDocument>

namespace tidemark::store {

namespace {

constexpr qsizetype keptRecentFiles = 10;
constexpr QLatin1String toolFoldersKey("tools/folders");
constexpr QLatin1String backupFolderKey("backup/folder");
constexpr QLatin1String extraFoldersKey("backup/extraFolders");
constexpr QLatin1String geometryKey("window/geometry");
constexpr QLatin1String stateKey("window/state");
constexpr QLatin1String sectionKey("window/section");
constexpr QLatin1String closeKey("window/close");
constexpr QLatin1String recentKey("files/recent");
constexpr QLatin1String answersKey("backup/answers");
constexpr QLatin1String restoreAnswersKey("restore/answers");
constexpr QLatin1String replicationKey("replication/choices");

} // namespace

Preferences::Preferences(const QString& path) : m_settings(path, QSettings::IniFormat) {}

QString Preferences::defaultPath()
{
    return configFolder() + QStringLiteral("/preferences.ini");
}

QStringList Preferences::toolFolders() const
{
    return m_settings.value(toolFoldersKey).toStringList();
}

void Preferences::setToolFolders(const QStringList& folders)
{
    m_settings.setValue(toolFoldersKey, folders);
}

QString Preferences::defaultBackupFolder() const
{
    return m_settings.value(backupFolderKey).toString();
}

void Preferences::setDefaultBackupFolder(const QString& folder)
{
    m_settings.setValue(backupFolderKey, folder);
}

QStringList Preferences::extraBackupFolders() const
{
    return m_settings.value(extraFoldersKey).toStringList();
}

void Preferences::setExtraBackupFolders(const QStringList& folders)
{
    m_settings.setValue(extraFoldersKey, folders);
}

QByteArray Preferences::windowGeometry() const
{
    return m_settings.value(geometryKey).toByteArray();
}

QByteArray Preferences::windowState() const
{
    return m_settings.value(stateKey).toByteArray();
}

void Preferences::setWindow(const QByteArray& geometry, const QByteArray& state)
{
    m_settings.setValue(geometryKey, geometry);
    m_settings.setValue(stateKey, state);
}

QString Preferences::lastSection() const
{
    return m_settings.value(sectionKey).toString();
}

void Preferences::setLastSection(const QString& section)
{
    m_settings.setValue(sectionKey, section);
}

Preferences::CloseAction Preferences::closeAction() const
{
    const QString action = m_settings.value(closeKey).toString();
    if (action == QLatin1String("quit"))
        return CloseAction::Quit;
    return action == QLatin1String("tray") ? CloseAction::KeepInTray : CloseAction::Ask;
}

void Preferences::setCloseAction(CloseAction action)
{
    switch (action) {
    case CloseAction::Ask:
        m_settings.remove(closeKey);
        break;
    case CloseAction::Quit:
        m_settings.setValue(closeKey, QStringLiteral("quit"));
        break;
    case CloseAction::KeepInTray:
        m_settings.setValue(closeKey, QStringLiteral("tray"));
        break;
    }
}

QStringList Preferences::recentFiles() const
{
    return m_settings.value(recentKey).toStringList().mid(0, keptRecentFiles);
}

void Preferences::addRecentFile(const QString& path)
{
    QStringList files = recentFiles();
    files.removeAll(path);
    files.prepend(path);
    m_settings.setValue(recentKey, files.mid(0, keptRecentFiles));
}

QJsonObject Preferences::backupAnswers(const QString& profileId) const
{
    return QJsonDocument::fromJson(m_settings.value(answersKey + QLatin1Char('/') + profileId).toByteArray()).object();
}

void Preferences::setBackupAnswers(const QString& profileId, const QJsonObject& answers)
{
    m_settings.setValue(answersKey + QLatin1Char('/') + profileId, QJsonDocument(answers).toJson(QJsonDocument::Compact));
}

QJsonObject Preferences::restoreAnswers(const QString& profileId) const
{
    return QJsonDocument::fromJson(
               m_settings.value(restoreAnswersKey + QLatin1Char('/') + profileId).toByteArray())
        .object();
}

void Preferences::setRestoreAnswers(const QString& profileId, const QJsonObject& answers)
{
    m_settings.setValue(restoreAnswersKey + QLatin1Char('/') + profileId,
                        QJsonDocument(answers).toJson(QJsonDocument::Compact));
}

QJsonObject Preferences::replicationChoices(const QString& profileId) const
{
    return QJsonDocument::fromJson(m_settings.value(replicationKey + QLatin1Char('/') + profileId).toByteArray()).object();
}

void Preferences::setReplicationChoices(const QString& profileId, const QJsonObject& choices)
{
    m_settings.setValue(replicationKey + QLatin1Char('/') + profileId, QJsonDocument(choices).toJson(QJsonDocument::Compact));
}

} // namespace tidemark::store
