// SPDX-License-Identifier: Apache-2.0
// The statements that a client has prepared. They belong to the gateway: server connections prepare
// them when they first run there (executor/backend_prepare.h).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

#include "common/wire/stmt_bulk.h"
#include "executor/cursor.h"
#include "parser/scan.h"
#include "router/plan.h"

namespace sluice::frontend {

struct BulkShape;  // frontend/statement/bulk_shape.h

struct PreparedStatement {
  std::uint32_t id = 0;
  std::string sql;  // with the queries of its views in it, or another's that is run instead
  std::string prepared_sql;  // as the client gave it
  parser::LexOptions lex;
  bool utf8 = true;                     // character_set_client was one of the UTF-8 ones
  parser::Normalized normalized;        // of sql
  std::string database;                 // default database when it was prepared
  router::PlanPtr plan;                 // made anew when the metadata has changed since
  std::uint64_t temporary_version = 0;  // of the temporary tables that it was made with
  std::vector<wire::ParameterType> types;
  bool types_known = false;
  wire::LongData long_data;
  std::uint64_t long_data_bytes = 0;
  std::unique_ptr<executor::Cursor> cursor;  // null: none is open
  std::shared_ptr<const BulkShape> bulk;     // null: not run in bulk yet
  std::optional<Error>
      deferred_error;  // of COM_STMT_SEND_LONG_DATA, which has no answer of its own
};

class PreparedStatements {
 public:
  // MySQL's max_prepared_stmt_count default, per session here.
  static constexpr std::size_t kMax = 16'382;

  PreparedStatement& add(std::unique_ptr<PreparedStatement> statement) {
    statement->id = ++last_id_;
    PreparedStatement& added = *statement;
    statements_.emplace(added.id, std::move(statement));
    return added;
  }
  // MariaDB's clients execute what they have prepared without waiting for its id.
  static constexpr std::uint32_t kLastPrepared = 0xffffffff;
  void set_last_prepared(std::uint32_t id) { last_prepared_ = id; }  // 0: none

  // Null if there is no such statement.
  PreparedStatement* find(std::uint32_t id) {
    const auto found = statements_.find(id == kLastPrepared ? last_prepared_ : id);
    return found == statements_.end() ? nullptr : found->second.get();
  }
  void erase(std::uint32_t id) {
    if (id == kLastPrepared) id = last_prepared_;
    if (id == last_prepared_) last_prepared_ = 0;
    statements_.erase(id);
  }
  void clear() {
    last_prepared_ = 0;
    statements_.clear();
    names_.clear();
  }

  // Those of PREPARE as SQL. Names in lower case; null if there is none.
  PreparedStatement* find(const std::string& name) {
    const auto found = names_.find(name);
    return found == names_.end() ? nullptr : find(found->second);
  }
  void add(const std::string& name, std::unique_ptr<PreparedStatement> statement) {
    names_[name] = add(std::move(statement)).id;
  }
  bool erase(const std::string& name) {
    const auto found = names_.find(name);
    if (found == names_.end()) return false;
    erase(found->second);
    names_.erase(found);
    return true;
  }
  std::size_t size() const { return statements_.size(); }

 private:
  std::unordered_map<std::uint32_t, std::unique_ptr<PreparedStatement>> statements_;
  std::unordered_map<std::string, std::uint32_t> names_;
  std::uint32_t last_id_ = 0;
  std::uint32_t last_prepared_ = 0;
};

}  // namespace sluice::frontend
