// SPDX-License-Identifier: Apache-2.0
// /api/digests: what statements of one shape have cost since the start, the most expensive first.
#include <cstdio>

#include <nlohmann/json.hpp>

#include "frontend/admin/endpoints.h"

namespace sluice::frontend {
namespace {

// 64 bits do not fit into a number of JavaScript's.
std::string hex_of(std::uint64_t key) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(key));
  return text;
}

nlohmann::json row_of(const Digest& digest) {
  const DigestCosts& costs = digest.costs;
  return {{"digest", digest.key == 0 ? "others" : hex_of(digest.key)},
          {"database", digest.database},
          {"text", digest.key == 0 ? "(statements that have made room for others)" : digest.text},
          {"count", costs.count},
          {"errors", costs.errors},
          {"rows", costs.rows},
          {"microseconds", costs.time.count()},
          {"longest_microseconds", costs.longest.count()}};
}

}  // namespace

nlohmann::json digests_json(const GatewayView& gateway, std::size_t limit) {
  const WorkerReports reports = gateway.ask({.pools = false, .sessions = false, .digests = true});
  const std::vector<Digest> digests = merge_digests(reports);
  nlohmann::json rows = nlohmann::json::array();
  for (const Digest& digest : digests) {
    if (rows.size() == limit) break;
    if (digest.costs.count > 0) rows.push_back(row_of(digest));
  }
  return {{"total", digests.size()}, {"digests", rows}};
}

}  // namespace sluice::frontend
