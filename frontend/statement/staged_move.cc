// SPDX-License-Identifier: Apache-2.0
// An UPDATE that changes sharding columns. Rows that keep their values are updated by key. The
// others get their other new values where they are, so that a server computes and converts them;
// then they are read, deleted, and inserted with their new sharding values.
#include <unordered_map>
#include <unordered_set>

#include "executor/cell_text.h"
#include "executor/write_literal.h"
#include "frontend/statement/staged_target.h"

namespace sluice::frontend {
namespace {

using router::ColumnClass;
using router::StagedAssignment;
using router::StagedTarget;

// Rows that get the same sharding values.
struct MovingRows {
  std::vector<std::string> values;  // of StagedMove::keys, as SQL
  std::vector<std::string> keys;
};

// TIMESTAMPs travel as they are in a zone where each is another text.
void travelling_variables(backend::VariableMap& values) {
  values["time_zone"] = "'+00:00'";
}

class MoveWriter final : public TargetWriter {
 public:
  MoveWriter(StagedParts& parts, const StagedTarget& target)
      : parts_(parts),
        target_(target),
        move_(*target.move),
        staying_(make_key_writer(parts, target)) {}

  Result<void> add(const ReadRow& row) override {
    std::string key;
    Result<bool> found = append_row_key(parts_, target_, row, key);
    if (!found) return found.error();
    if (!*found) return {};
    ++rows_;
    bool moves = false;
    std::vector<std::string> values;
    std::string text;
    for (const router::StagedValue& value : move_.keys) {
      const std::size_t at = value.read_column;
      if (row.cells[at].is_null) {
        return make_error(ErrorId::sharding_key_null, {value.column.name, target_.logic_name});
      }
      Result<bool> same = keeps(row, value);
      if (!same) return same.error();
      moves = moves || !*same;
      Result<void> written =
          executor::append_stored({row.columns[at], row.format, row.cells[at]}, value.column,
                                  parts_.metadata(), values.emplace_back());
      if (!written) return written;
      text += values.back();
      text += ',';
    }
    if (!moves) {
      ++staying_rows_;
      return staying_->add(row);
    }
    return put(row, std::move(key), std::move(text), std::move(values));
  }

  Task<Result<void>> write() override {
    if (!groups_.empty()) {
      Result<void> allowed = co_await check_others();
      if (!allowed) co_return allowed;
    }
    for (const MovingRows& group : groups_) {
      for (std::size_t at = 0; at < group.keys.size();) {
        Result<void> taken = co_await take(group, at);
        if (!taken) co_return taken;
      }
    }
    Result<void> stayed = co_await write_staying();
    if (!stayed) co_return stayed;
    const executor::OtherVariables zone(parts_.session().state, travelling_variables);
    for (std::string& insert : inserts_) {
      const InnerSql sql(std::move(insert));
      Result<WriteAnswer> answer = co_await parts_.change(sql);
      if (!answer) co_return answer.error();
    }
    co_return Result<void>();
  }

 private:
  // The row's old value of a sharding column; null if it is not read as it is.
  std::optional<std::size_t> old_column(const router::StagedValue& value) const {
    for (std::size_t i = 0; i < target_.key.size(); ++i) {
      if (target_.key[i].column.lower_name != value.column.lower_name) continue;
      if (!target_.key[i].before.empty() || !target_.key[i].behind.empty()) return std::nullopt;
      return target_.first_key + i;
    }
    return std::nullopt;
  }

  // Whether the new value is the old one for certain. A row that is taken for a moving one, but
  // keeps its value, is inserted where it was.
  Result<bool> keeps(const ReadRow& row, const router::StagedValue& value) const {
    const std::optional<std::size_t> old = old_column(value);
    if (!old || row.cells[*old].is_null) return false;
    std::string before;
    std::string behind;
    for (const auto& [at, text] :
         {std::pair(*old, &before), std::pair(std::size_t{value.read_column}, &behind)}) {
      if (row.format == wire::RowFormat::text) {
        *text = row.cells[at].text();
        continue;
      }
      Result<void> converted =
          executor::append_cell_text(row.columns[at], row.cells[at].bytes(), *text);
      if (!converted) return converted.error();
    }
    return before == behind;
  }

  Result<void> put(const ReadRow& row, std::string key, std::string text,
                   std::vector<std::string> values) {
    Result<void> room = parts_.take_room(2 * (key.size() + text.size()) + 2 * kKeyOverhead);
    if (!room) return room;
    if (!seen_.insert(key).second) {
      return make_error(ErrorId::staged_rows_differ, {target_.logic_name});
    }
    std::string left;
    for (const router::StagedValue& value : move_.keys) {
      const std::optional<std::size_t> old = old_column(value);
      if (!old) continue;
      Result<void> written = executor::append_stored(
          {row.columns[*old], row.format, row.cells[*old]}, value.column, parts_.metadata(), left);
      if (!written) return written;
      left += ',';
    }
    left_.insert(std::move(left));
    const auto [group, fresh] = group_of_values_.try_emplace(std::move(text), groups_.size());
    if (fresh) groups_.push_back({std::move(values), {}});
    groups_[group->second].keys.push_back(std::move(key));
    return {};
  }

  // What would happen besides, or in another order, were the rows changed in place.
  Task<Result<void>> check_others() {
    for (const auto& [values, group] : group_of_values_) {
      if (left_.contains(values)) {
        co_return refused("moving rows to sharding values that others of them give up");
      }
    }
    const std::string name = quote_text(move_.table_name);
    const std::string schema = quote_text(parts_.database());
    Result<bool> triggers = co_await any(
        "SELECT 1 FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = " + schema +
        " AND EVENT_OBJECT_TABLE = " + name);
    if (!triggers) co_return triggers.error();
    if (*triggers) co_return refused("moving rows of a table with triggers");
    Result<bool> references = co_await any(
        "SELECT 1 FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = " +
        schema + " AND (TABLE_NAME = " + name + " OR REFERENCED_TABLE_NAME = " + name + ")");
    if (!references) co_return references.error();
    if (*references) co_return refused("moving rows of a table with foreign keys");
    co_return Result<void>();
  }

  Error refused(std::string_view what) const {
    return make_error(ErrorId::unsupported, {what, target_.logic_name});
  }

  Task<Result<bool>> any(std::string sql) {
    bool found = false;
    const router::StagedPart part;
    const InnerSql query(std::move(sql));
    const InnerStatements::OnRow on_row = [&found](auto, auto, auto) {
      found = true;
      return Result<void>();
    };
    Result<void> read = co_await parts_.read(query, part, on_row);
    if (!read) co_return read.error();
    co_return found;
  }

  // Takes rows from `at` on out of their nodes and keeps what inserts them again.
  Task<Result<void>> take(const MovingRows& group, std::size_t& at) {
    const std::size_t first = at;
    InnerSql where(where_key_in(target_));
    append_keys(group.keys, at, where);
    if (!move_.in_place.empty()) {
      const InnerSql change = in_place(where);
      Result<WriteAnswer> changed = co_await parts_.change(change);
      if (!changed) co_return changed.error();
    }
    Result<std::size_t> rows = co_await read_rows(group, where);
    if (!rows) co_return rows.error();
    if (*rows != at - first) co_return make_error(ErrorId::internal, {"moving rows"});
    const InnerSql remove("DELETE FROM " + bare_table() + where.text);
    Result<WriteAnswer> gone = co_await parts_.change(remove);
    if (!gone) co_return gone.error();
    if (gone->affected_rows != *rows) co_return make_error(ErrorId::internal, {"moving rows"});
    const std::string count = std::to_string(*rows);
    parts_.add(*rows, "Rows matched: " + count + "  Changed: " + count + "  Warnings: 0");
    co_return Result<void>();
  }

  std::string bare_table() const { return target_.table.substr(0, target_.table.rfind(" AS ")); }

  InnerSql in_place(const InnerSql& where) const {
    InnerSql sql;
    sql.text = target_.verb + target_.table;
    const char* between = " SET ";
    for (const StagedAssignment& assignment : move_.in_place) {
      sql.text += between;
      between = ", ";
      sql.add(parts_.render(assignment.column));
      sql.text += " = ";
      sql.add(parts_.render(*assignment.expression));
    }
    sql.add(where);
    return sql;
  }

  Task<Result<std::size_t>> read_rows(const MovingRows& group, const InnerSql& where) {
    const executor::OtherVariables zone(parts_.session().state, travelling_variables);
    std::size_t rows = 0;
    const std::size_t kept = inserts_.size();
    const router::StagedPart part;
    const InnerSql sql("SELECT " + move_.fetched + " FROM " + bare_table() + where.text +
                       " FOR UPDATE");
    const InnerStatements::OnRow on_row = [&](std::span<const wire::ColumnInfo> columns,
                                              wire::RowFormat format,
                                              std::span<const wire::Cell> cells) {
      ++rows;
      return keep(group, {columns, format, cells}, kept);
    };
    Result<void> read = co_await parts_.read(sql, part, on_row);
    if (!read) co_return read.error();
    co_return rows;
  }

  Result<void> keep(const MovingRows& group, const ReadRow& row, std::size_t kept) {
    if (inserts_.size() == kept || inserts_.back().size() >= kPartBytes) {
      inserts_.push_back("INSERT INTO " + bare_table() + " (" + move_.columns + ") VALUES ");
    } else {
      inserts_.back() += ',';
    }
    std::string& sql = inserts_.back();
    const std::size_t before = sql.size();
    for (std::size_t i = 0; i < move_.travelling.size(); ++i) {
      sql += i == 0 ? '(' : ',';
      if (const std::string* value = new_value(group, move_.travelling[i])) {
        sql += *value;
        continue;
      }
      Result<void> written = executor::append_stored({row.columns[i], row.format, row.cells[i]},
                                                     move_.travelling[i], parts_.metadata(), sql);
      if (!written) return written;
    }
    sql += ')';
    return parts_.take_room(sql.size() - before);
  }

  const std::string* new_value(const MovingRows& group, const router::ColumnSchema& column) const {
    for (std::size_t i = 0; i < move_.keys.size(); ++i) {
      if (move_.keys[i].column.lower_name == column.lower_name) return &group.values[i];
    }
    return nullptr;
  }

  Task<Result<void>> write_staying() {
    if (!target_.assignments.empty() && (staying_rows_ > 0 || rows_ == 0)) {
      Result<void> written = co_await staying_->write();
      co_return written;
    }
    const std::string count = std::to_string(staying_rows_);
    parts_.add(parts_.session().state.found_rows ? staying_rows_ : 0,
               "Rows matched: " + count + "  Changed: 0  Warnings: 0");
    co_return Result<void>();
  }

  StagedParts& parts_;
  const StagedTarget& target_;
  const router::StagedMove& move_;
  std::unique_ptr<TargetWriter> staying_;
  std::vector<MovingRows> groups_;
  std::unordered_map<std::string, std::size_t> group_of_values_;
  std::unordered_set<std::string> seen_;  // keys
  std::unordered_set<std::string> left_;  // sharding values that moving rows have had
  std::vector<std::string> inserts_;
  std::size_t rows_ = 0;
  std::size_t staying_rows_ = 0;
};

}  // namespace

std::unique_ptr<TargetWriter> make_move_writer(StagedParts& parts, const StagedTarget& target) {
  return std::make_unique<MoveWriter>(parts, target);
}

}  // namespace sluice::frontend
