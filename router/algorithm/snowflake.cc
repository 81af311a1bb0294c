// SPDX-License-Identifier: Apache-2.0
#include "router/algorithm/snowflake.h"

#include "router/algorithm/props.h"

namespace sluice::router {
namespace {

constexpr std::int64_t kEpochMillis = 1'477'958'400'000;  // 2016-11-01T00:00:00Z
constexpr unsigned kSequenceBits = 12;
constexpr unsigned kWorkerBits = 10;
constexpr std::uint64_t kSequenceMask = (1u << kSequenceBits) - 1;
// More than 4096 keys a millisecond are taken from the milliseconds to come, up to this many.
constexpr std::uint64_t kMaxAheadMillis = 10'000;

}  // namespace

Result<std::shared_ptr<KeyGenerator>> SnowflakeGenerator::make(const config::Algorithm& config) {
  const auto worker = integer_prop(config, "worker-id", 0, (1 << kWorkerBits) - 1, 0);
  if (!worker) return worker.error();
  const auto vibration = integer_prop(config, "max-vibration-offset", 0, kSequenceMask, 1);
  if (!vibration) return vibration.error();
  const auto tolerance =
      integer_prop(config, "max-tolerate-time-difference-milliseconds", 0, INT32_MAX, 10);
  if (!tolerance) return tolerance.error();
  return std::shared_ptr<KeyGenerator>(new SnowflakeGenerator(
      static_cast<std::uint32_t>(*worker), static_cast<std::uint32_t>(*vibration), *tolerance));
}

bool SnowflakeGenerator::admit(std::int64_t millis) {
  std::int64_t latest = latest_ms_.load(std::memory_order_relaxed);
  while (millis > latest) {
    if (latest_ms_.compare_exchange_weak(latest, millis, std::memory_order_relaxed)) return true;
  }
  return latest - millis <= tolerance_ms_;
}

Result<GeneratedKey> SnowflakeGenerator::next(std::chrono::system_clock::time_point now) {
  using std::chrono::duration_cast;
  using std::chrono::milliseconds;
  const std::int64_t millis =
      duration_cast<milliseconds>(now.time_since_epoch()).count() - kEpochMillis;
  if (millis < 0) return make_error(ErrorId::internal, {"the clock is before 2016-11-01"});
  if (!admit(millis)) {
    return make_error(ErrorId::internal, {"the clock went back, no key can be generated"});
  }
  const std::uint64_t fresh = static_cast<std::uint64_t>(millis) << kSequenceBits;
  std::uint64_t last = last_.load(std::memory_order_relaxed);
  std::uint64_t key = 0;
  do {
    if ((last >> kSequenceBits) < (fresh >> kSequenceBits)) {
      const std::uint32_t period = new_periods_.fetch_add(1, std::memory_order_relaxed);
      key = fresh | (period % (vibration_ + 1));
    } else {
      key = last + 1;  // the sequence carries over into the next millisecond
    }
    if ((key >> kSequenceBits) > (fresh >> kSequenceBits) + kMaxAheadMillis) {
      return make_error(ErrorId::internal, {"keys are generated faster than their format allows"});
    }
  } while (!last_.compare_exchange_weak(last, key, std::memory_order_relaxed));
  const std::uint64_t value = (key >> kSequenceBits) << (kSequenceBits + kWorkerBits) |
                              worker_ << kSequenceBits | (key & kSequenceMask);
  return GeneratedKey(static_cast<std::int64_t>(value));
}

}  // namespace sluice::router
