// SPDX-License-Identifier: Apache-2.0
// DOUBLE as servers print it in text rows: the shortest digits that read back as the same value,
// plain from 1e-15 on, whole numbers below 1e15, else with an exponent (1e15, 1.5e-16). Pure.
#pragma once

#include <cstddef>

namespace sluice::executor::operators {

inline constexpr std::size_t kDoubleTextBytes = 40;

// Writes at most kDoubleTextBytes and returns how many. Precondition: value is finite.
std::size_t format_double(double value, char* out);

}  // namespace sluice::executor::operators
