// SPDX-License-Identifier: Apache-2.0
// Keeps the metadata snapshot: loads the schema of all data sources at start (again and again while
// some cannot be reached) and after DDL, and hands each new snapshot to every worker.
//
// The blocking work runs on a thread of its own. Thread rule: public functions from any thread;
// what they promise to call is called on the thread named there.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "config/config.h"
#include "router/time_tables.h"

namespace sluice::frontend {

class MetadataService {
 public:
  // Called on the control thread with every new snapshot; returns once all workers use it.
  using Publish = std::function<void(const router::MetadataSnapshot&)>;

  // Errors: those of build_metadata(), for a configuration that cannot be compiled.
  static Result<std::unique_ptr<MetadataService>> create(config::ConfigSnapshot config);
  ~MetadataService();

  // The snapshot that is there before anything has been loaded, or the latest.
  router::MetadataSnapshot current() const;

  // Whether due time tables are made on the servers, where the configuration says so.
  enum class DueTables : std::uint8_t { make, leave };

  void start(Publish publish, DueTables due_tables);
  // Waits until all data sources have been tried once.
  void wait_for_first_load(std::chrono::milliseconds patience);
  // Ends the thread; what is being loaded is finished first. Callbacks that wait are called.
  void stop();

  // Loads the actual tables of `tables` of one database again; calls `done` on the control thread
  // once the result is published (or could not be had). Waits behind other reloads.
  void reload(std::string database, std::vector<std::string> tables, std::function<void()> done);

 private:
  struct Job {
    std::string database;
    std::vector<std::string> tables;
    std::function<void()> done;
  };

  explicit MetadataService(config::ConfigSnapshot config) : config_(std::move(config)) {}
  void work();
  void load_missing();
  void run(const Job& job);
  bool everything_reached() const;
  void rebuild();
  // Makes the nodes of time tables that are due, where that is configured, and looks at them again.
  void create_due_tables();
  bool create_due_table(const config::Database& database, const router::MissingNode& node);
  // Logs what nodes differ in, each difference when it is first seen.
  void report_drift();
  void load_source(const config::Database& database, const config::DataSource& source);

  config::ConfigSnapshot config_;
  Publish publish_;
  DueTables due_tables_ = DueTables::leave;
  std::thread thread_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;   // under mutex_
  bool stopping_ = false;  // under mutex_
  bool tried_ = false;     // under mutex_
  std::condition_variable first_load_;
  router::MetadataSnapshot current_;  // under mutex_

  router::LoadedSchema loaded_;  // the control thread's
  std::uint64_t version_ = 0;
  std::set<std::string> drifts_;    // differences between nodes that are logged already
  std::set<std::string> reported_;  // sources whose failure is logged already
  std::set<std::string> refused_;   // due tables that could not be made, logged already
};

}  // namespace sluice::frontend
