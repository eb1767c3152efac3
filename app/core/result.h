// SPDX-License-Identifier: GPL-3.0-or-later
// The return type of everything that can fail. A thin subclass because tl::expected itself may be ignored silently.
#pragma once

#include "core/error.h"

#include <tl/expected.hpp>

#include <utility>

namespace tidemark::core {

template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error>
{
public:
    using tl::expected<T, Error>::expected;
    Result(Error error) : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}
};

template <>
class [[nodiscard]] Result<void> : public tl::expected<void, Error>
{
public:
    using tl::expected<void, Error>::expected;
    Result(Error error) : tl::expected<void, Error>(tl::unexpect, std::move(error)) {}
};

using Status = Result<void>;

} // namespace tidemark::core

// Leaves the calling function with the error of `expression`, else goes on. For functions that return a Result.
#define TIDEMARK_TRY(expression)                                                                             \
    do {                                                                                                     \
        if (auto tidemarkStatus = (expression); !tidemarkStatus)                                             \
            return std::move(tidemarkStatus).error();                                                        \
    } while (false)
