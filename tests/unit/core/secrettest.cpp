// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at every block of memory at the moment it is given back: none may still hold the password.
#include "core/secret.h"

#include <QTest>

#include <atomic>
#include <cstring>
#include <malloc.h>

using namespace tidemark;
using core::Secret;

namespace {

// In two parts, so that the whole word is in no memory but the secrets'.
constexpr char firstHalf[] = "hunter2-";
constexpr char secondHalf[] = "swordfish";
std::atomic<bool> watching = false;
std::atomic<int> leaks = 0;

void inspect(void* block)
{
    if (!watching || !block)
        return;
    const std::size_t size = ::malloc_usable_size(block);
    const char* bytes = static_cast<const char*>(block);
    const std::size_t first = sizeof firstHalf - 1;
    const std::size_t second = sizeof secondHalf - 1;
    for (std::size_t i = 0; i + first + second <= size; ++i) {
        if (std::memcmp(bytes + i, firstHalf, first) == 0 && std::memcmp(bytes + i + first, secondHalf, second) == 0)
            ++leaks;
    }
}

QString word()
{
    return QLatin1String(firstHalf) + QLatin1String(secondHalf);
}

} // namespace

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TIDEMARK_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TIDEMARK_SANITIZED 1
#endif
#endif

#ifdef TIDEMARK_SANITIZED
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*)(const volatile void*, std::size_t), void (*)(const volatile void*));
static void onMalloc(const volatile void*, std::size_t) {}
static void onFree(const volatile void* block)
{
    inspect(const_cast<void*>(block));
}
#else
extern "C" void __libc_free(void* block);
extern "C" void free(void* block)
{
    inspect(block);
    __libc_free(block);
}
#endif

class SecretTest : public QObject
{
    Q_OBJECT

    template <typename F>
    int leaksOf(F&& f)
    {
        leaks = 0;
        watching = true;
        f();
        watching = false;
        return leaks;
    }

private Q_SLOTS:
    void initTestCase()
    {
#ifdef TIDEMARK_SANITIZED
        __sanitizer_install_malloc_and_free_hooks(&onMalloc, &onFree);
#endif
        // The watch itself must be able to see one.
        QCOMPARE(leaksOf([] {
                     QByteArray bytes = word().toLatin1();
                     bytes.detach();
                 }), 1);
    }

    void gone()
    {
        QCOMPARE(leaksOf([] { const Secret secret(word()); }), 0);
    }

    void copied()
    {
        QCOMPARE(leaksOf([] {
                     const Secret secret(word());
                     const Secret copy = secret;
                     QCOMPARE(copy.reveal(), secret.reveal());
                 }), 0);
    }

    void assignedOver()
    {
        QCOMPARE(leaksOf([] {
                     Secret secret(word());
                     const Secret other(QStringLiteral("other"));
                     secret = other;
                     QCOMPARE(secret.reveal(), QByteArray("other"));
                 }), 0);
        QCOMPARE(leaksOf([] {
                     Secret secret(word());
                     secret = Secret();
                     QVERIFY(secret.isEmpty());
                 }), 0);
    }

    void assignedToItself()
    {
        Secret secret(word());
        const Secret& same = secret;
        secret = same;
        QCOMPARE(secret.reveal(), word().toUtf8());
    }

    void utf8()
    {
        QCOMPARE(Secret(QStringLiteral("pä数")).reveal(), QStringLiteral("pä数").toUtf8());
        QVERIFY(Secret().isEmpty());
        QVERIFY(Secret(QString()).isEmpty());
        QVERIFY(!Secret(QStringLiteral(" ")).isEmpty());
    }
};

QTEST_GUILESS_MAIN(SecretTest)
#include "secrettest.moc"
