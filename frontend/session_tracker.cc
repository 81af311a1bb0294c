// SPDX-License-Identifier: Apache-2.0
#include "frontend/session_tracker.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace sluice::frontend {
namespace {

using wire::StateChange;

// The default of session_track_system_variables, alike in MySQL and MariaDB.
constexpr std::array<const char*, 5> kDefaultNames{"autocommit", "character_set_client",
                                                   "character_set_connection",
                                                   "character_set_results", "time_zone"};

std::string unquoted(std::string_view value) {
  if (value.size() >= 2 && value.front() == '\'' && value.back() == '\'') {
    value = value.substr(1, value.size() - 2);
  }
  return std::string(value);
}

std::string value_of(const backend::VariableMap& variables, std::string_view name) {
  const auto found = variables.find(name);
  return found == variables.end() ? std::string() : unquoted(found->second);
}

bool is_on(const backend::VariableMap& variables, std::string_view name, bool by_default) {
  std::string value = value_of(variables, name);
  if (value.empty()) return by_default;
  std::transform(value.begin(), value.end(), value.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return value == "1" || value == "on" || value == "true";
}

std::set<std::string> split_names(std::string_view list) {
  std::set<std::string> names;
  std::string name;
  for (const char c : list) {
    if (c == ',') {
      names.insert(std::exchange(name, {}));
    } else if (c != ' ') {
      name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  names.insert(std::move(name));
  names.erase("");
  return names;
}

}  // namespace

void SessionTracker::start(bool wanted, bool mariadb) {
  wanted_ = wanted;
  mariadb_ = mariadb;
  changes_.clear();
  state_ = told_state_ = kNoTransaction;
  told_characteristics_.clear();
  transaction_info_ = TransactionInfo::off;
  configure({});
}

void SessionTracker::configure(const backend::VariableMap& variables) {
  schema_ = is_on(variables, "session_track_schema", true);
  any_ = is_on(variables, "session_track_state_change", false);
  every_variable_ = false;
  const auto list = variables.find("session_track_system_variables");
  if (list == variables.end()) {
    names_ = {kDefaultNames.begin(), kDefaultNames.end()};
    return;
  }
  names_ = split_names(unquoted(list->second));
  every_variable_ = names_.contains("*");
}

bool SessionTracker::tracks(const std::string& name) const {
  return every_variable_ || names_.contains(name);
}

void SessionTracker::note_schema(std::string_view name) {
  if (!wanted_) return;
  if (schema_) wire::append_state_change(StateChange::schema, name, changes_);
  if (any_) wire::append_state_change(StateChange::any, "1", changes_);
}

void SessionTracker::note_variable(const std::string& name, std::string_view value) {
  if (tracks(name)) wire::append_variable_change(name, value, changes_);
}

void SessionTracker::note_variables(const backend::VariableMap& before,
                                    const backend::VariableMap& behind,
                                    std::string_view charset_of_connection) {
  if (!wanted_) return;
  const bool told_before = any_;
  follow_transaction_info(before, behind);
  configure(behind);
  bool changed = false;
  const auto differs = [&](std::string_view name) {
    return value_of(before, name) != value_of(behind, name);
  };
  if (differs("autocommit")) {
    changed = true;
    note_variable("autocommit", value_of(behind, "autocommit") == "0" ? "OFF" : "ON");
  }
  if (differs("collation_connection") && !charset_of_connection.empty()) {
    note_variable("character_set_connection", charset_of_connection);
  }
  for (const auto& [name, value] : behind) {
    if (name.front() == '@') {
      changed = changed || differs(name);
      continue;
    }
    if (name == "autocommit" || !differs(name)) continue;
    changed = true;
    // A default is the server's affair: its value is not known here.
    if (value != "DEFAULT") note_variable(name, unquoted(value));
  }
  for (const auto& [name, value] : before) changed = changed || !behind.contains(name);
  if (!behind.contains("time_zone") && before.contains("time_zone")) {
    note_variable("time_zone", "SYSTEM");
  }
  // Of the statement that switches this on only MariaDB tells.
  if (changed && any_ && (mariadb_ || told_before)) {
    wire::append_state_change(StateChange::any, "1", changes_);
  }
}

Buffer SessionTracker::take() {
  return std::exchange(changes_, {});
}

}  // namespace sluice::frontend
