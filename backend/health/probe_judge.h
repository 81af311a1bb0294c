// SPDX-License-Identifier: Apache-2.0
// What a server's answers to probes mean. A single probe that fails is no proof: a connection may
// break for reasons of its own.
//
// Sans-io: results come as arguments. Thread rule: none of its own.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "backend/health/server_health.h"
#include "backend/small_query.h"

namespace sluice::backend {

struct ProbeResult {
  bool answered = false;
  // A replica's delay as far as it was asked for; nothing: it does not replicate, or cannot tell.
  std::optional<std::chrono::seconds> lag;
};

class ProbeJudge {
 public:
  // `max_lag`: of a replica that is asked for it; nothing: it is not.
  explicit ProbeJudge(std::optional<std::chrono::seconds> max_lag) : max_lag_(max_lag) {}

  bool asks_lag() const { return max_lag_.has_value(); }
  // The state after a probe; nothing: as it was. One failure is to be followed by another probe.
  std::optional<ServerState> judge(const ProbeResult& result);
  bool in_doubt() const { return failures_ == 1; }

 private:
  std::optional<std::chrono::seconds> max_lag_;
  int failures_ = 0;
};

// What a server of this version is asked for its delay.
std::string_view replication_query(std::string_view server_version);
// The longest delay of the channels in its answer; nothing if there is none or one does not run.
std::optional<std::chrono::seconds> longest_lag(const SmallResult& status);

}  // namespace sluice::backend
