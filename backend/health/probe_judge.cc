// SPDX-License-Identifier: Apache-2.0
#include "backend/health/probe_judge.h"

#include <algorithm>
#include <charconv>

namespace sluice::backend {
namespace {

constexpr int kFailures = 2;

// MySQL has SHOW REPLICA STATUS from 8.0.22 on.
bool knows_replica_word(std::string_view version) {
  if (version.starts_with("5.")) return false;
  constexpr std::string_view kEight = "8.0.";
  if (!version.starts_with(kEight)) return true;
  int patch = 0;
  const std::string_view digits = version.substr(kEight.size());
  std::from_chars(digits.data(), digits.data() + digits.size(), patch);
  return patch >= 22;
}

}  // namespace

std::optional<ServerState> ProbeJudge::judge(const ProbeResult& result) {
  if (!result.answered) {
    failures_ = std::min(failures_ + 1, kFailures);
    return failures_ < kFailures ? std::nullopt : std::optional(ServerState::down);
  }
  failures_ = 0;
  const bool in_time = !max_lag_ || (result.lag && *result.lag <= *max_lag_);
  return in_time ? ServerState::up : ServerState::behind;
}

std::string_view replication_query(std::string_view server_version) {
  if (server_version.find("MariaDB") != std::string_view::npos) return "SHOW ALL SLAVES STATUS";
  return knows_replica_word(server_version) ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS";
}

std::optional<std::chrono::seconds> longest_lag(const SmallResult& status) {
  std::optional<std::chrono::seconds> longest;
  for (const SmallRow& row : status.rows) {
    const std::optional<std::string>* cell = status.find(row, "Seconds_Behind_Source");
    if (cell == nullptr) cell = status.find(row, "Seconds_Behind_Master");
    if (cell == nullptr || !*cell) return std::nullopt;
    std::int64_t seconds = 0;
    const char* const end = (*cell)->data() + (*cell)->size();
    const auto [stop, failed] = std::from_chars((*cell)->data(), end, seconds);
    if (failed != std::errc() || stop != end) return std::nullopt;
    longest = std::max(longest.value_or(std::chrono::seconds(0)), std::chrono::seconds(seconds));
  }
  return longest;
}

}  // namespace sluice::backend
