// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/psqlguard.h"

#include <QRandomGenerator>

namespace tidemark::archive {

PsqlGuard::PsqlGuard()
{
    for (int i = 0; i < 2; ++i)
        m_key += QByteArray::number(QRandomGenerator::system()->generate64(), 36);
}

} // namespace tidemark::archive
