// SPDX-License-Identifier: Apache-2.0
// The gateway's durable memory of distributed transactions (DESIGN.md 5, XA): once the line of a
// transaction is on disk it is committed, and its branches will be, by this process or the next
// one; a prepared branch without a line is rolled back (presumed abort). Between the two, while it
// is in flight, nobody but its session touches it.
//
// One file, one gateway at a time: another one that opens it is refused. Lines of several
// transactions that wait at the same time go to disk with one fdatasync. The file is written anew,
// without what is done, at each start and when it has grown.
//
// Thread rule: any thread. commit() calls back on the log's own thread. Ownership: outlives its
// callers.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "backend/xa/log_file.h"
#include "common/base/result.h"

namespace sluice::backend {

enum class Verdict { foreign, in_flight, commit, rollback };

class DecisionLog {
 public:
  using Done = std::function<void(Result<void>)>;

  // Errors: config_invalid, for a file that cannot be made, read, or is another process's.
  static Result<std::unique_ptr<DecisionLog>> open(const std::filesystem::path& file);
  ~DecisionLog();

  // The id of a new transaction: letters, digits, '-' and '.'.
  std::string new_transaction();
  // Its branches are about to be prepared: from here on it is in flight.
  void begin(const std::string& transaction);
  // Precondition: begun. Errors: decision_log, and then the transaction must be rolled back.
  void commit(std::string transaction, Done done);
  // Every branch has ended. Not durable at once: to do it again does no harm.
  void finished(const std::string& transaction);
  // Its session is through with it and branches are left, of which a server's answer is missing:
  // what the log says of it holds.
  void leave(const std::string& transaction);
  // Called, on any thread, when a transaction has been left. Set before the first transaction.
  void set_on_left(std::function<void()> on_left) { on_left_ = std::move(on_left); }

  Verdict verdict(const std::string& transaction) const;
  // Committed, not in flight, and maybe with branches left.
  std::vector<std::string> unfinished() const;

 private:
  struct Waiting {
    std::string transaction;
    Done done;
  };

  DecisionLog(LogFile file, LogContent content);
  void work();
  Result<void> write(const std::deque<Waiting>& batch, const std::string& done_lines);
  void compact();

  const std::string gateway_;
  const std::uint64_t start_;
  std::atomic<std::uint64_t> next_number_{1};
  std::function<void()> on_left_;

  LogFile file_;  // the log's thread's

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  std::set<std::string> in_flight_;
  std::set<std::string> deciding_;  // on their way to disk, whether or not their session waits
  std::set<std::string> decided_;
  std::deque<Waiting> waiting_;
  std::string done_lines_;
  bool stopping_ = false;

  std::thread thread_;
};

}  // namespace sluice::backend
