// SPDX-License-Identifier: GPL-3.0-or-later
// The help page is made of the tables by which states are told apart, so that they cannot say different
// things.
#include "replication/lagrules.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QtTest>

using namespace tidemark;
using namespace Qt::StringLiterals;

class LagRulesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theHelpPageIsUpToDate();
    void everySlotConditionHasItsWords();
};

void LagRulesTest::theHelpPageIsUpToDate()
{
    const QString wanted = replication::rulesAsMarkdown();
    QFile file(QStringLiteral(TIDEMARK_HELP));
    if (qEnvironmentVariableIsSet("TIDEMARK_WRITE_HELP")) {
        QVERIFY(QDir().mkpath(QFileInfo(file).absolutePath()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(wanted.toUtf8()), wanted.toUtf8().size());
        return;
    }
    QVERIFY2(file.open(QIODevice::ReadOnly), TIDEMARK_HELP);
    QVERIFY2(QString::fromUtf8(file.readAll()) == wanted,
             "the rules have changed: write the page anew with TIDEMARK_WRITE_HELP=1");
}

void LagRulesTest::everySlotConditionHasItsWords()
{
    QSet<QString> names;
    for (const replication::SlotCondition condition : replication::allSlotConditions()) {
        names.insert(replication::slotConditionName(condition));
        QVERIFY(!replication::slotConditionTitle(condition).isEmpty());
        QVERIFY(!replication::slotConditionSentence(condition).isEmpty());
        QVERIFY(replication::slotConditionRule(condition).endsWith(u'.'));
    }
    QCOMPARE(names.size(), static_cast<int>(replication::SlotCondition::Lost) + 1);
}

QTEST_GUILESS_MAIN(LagRulesTest)
#include "lagrulestest.moc"
