// SPDX-License-Identifier: Apache-2.0
#include "backend/session_variables.h"

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

}  // namespace

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
  if (from != nullptr) {
    for (const auto& [name, value] : from->values()) {
      if (to.find(name) != nullptr) continue;
      append_assignment(sql, name, name.front() == '@' ? "NULL" : "DEFAULT");
    }
  }
  for (const auto& [name, value] : to.values()) {
    const std::string* const current = from == nullptr ? nullptr : from->find(name);
    if (current == nullptr || *current != value) append_assignment(sql, name, value);
  }
  return sql;
}

}  // namespace sluice::backend
