// SPDX-License-Identifier: Apache-2.0
// A point in time by which something must have happened. Passed by value to everything that waits.
#pragma once

#include <chrono>

namespace sluice {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

inline constexpr Deadline kNoDeadline = Deadline::max();

// Zero or negative means: no limit (MySQL's and ShardingSphere's settings both use 0 for that).
inline Deadline deadline_after(std::chrono::milliseconds timeout) {
  return timeout.count() <= 0 ? kNoDeadline : Clock::now() + timeout;
}

}  // namespace sluice
