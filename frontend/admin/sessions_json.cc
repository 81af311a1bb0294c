// SPDX-License-Identifier: Apache-2.0
// /api/sessions: client sessions, those that run something first. No literal of a statement is
// shown.
#include <algorithm>
#include <tuple>

#include <nlohmann/json.hpp>

#include "frontend/admin/endpoints.h"

namespace sluice::frontend {
namespace {

constexpr std::size_t kMaxRows = 1'000;

// Statements before idle sessions, the longest first.
bool goes_first(const SessionReport& a, const SessionReport& b) {
  const auto rank = [](const SessionReport& session) {
    return std::tuple(session.statement.empty() ? 1 : 0, -session.process.time.count(),
                      session.process.id);
  };
  return rank(a) < rank(b);
}

nlohmann::json row_of(const SessionReport& session) {
  const ProcessInfo& process = session.process;
  return {{"id", process.id},           {"user", process.user},
          {"host", process.host},       {"database", process.database},
          {"command", process.command}, {"seconds", process.time.count()},
          {"pinned", process.pinned},   {"statement", session.statement}};
}

}  // namespace

nlohmann::json sessions_json(const GatewayView& gateway) {
  WorkerReports reports = gateway.ask({.pools = false, .sessions = true, .digests = false});
  std::vector<SessionReport> sessions;
  for (WorkerReport& worker : reports.workers) {
    std::move(worker.sessions.begin(), worker.sessions.end(), std::back_inserter(sessions));
  }
  std::sort(sessions.begin(), sessions.end(), goes_first);
  const std::size_t total = sessions.size();
  if (total > kMaxRows) sessions.resize(kMaxRows);
  nlohmann::json rows = nlohmann::json::array();
  for (const SessionReport& session : sessions) rows.push_back(row_of(session));
  return {{"total", total}, {"sessions", rows}};
}

}  // namespace sluice::frontend
