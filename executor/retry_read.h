// SPDX-License-Identifier: Apache-2.0
// A read that a replica did not begin to answer, because it is gone, is run once more elsewhere: it
// has changed nothing, and the client has seen nothing of it.
//
// Thread rule: the session's worker.
#pragma once

#include "executor/request.h"

namespace sluice::executor {

// Whether that is so. In a transaction only while no connection of it is lost: where none could be
// opened.
bool may_run_elsewhere(const Request& request, const Error& error);
// Chooses the servers anew.
void move_elsewhere(Request& request, const Error& error);

// `run`: makes the task that runs the request. For units on replicas.
template <class Run>
Task<Result<void>> run_with_retry(Request& request, Run run) {
  request.counters.reads_on_replicas.add();
  Task<Result<void>> first = run();
  Result<void> done = co_await first;
  if (done || !may_run_elsewhere(request, done.error())) co_return done;
  move_elsewhere(request, done.error());
  Task<Result<void>> second = run();
  done = co_await second;
  co_return done;
}

}  // namespace sluice::executor
