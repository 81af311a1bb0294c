// SPDX-License-Identifier: Apache-2.0
#include "common/telemetry/counters.h"

namespace sluice {
namespace {

constexpr CounterInfo kInfos[] = {
#define SLUICE_COUNTER(member, name, help) {name, help, &Counters::member},
#include "common/telemetry/counters.def"
#undef SLUICE_COUNTER
};

}  // namespace

std::span<const CounterInfo> counter_infos() {
  return kInfos;
}

}  // namespace sluice
