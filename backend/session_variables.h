// SPDX-License-Identifier: Apache-2.0
// What of a session's state a server connection must have applied before it may run a statement of
// that session: system variables, literal user variables, character sets. Canonical and interned,
// so that "is this connection ready for this session" is one pointer comparison.
//
// Values are SQL text as a client or server wrote it (`'utf8mb4'`, `5`); an absent variable has the
// server's default. Pure. Thread rule: immutable once interned; an interner belongs to one worker.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sluice::backend {

// Keys: lower-case system variable names, or `@name` for user variables.
using VariableMap = std::map<std::string, std::string, std::less<>>;

class SessionVariables {
 public:
  explicit SessionVariables(VariableMap values);
  const VariableMap& values() const { return values_; }
  // Null if the variable has its default.
  const std::string* find(std::string_view name) const;
  // wait_timeout: a server closes a connection that has been idle for so long; 0: not set.
  std::chrono::seconds wait_timeout() const { return wait_timeout_; }

 private:
  VariableMap values_;
  std::chrono::seconds wait_timeout_{0};
};

using SessionVariablesPtr = std::shared_ptr<const SessionVariables>;

class VariableInterner {
 public:
  // Equal maps give the same pointer for as long as somebody holds it.
  SessionVariablesPtr intern(VariableMap values);

 private:
  std::unordered_map<std::string, std::weak_ptr<const SessionVariables>> known_;
  std::size_t sweep_at_ = 64;
};

// One SET statement that brings a connection from `from` (null: all defaults) to `to`; empty if
// they are alike.
std::string sync_statement(const SessionVariables* from, const SessionVariables& to);

}  // namespace sluice::backend
