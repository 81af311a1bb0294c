// SPDX-License-Identifier: Apache-2.0
#include "backend/session_variables.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace sluice::backend {
namespace {

void append_assignment(std::string& sql, std::string_view name, std::string_view value) {
  sql += sql.empty() ? "SET " : ", ";
  if (name.front() == '@') {
    sql += "@`";
    for (const char c : name.substr(1)) {
      sql += c;
      if (c == '`') sql += c;
    }
    sql += '`';
  } else {
    sql += name;
  }
  sql += '=';
  sql += value;
}

constexpr std::string_view kNames[] = {"character_set_client", "character_set_results",
                                       "collation_connection"};

std::string_view unquoted(std::string_view text) {
  const bool quoted = text.size() >= 2 && text.front() == '\'' && text.back() == '\'';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

// The three variables of SET NAMES, where that statement can have set them. It does more than three
// assignments: servers then describe results by the collation, not by their default for the
// character set.
bool are_names(const SessionVariables& variables) {
  const std::string* values[3];
  for (std::size_t i = 0; i < 3; ++i) {
    values[i] = variables.find(kNames[i]);
    if (values[i] == nullptr) return false;
  }
  const std::string_view charset = unquoted(*values[0]);
  const std::string_view collation = unquoted(*values[2]);
  return *values[0] == *values[1] && collation.size() > charset.size() &&
         collation.starts_with(charset) && collation[charset.size()] == '_';
}

bool is_current(const SessionVariables* from, std::string_view name, const std::string& value) {
  const std::string* const current = from == nullptr ? nullptr : from->find(name);
  return current != nullptr && *current == value;
}

}  // namespace

SessionVariables::SessionVariables(VariableMap values) : values_(std::move(values)) {
  const std::string* const text = find("wait_timeout");
  std::uint32_t seconds = 0;
  if (text == nullptr) return;
  std::from_chars(text->data(), text->data() + text->size(), seconds);
  wait_timeout_ = std::chrono::seconds(seconds);
}

const std::string* SessionVariables::find(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : &found->second;
}

SessionVariablesPtr VariableInterner::intern(VariableMap values) {
  std::string key;
  for (const auto& [name, value] : values) {
    key += name;
    key += '\0';
    key += value;
    key += '\0';
  }
  std::weak_ptr<const SessionVariables>& slot = known_[key];
  if (SessionVariablesPtr existing = slot.lock()) return existing;
  auto fresh = std::make_shared<const SessionVariables>(std::move(values));
  slot = fresh;
  if (known_.size() >= sweep_at_) {
    std::erase_if(known_, [](const auto& entry) { return entry.second.expired(); });
    sweep_at_ = 2 * known_.size() + 64;
  }
  return fresh;
}

std::string sync_statement(const SessionVariables* from, const SessionVariables& to) {
  std::string sql;
  const bool names = are_names(to);
  const bool same_names =
      names && std::all_of(std::begin(kNames), std::end(kNames),
                           [&](auto name) { return is_current(from, name, *to.find(name)); });
  if (names && !same_names) {
    sql = "SET NAMES " + *to.find(kNames[0]) + " COLLATE " + *to.find(kNames[2]);
  }
  if (from != nullptr) {
    for (const auto& [name, value] : from->values()) {
      if (to.find(name) != nullptr) continue;
      append_assignment(sql, name, name.front() == '@' ? "NULL" : "DEFAULT");
    }
  }
  for (const auto& [name, value] : to.values()) {
    const bool is_name =
        names && std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
    if (!is_name && !is_current(from, name, value)) append_assignment(sql, name, value);
  }
  return sql;
}

}  // namespace sluice::backend
