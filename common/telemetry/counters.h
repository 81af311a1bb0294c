// SPDX-License-Identifier: Apache-2.0
// Per-worker counters. One thread writes a set, any thread may read it; sums over workers are what
// SHOW STATUS shows.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string_view>

namespace sluice {

// A counter with a single writer: no locked instruction on the query path.
class Counter {
 public:
  void add(std::uint64_t amount = 1) {
    value_.store(value_.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
  }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

struct alignas(64) Counters {
#define SLUICE_COUNTER(member, name, help) Counter member;
#include "common/telemetry/counters.def"
#undef SLUICE_COUNTER
};

struct CounterInfo {
  std::string_view name;
  std::string_view help;
  Counter Counters::*member;
};

// All counters, in the order of counters.def.
std::span<const CounterInfo> counter_infos();

}  // namespace sluice
