// SPDX-License-Identifier: Apache-2.0
// SNOWFLAKE keys: 41 bits of milliseconds since 2016-11-01 UTC, 10 of worker id, 12 of sequence.
// The sequence of a new millisecond begins at 0, 1, .. max-vibration-offset in turn, so that keys
// taken at long intervals spread over shards. Thread rule: next() from any thread; one atomic word,
// no lock.
#pragma once

#include <atomic>

#include "router/algorithm/key_generator.h"

namespace sluice::router {

class SnowflakeGenerator final : public KeyGenerator {
 public:
  static Result<std::shared_ptr<KeyGenerator>> make(const config::Algorithm& config);

  Result<GeneratedKey> next(std::chrono::system_clock::time_point now) override;
  bool is_numeric() const override { return true; }

 private:
  SnowflakeGenerator(std::uint32_t worker, std::uint32_t vibration, std::int64_t tolerance)
      : worker_(worker), vibration_(vibration), tolerance_ms_(tolerance) {}

  // False if the clock is too far behind the latest time seen.
  bool admit(std::int64_t millis);

  const std::uint64_t worker_;
  const std::uint32_t vibration_;
  const std::int64_t tolerance_ms_;
  std::atomic<std::int64_t> latest_ms_{0};     // of the clock
  std::atomic<std::uint64_t> last_{0};         // milliseconds << 12 | sequence of the latest key
  std::atomic<std::uint32_t> new_periods_{0};  // counts through the vibration offsets
};

}  // namespace sluice::router
