// SPDX-License-Identifier: Apache-2.0
// How many bytes one statement's merge may keep. Counts, allocates nothing. One thread.
#pragma once

#include <cstdint>
#include <string>

#include "common/base/error.h"

namespace sluice::executor::operators {

class MemoryBudget {
 public:
  explicit MemoryBudget(std::uint64_t limit_bytes) : limit_(limit_bytes) {}

  // False, and nothing taken, if that would be more than the limit.
  bool take(std::uint64_t bytes) {
    if (bytes > limit_ - used_) return false;
    used_ += bytes;
    return true;
  }
  void give_back(std::uint64_t bytes) { used_ -= bytes; }

  std::uint64_t used() const { return used_; }
  Error exceeded() const { return make_error(ErrorId::memory_budget, {std::to_string(limit_)}); }

 private:
  std::uint64_t limit_;
  std::uint64_t used_ = 0;
};

}  // namespace sluice::executor::operators
