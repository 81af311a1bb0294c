// SPDX-License-Identifier: Apache-2.0
// Generated keys: SNOWFLAKE (epoch 2016-11-01 00:00:00 UTC, 41 bits of milliseconds, 10 of worker
// id, 12 of sequence; props worker-id, max-vibration-offset,
// max-tolerate-time-difference-milliseconds) and UUID (32 hex digits without dashes). Thread rule:
// next() may be called from any worker; a generator synchronises itself (lock-free).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "common/base/result.h"
#include "config/config.h"

namespace sluice::router {

using GeneratedKey = std::variant<std::int64_t, std::string>;

class KeyGenerator {
 public:
  virtual ~KeyGenerator() = default;
  // `now` is the wall clock. Errors: internal, if the clock went back further than tolerated.
  virtual Result<GeneratedKey> next(std::chrono::system_clock::time_point now) = 0;
  virtual bool is_numeric() const = 0;
};

Result<std::shared_ptr<KeyGenerator>> make_key_generator(const config::Algorithm& config);

}  // namespace sluice::router
