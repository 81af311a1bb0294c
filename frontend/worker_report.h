// SPDX-License-Identifier: Apache-2.0
// What a worker tells those who watch the gateway from other threads: copies, made on its own
// thread when it is asked.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "backend/cluster.h"
#include "common/telemetry/digest_table.h"
#include "frontend/session_registry.h"

namespace sluice::frontend {

// What of it is wanted; the rest stays empty.
struct ReportParts {
  bool pools = false;
  bool sessions = false;
  bool digests = false;
};

struct SessionReport {
  ProcessInfo process;    // without its statement
  std::string statement;  // without literals; empty: none runs
};

struct WorkerReport {
  std::vector<backend::ServerPools> pools;
  std::vector<SessionReport> sessions;
  std::vector<Digest> digests;
  std::size_t plans = 0;
  std::size_t plan_bytes = 0;
};

// Whoever can be asked: a worker.
class Reporter {
 public:
  virtual ~Reporter() = default;
  // From any thread; returns at once. Calls `done` on its own thread, unless it has ended.
  virtual void report(ReportParts parts, std::function<void(WorkerReport)> done) = 0;
};

}  // namespace sluice::frontend
