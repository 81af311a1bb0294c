// SPDX-License-Identifier: Apache-2.0
// The words behind the number of an INTERVAL.
#pragma once

#include <string_view>

namespace sluice::parser {

// One word, like DAY; the servers' older names (SQL_TSI_DAY) are units as well.
bool is_simple_unit(std::string_view word);
// Also those of two, like DAY_HOUR.
bool is_interval_unit(std::string_view word);

}  // namespace sluice::parser
