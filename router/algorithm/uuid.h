// SPDX-License-Identifier: Apache-2.0
// UUID keys: a random (version 4) UUID as 32 lower-case hex digits.
// Thread rule: next() from any thread.
#pragma once

#include "router/algorithm/key_generator.h"

namespace sluice::router {

class UuidGenerator final : public KeyGenerator {
 public:
  Result<GeneratedKey> next(std::chrono::system_clock::time_point now) override;
  bool is_numeric() const override { return false; }
};

}  // namespace sluice::router
