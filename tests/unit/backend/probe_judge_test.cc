// SPDX-License-Identifier: Apache-2.0
#include "backend/health/probe_judge.h"

#include <doctest/doctest.h>

namespace sluice::backend {
namespace {

using std::chrono::seconds;

SmallResult status(const char* column, std::vector<std::optional<std::string>> lags) {
  SmallResult result;
  result.columns = {"Slave_IO_State", column, "Last_Errno"};
  for (const auto& lag : lags) result.rows.push_back({"Waiting", lag, "0"});
  return result;
}

}  // namespace

TEST_CASE("probes: one failure is no proof") {
  ProbeJudge judge(std::nullopt);
  CHECK(judge.judge({.answered = true, .lag = {}}) == ServerState::up);
  CHECK_FALSE(judge.judge({.answered = false, .lag = {}}).has_value());
  CHECK(judge.in_doubt());
  CHECK(judge.judge({.answered = true, .lag = {}}) == ServerState::up);
  CHECK_FALSE(judge.in_doubt());
  CHECK_FALSE(judge.judge({.answered = false, .lag = {}}).has_value());
  CHECK(judge.judge({.answered = false, .lag = {}}) == ServerState::down);
  CHECK_FALSE(judge.in_doubt());
  CHECK(judge.judge({.answered = false, .lag = {}}) == ServerState::down);
  CHECK(judge.judge({.answered = true, .lag = {}}) == ServerState::up);
}

TEST_CASE("probes: a replica may lag as much as it is allowed") {
  ProbeJudge judge(seconds(10));
  CHECK(judge.judge({.answered = true, .lag = seconds(10)}) == ServerState::up);
  CHECK(judge.judge({.answered = true, .lag = seconds(11)}) == ServerState::behind);
  CHECK(judge.judge({.answered = true, .lag = std::nullopt}) == ServerState::behind);
  CHECK(judge.judge({.answered = true, .lag = seconds(0)}) == ServerState::up);
}

TEST_CASE("probes: what servers tell of their delay") {
  CHECK(longest_lag(status("Seconds_Behind_Master", {"7"})) == seconds(7));
  CHECK(longest_lag(status("Seconds_Behind_Source", {"0", "12", "3"})) == seconds(12));
  CHECK_FALSE(longest_lag(status("Seconds_Behind_Source", {"0", std::nullopt})).has_value());
  CHECK_FALSE(longest_lag(status("Seconds_Behind_Source", {})).has_value());
  CHECK_FALSE(longest_lag(status("Seconds", {"0"})).has_value());
  CHECK_FALSE(longest_lag(status("Seconds_Behind_Source", {"many"})).has_value());
}

TEST_CASE("probes: each server is asked in its own words") {
  CHECK(replication_query("5.5.5-10.11.6-MariaDB-log") == "SHOW ALL SLAVES STATUS");
  CHECK(replication_query("9.7.0") == "SHOW REPLICA STATUS");
  CHECK(replication_query("8.4.3") == "SHOW REPLICA STATUS");
  CHECK(replication_query("8.0.36-0ubuntu") == "SHOW REPLICA STATUS");
  CHECK(replication_query("8.0.21") == "SHOW SLAVE STATUS");
  CHECK(replication_query("5.7.44-log") == "SHOW SLAVE STATUS");
}

}  // namespace sluice::backend
