// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/transfer.h"

#include <vector>

namespace tidemark::archive {

namespace {

constexpr std::size_t roomBytes = 256 * 1024;
constexpr std::size_t mostSent = 1 << 20;

} // namespace

core::Result<Transferred> transfer(DataReader& from, ByteSink& to, const core::RunContext& context,
                                   const std::function<void()>& onMoved)
{
    Transferred done;
    std::vector<char> room;
    bool mayBeSent = to.descriptor() >= 0;
    for (;;) {
        TIDEMARK_TRY(context.checkpoint());
        std::size_t moved = 0;
        if (mayBeSent) {
            const auto sent = from.sendTo(to.descriptor(), mostSent);
            if (!sent)
                return sent.error();
            moved = *sent;
            mayBeSent = moved > 0;
        }
        if (moved == 0) {
            room.resize(roomBytes);
            const auto count = from.read(room);
            if (!count)
                return count.error();
            if (*count == 0)
                return done;
            moved = *count;
            done.last = room[moved - 1];
            TIDEMARK_TRY(to.write(QByteArrayView(room.data(), qsizetype(moved))));
        }
        done.bytes += qint64(moved);
        if (onMoved)
            onMoved();
    }
}

} // namespace tidemark::archive
