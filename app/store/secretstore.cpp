// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/secretstore.h"

#include <QCoreApplication>
#include <QTimer>

#include <qt6keychain/keychain.h>

#include <memory>
#include <utility>

namespace tidemark::store {

namespace {

using QKeychain::DeletePasswordJob;
using QKeychain::Job;
using QKeychain::ReadPasswordJob;
using QKeychain::WritePasswordJob;

const QString& serviceName()
{
    static const QString name = QStringLiteral("Tidemark");
    return name;
}

QString said(const char* text)
{
    return QCoreApplication::translate("store::SecretStore", text);
}

core::Error unreadable(const Profile& profile, const QString& detail)
{
    return {core::ErrorKind::PermissionDenied,
            said(QT_TRANSLATE_NOOP("store::SecretStore", "The saved password of “%1” cannot be read.")).arg(profile.name),
            detail,
            said(QT_TRANSLATE_NOOP("store::SecretStore", "Unlock the keychain, or enter the password again. For runs without a desktop write this line into ~/.pgpass (mode 0600): %1"))
                .arg(passfileLine(profile.spec))};
}

QString lockedOrRemoved()
{
    return said(QT_TRANSLATE_NOOP("store::SecretStore", "The keychain is locked, or the entry was removed from it."));
}

QString noAnswer()
{
    return said(QT_TRANSLATE_NOOP("store::SecretStore", "The keychain does not answer; it may be waiting to be unlocked."));
}

} // namespace

SecretStore::SecretStore(Use use, Limit limit, QObject* parent) : QObject(parent), m_use(use), m_limit(limit)
{
    if (use == Use::MemoryOnly)
        setBackend(Backend::MemoryOnly, said(QT_TRANSLATE_NOOP("store::SecretStore", "Passwords are kept in memory until you quit.")));
}

void SecretStore::setBackend(Backend backend, const QString& reason)
{
    if (backend == m_backend && reason == m_reason)
        return;
    m_backend = backend;
    m_reason = reason;
    Q_EMIT backendChanged();
}

void SecretStore::judge(const Job& job)
{
    switch (job.error()) {
    case QKeychain::NoError:
        setBackend(Backend::Keychain, {});
        return;
    case QKeychain::EntryNotFound:
        return; // true of a working keychain and of a locked one
    default:
        // Which of the other numbers comes depends on what is missing (bus, service, library), not on what it means.
        setBackend(Backend::MemoryOnly,
                   said(QT_TRANSLATE_NOOP("store::SecretStore", "The keychain cannot be used (%1). Passwords are kept in memory until you quit."))
                       .arg(job.errorString().isEmpty() ? said(QT_TRANSLATE_NOOP("store::SecretStore", "no reason given")) : job.errorString()));
    }
}

void SecretStore::start(Job* job, const QString& key, Finished finished, std::function<void()> late, std::function<void()> timedOut)
{
    const auto answered = std::make_shared<bool>(false);
    job->setKey(QStringLiteral("profile/") + key);
    job->setInsecureFallback(false);
    connect(job, &Job::finished, this, [this, answered, finished = std::move(finished), late = std::move(late)](Job* ended) {
        if (*answered) {
            m_hung = false;
            judge(*ended);
            if (late && ended->error() == QKeychain::NoError)
                late();
            return;
        }
        *answered = true;
        judge(*ended);
        finished(ended);
    });
    QTimer::singleShot(m_limit, this, [this, answered, timedOut = std::move(timedOut)] {
        if (std::exchange(*answered, true))
            return;
        m_hung = true;
        setBackend(Backend::MemoryOnly, noAnswer() + QLatin1Char(' ') + said(QT_TRANSLATE_NOOP("store::SecretStore", "Passwords are kept in memory until you quit.")));
        timedOut();
    });
    job->start();
}

void SecretStore::read(const Profile& profile, std::function<void(core::Result<core::Secret>)> done)
{
    const auto answer = [this, done](const core::Result<core::Secret>& result) {
        QMetaObject::invokeMethod(this, [done, result] { done(result); }, Qt::QueuedConnection);
    };
    if (m_memory.contains(profile.id))
        return answer(m_memory.value(profile.id));
    if (!profile.passwordSaved)
        return answer(core::Secret());
    if (!mayAsk())
        return answer(unreadable(profile, m_reason));

    auto* job = new ReadPasswordJob(serviceName());
    start(
        job, profile.id,
        [this, profile, done](Job* ended) {
            if (ended->error() == QKeychain::NoError)
                done(core::Secret(static_cast<ReadPasswordJob*>(ended)->textData()));
            else
                done(unreadable(profile, ended->error() == QKeychain::EntryNotFound ? lockedOrRemoved() : m_reason));
        },
        [this, id = profile.id] { Q_EMIT secretArrived(id); },
        [profile, done] { done(unreadable(profile, noAnswer())); });
}

void SecretStore::keepInMemory(const Profile& profile, const core::Secret& secret, const std::function<void(SecretPlace)>& done)
{
    m_memory.insert(profile.id, secret);
    QMetaObject::invokeMethod(this, [done] { done(SecretPlace::Memory); }, Qt::QueuedConnection);
}

void SecretStore::write(const Profile& profile, const core::Secret& secret, std::function<void(SecretPlace)> done)
{
    if (!mayAsk())
        return keepInMemory(profile, secret, done);
    auto* job = new WritePasswordJob(serviceName());
    job->setTextData(QString::fromUtf8(secret.reveal()));
    start(
        job, profile.id,
        [this, profile, secret, done](Job* ended) {
            if (ended->error() == QKeychain::NoError)
                readBack(profile, secret, done);
            else
                keepInMemory(profile, secret, done);
        },
        {}, [this, profile, secret, done] { keepInMemory(profile, secret, done); });
}

void SecretStore::readBack(const Profile& profile, const core::Secret& secret, const std::function<void(SecretPlace)>& done)
{
    auto* job = new ReadPasswordJob(serviceName());
    start(
        job, profile.id,
        [this, profile, secret, done](Job* ended) {
            const QString stored = static_cast<ReadPasswordJob*>(ended)->textData();
            if (ended->error() != QKeychain::NoError || stored.toUtf8() != secret.reveal())
                return keepInMemory(profile, secret, done);
            m_memory.remove(profile.id);
            done(SecretPlace::Keychain);
        },
        {}, [this, profile, secret, done] { keepInMemory(profile, secret, done); });
}

void SecretStore::remove(const Profile& profile, std::function<void(core::Status)> done)
{
    const auto still = [profile](const QString& detail) {
        return core::Error{core::ErrorKind::PermissionDenied,
                           said(QT_TRANSLATE_NOOP("store::SecretStore", "The password of “%1” could not be removed from the keychain.")).arg(profile.name),
                           detail, said(QT_TRANSLATE_NOOP("store::SecretStore", "Unlock the keychain and try again."))};
    };
    m_memory.remove(profile.id);
    if (!profile.passwordSaved || !mayAsk()) {
        const core::Status status = profile.passwordSaved ? core::Status(still(m_reason)) : core::Status();
        QMetaObject::invokeMethod(this, [done, status] { done(status); }, Qt::QueuedConnection);
        return;
    }
    // A locked keychain calls a deletion done though nothing was deleted. It is honest about writing, so the entry is
    // written over first.
    auto* blank = new WritePasswordJob(serviceName());
    blank->setTextData(QString());
    start(
        blank, profile.id,
        [this, profile, done, still](Job* ended) {
            if (ended->error() != QKeychain::NoError)
                return done(still(m_reason));
            start(
                new DeletePasswordJob(serviceName()), profile.id,
                [this, done, still](Job* deleted) {
                    done(deleted->error() == QKeychain::NoError || deleted->error() == QKeychain::EntryNotFound ? core::Status() : still(m_reason));
                },
                {}, [done, still] { done(still(noAnswer())); });
        },
        {}, [done, still] { done(still(noAnswer())); });
}

} // namespace tidemark::store
