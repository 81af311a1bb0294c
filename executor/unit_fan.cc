// SPDX-License-Identifier: Apache-2.0
#include "executor/unit_fan.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace sluice::executor {
namespace {

// Unit indexes by data source, sources ascending.
std::vector<std::vector<std::size_t>> by_source(const router::Resolution& resolution) {
  std::vector<std::size_t> order(resolution.units.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return resolution.units[a].data_source < resolution.units[b].data_source;
  });
  std::vector<std::vector<std::size_t>> groups;
  for (const std::size_t unit : order) {
    if (groups.empty() ||
        resolution.units[groups.back().front()].data_source != resolution.units[unit].data_source) {
      groups.emplace_back();
    }
    groups.back().push_back(unit);
  }
  return groups;
}

}  // namespace

Task<Result<std::vector<UnitSlot>>> fan_out(Request& request, std::size_t connections_per_source) {
  std::vector<UnitSlot> slots;
  for (const std::vector<std::size_t>& group : by_source(request.resolution)) {
    const router::Unit& unit = request.resolution.units[group.front()];
    const std::size_t first_slot = slots.size();
    Result<ShardSession> shard = co_await open_shard_session(request, unit);
    if (!shard) co_return shard.error();
    slots.push_back({std::move(*shard), {}});
    const std::size_t wanted = std::min(group.size(), connections_per_source);
    while (slots.size() - first_slot < wanted) {
      Result<ShardSession> spare = co_await open_spare_session(request, unit);
      if (!spare) co_return spare.error();
      if (!*spare) break;
      slots.push_back({std::move(*spare), {}});
    }
    const std::size_t used = slots.size() - first_slot;
    for (std::size_t i = 0; i < group.size(); ++i) {
      slots[first_slot + i % used].units.push_back(group[i]);
    }
  }
  co_return slots;
}

std::string shared_timestamp(const Request& request) {
  if (!request.routed.uses_clock || request.session.variables->find("timestamp") != nullptr) {
    return {};
  }
  const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  char sql[64];
  std::snprintf(sql, sizeof sql, "SET timestamp=%lld.%06lld", static_cast<long long>(now / 1000000),
                static_cast<long long>(now % 1000000));
  return sql;
}

}  // namespace sluice::executor
