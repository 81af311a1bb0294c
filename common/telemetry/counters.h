// SPDX-License-Identifier: Apache-2.0
// Per-worker counters. One thread writes a set, any thread may read it; sums over workers are what
// SHOW STATUS and /metrics show.
#pragma once

#include <span>
#include <string_view>

#include "common/telemetry/counter.h"
#include "common/telemetry/histogram.h"

namespace sluice {

struct alignas(64) Counters {
#define SLUICE_COUNTER(member, name, help) Counter member;
#include "common/telemetry/counters.def"
#undef SLUICE_COUNTER
  Histogram statement_time;  // from a statement's arrival to its last row being handed on
};

struct CounterInfo {
  std::string_view name;
  std::string_view help;
  Counter Counters::*member;
};

// All counters, in the order of counters.def.
std::span<const CounterInfo> counter_infos();

}  // namespace sluice
