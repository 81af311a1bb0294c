// SPDX-License-Identifier: Apache-2.0
// Runs statements on the admin tables, one after the other, on a thread of its own: what an
// operator asks may take a while, and no worker shall wait for it.
//
// Ownership: the Gateway's; refers to the shared state, which outlives it. Thread rule: run() is
// any worker's, the rest the owner's.
#pragma once

#include <condition_variable>
#include <coroutine>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <asio/io_context.hpp>

#include "common/base/task.h"
#include "frontend/admin/admin_database.h"

namespace sluice::frontend {

class AdminService {
 public:
  explicit AdminService(GatewayShared& shared) : database_(GatewayView(shared)) {}
  ~AdminService() { stop(); }
  AdminService(const AdminService&) = delete;
  AdminService& operator=(const AdminService&) = delete;

  // Errors: config_invalid if SQLite cannot be used.
  Result<void> start();
  // Ends what runs; those who wait get server_shutdown.
  void stop();

  // Resumed on `home`, the caller's own thread. Errors: those of AdminDatabase::run(), admin_busy.
  Task<Result<ResultSet>> run(AdminStatement statement, asio::io_context& home);

 private:
  using Done = std::function<void(Result<ResultSet>)>;
  class Answer;
  struct Job {
    AdminStatement statement;
    Done done;
  };
  void submit(Job job);
  void work();

  AdminDatabase database_;  // the thread's, once it runs
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;   // under mutex_
  bool stopping_ = false;  // under mutex_
  std::thread thread_;
};

}  // namespace sluice::frontend
