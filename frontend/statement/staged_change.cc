// SPDX-License-Identifier: Apache-2.0
// UPDATE and DELETE by key: the read's keys are collected table by table, together with the values
// that an UPDATE assigns, then written in batches.
#include <unordered_map>

#include "executor/write_literal.h"
#include "frontend/statement/staged_target.h"

namespace sluice::frontend {
namespace {

using router::StagedAssignment;
using router::StagedTarget;

// Rows that get the same values.
struct Group {
  std::vector<std::string> values;  // of the computed assignments, as SQL
  std::vector<std::string> keys;
};

class KeyWriter final : public TargetWriter {
 public:
  KeyWriter(StagedParts& parts, const StagedTarget& target) : parts_(parts), target_(target) {
    for (const StagedAssignment& assignment : target.assignments) {
      if (!assignment.expression) computed_.push_back(&assignment);
    }
  }

  Result<void> add(const ReadRow& row) override {
    std::string key;
    Result<bool> found = append_row_key(parts_, target_, row, key);
    if (!found) return found.error();
    if (!*found) return {};
    std::vector<std::string> values(computed_.size());
    std::string text;
    for (std::size_t i = 0; i < computed_.size(); ++i) {
      const router::StagedValue& value = computed_[i]->value;
      Result<void> written = executor::append_stored(
          {row.columns[value.read_column], row.format, row.cells[value.read_column]}, value.column,
          parts_.metadata(), values[i]);
      if (!written) return written;
      text += values[i];
      text += ',';
    }
    return put(std::move(key), std::move(text), std::move(values));
  }

  Task<Result<void>> write() override {
    // So that a server judges the statement even if no row is found.
    if (groups_.empty()) {
      groups_.push_back(
          {std::vector<std::string>(computed_.size(), "NULL"), {key_of_nothing(target_)}});
    }
    for (const Group& group : groups_) {
      const InnerSql head = head_of(group);
      for (std::size_t at = 0; at < group.keys.size();) {
        InnerSql sql = head;
        append_keys(group.keys, at, sql);
        sql.add(parts_.render(target_.order));
        Result<WriteAnswer> answer = co_await parts_.change(sql);
        if (!answer) co_return answer.error();
        parts_.add(answer->affected_rows, answer->info);
      }
    }
    co_return Result<void>();
  }

 private:
  // A row that several joined rows find is changed once.
  Result<void> put(std::string key, std::string text, std::vector<std::string> values) {
    Result<void> room = parts_.take_room(2 * key.size() + kKeyOverhead);
    if (!room) return room;
    const auto [group, fresh] = group_of_values_.try_emplace(std::move(text), groups_.size());
    if (fresh) {
      for (const std::string& value : values) {
        room = parts_.take_room(2 * value.size() + kKeyOverhead);
        if (!room) return room;
      }
      groups_.push_back({std::move(values), {}});
    }
    const auto [known, first] = group_of_key_.try_emplace(key, group->second);
    if (first) {
      groups_[group->second].keys.push_back(std::move(key));
    } else if (known->second != group->second) {
      return make_error(ErrorId::staged_rows_differ, {target_.logic_name});
    }
    return {};
  }

  // Up to the list of keys.
  InnerSql head_of(const Group& group) const {
    InnerSql sql;
    sql.text = target_.verb + target_.table;
    std::size_t computed = 0;
    const char* between = " SET ";
    for (const StagedAssignment& assignment : target_.assignments) {
      sql.text += between;
      between = ", ";
      sql.add(parts_.render(assignment.column));
      sql.text += " = ";
      if (assignment.expression) {
        sql.add(parts_.render(*assignment.expression));
      } else {
        sql.text += group.values[computed++];
      }
    }
    sql.text += where_key_in(target_);
    return sql;
  }

  StagedParts& parts_;
  const StagedTarget& target_;
  std::vector<const StagedAssignment*> computed_;
  std::vector<Group> groups_;
  std::unordered_map<std::string, std::size_t> group_of_values_;
  std::unordered_map<std::string, std::size_t> group_of_key_;
};

}  // namespace

std::unique_ptr<TargetWriter> make_key_writer(StagedParts& parts, const StagedTarget& target) {
  return std::make_unique<KeyWriter>(parts, target);
}

Task<Result<void>> run_staged_change(StagedParts& parts) {
  const router::StagedWrite& write = parts.write();
  std::vector<std::unique_ptr<TargetWriter>> targets;
  for (const StagedTarget& target : write.targets) {
    targets.push_back(target.move ? make_move_writer(parts, target)
                                  : make_key_writer(parts, target));
  }
  router::StagedPart reading;
  reading.written = &write.written;
  const InnerSql sql = parts.render(write.read);
  const InnerStatements::OnRow on_row =
      [&targets](std::span<const wire::ColumnInfo> columns, wire::RowFormat format,
                 std::span<const wire::Cell> cells) -> Result<void> {
    for (const auto& target : targets) {
      Result<void> added = target->add({columns, format, cells});
      if (!added) return added;
    }
    return {};
  };
  Result<void> read = co_await parts.read(sql, reading, on_row);
  if (read) read = co_await parts.check_strictly();
  if (!read) co_return read;
  for (const auto& target : targets) {
    Result<void> written = co_await target->write();
    if (!written) co_return written;
  }
  co_return Result<void>();
}

}  // namespace sluice::frontend
