// SPDX-License-Identifier: Apache-2.0
// Which worker has which client connection, and whose it is: what KILL and SHOW PROCESSLIST need to
// reach sessions of other threads. Touched when a client connects, logs in and leaves, never for a
// statement.
//
// Ownership: one for the gateway; owners outlive it being asked. Thread rule: any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/wire/messages.h"

namespace sluice::frontend {

// KILL QUERY ends what the session is doing, KILL CONNECTION the session.
enum class KillScope : std::uint8_t { query, connection };

// One row of SHOW PROCESSLIST.
struct ProcessInfo {
  std::uint32_t id = 0;
  std::string user;  // empty: not logged in yet
  std::string host;
  std::string database;
  std::string command;
  std::chrono::seconds time{0};
  std::optional<std::string> info;  // the statement
  wire::ConnectAttributes attributes;
  std::uint32_t lock_thread = 0;  // of the lock server: that has its named locks; 0: none
  const char* pinned = "";        // why it keeps a server connection to itself; empty: it does not
  // As a server's column State.
  std::string state() const {
    if (info) return "executing";
    return *pinned == '\0' ? std::string() : std::string("Pinned: ") + pinned;
  }
};

// Whoever has sessions: a worker. Both calls may come from any thread and return at once.
class SessionOwner {
 public:
  virtual ~SessionOwner() = default;
  virtual void kill_session(std::uint32_t id, KillScope scope) = 0;
  // Calls `done` with its sessions, on its own thread.
  virtual void list_sessions(std::function<void(std::vector<ProcessInfo>)> done) = 0;
};

class SessionRegistry {
 public:
  void add(std::uint32_t id, SessionOwner& owner);
  void set_user(std::uint32_t id, const std::string& user);
  void remove(std::uint32_t id);

  // Passes the order on to the session's owner. `user`: who asks; an administrator may kill
  // anybody's. Errors: no_such_thread, not_thread_owner.
  Result<void> kill(const std::string& user, bool admin, std::uint64_t id, KillScope scope);

 private:
  struct Entry {
    SessionOwner* owner;
    std::string user;
  };
  std::mutex mutex_;
  std::map<std::uint32_t, Entry> sessions_;  // protected by mutex_
};

}  // namespace sluice::frontend
