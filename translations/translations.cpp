// SPDX-License-Identifier: GPL-3.0-or-later
#include "translations/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <memory>

namespace tidemark::translations {

namespace {

/// Texts of free functions stand in the .ts files under the namespace that lupdate sees ("tidemark::core"), while the code
/// asks under a name of its own ("core::Text"). Both are the same module.
class Texts : public QTranslator
{
public:
    using QTranslator::QTranslator;

    QString translate(const char* context, const char* source, const char* disambiguation, int n) const override
    {
        const QString direct = QTranslator::translate(context, source, disambiguation, n);
        if (!direct.isNull())
            return direct;
        const QByteArray name(context);
        const QByteArray module = "tidemark::" + name.left(name.indexOf("::"));
        return QTranslator::translate(module.constData(), source, disambiguation, n);
    }
};

} // namespace

void install(QCoreApplication& application)
{
    const auto add = [&application](const auto& load) {
        auto translator = std::make_unique<Texts>(&application);
        const bool found = load(*translator);
        if (found)
            QCoreApplication::installTranslator(translator.release());
        return found;
    };
    const QString folder = QStringLiteral(":/i18n");
    add([&](QTranslator& translator) { return translator.load(folder + QStringLiteral("/tidemark_en.qm")); });
    // English was loaded above; for it the search below would end at another language of the person's list.
    if (QLocale().language() == QLocale::English || QLocale().language() == QLocale::C)
        return;
    // Qt's own words (Cancel, Close) only together with ours: half a language is worse than none.
    if (add([&](QTranslator& translator) { return translator.load(QLocale(), QStringLiteral("tidemark"), QStringLiteral("_"), folder); })) {
        add([](QTranslator& translator) {
            return translator.load(QLocale(), QStringLiteral("qtbase"), QStringLiteral("_"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
        });
    }
}

} // namespace tidemark::translations
