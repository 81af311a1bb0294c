// SPDX-License-Identifier: Apache-2.0
// The keys that rows are ordered, grouped and told apart by. A row's keys are read once; comparing
// them needs neither the row nor its columns' types. Ownership: KeyValue views the row it was read
// from. Thread rule: one thread; read() remembers the collation that rows name.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "executor/operators/cell_value.h"
#include "executor/operators/collation_order.h"
#include "executor/operators/column_kind.h"
#include "executor/operators/row_arena.h"
#include "executor/operators/row_layout.h"

namespace sluice::executor::operators {

struct KeyValue {
  std::uint64_t word = 0;           // orders most values; complemented if descending
  const std::byte* data = nullptr;  // strings and decimals: what decides between equal words
  std::uint32_t size = 0;
  std::uint8_t rank = 0;  // NULL below or above the values

  Bytes bytes() const { return {data, size}; }
};

enum class KeyUse : std::uint8_t {
  order,  // rows are put in order or told apart: the exact value is needed
  pick,   // MIN, MAX: of values that are shown equal it does not matter which is taken
};

class SortKeys {
 public:
  // Errors: merge_type, for a type or collation that cannot be compared exactly; internal.
  static Result<SortKeys> make(std::span<const router::SortKey> keys, const RowLayout& layout,
                               KeyUse use);

  std::size_t size() const { return parts_.size(); }

  // Precondition: `out` has size() places. Errors: malformed_packet, merge_type (collations in
  // rows).
  Result<void> read(std::span<const wire::Cell> cells, std::span<KeyValue> out);

  // Negative, zero or positive, direction and NULLs included.
  int compare(const KeyValue* a, const KeyValue* b) const {
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (a[i].rank != b[i].rank) return a[i].rank < b[i].rank ? -1 : 1;
      if (a[i].word != b[i].word) return a[i].word < b[i].word ? -1 : 1;
      if (!parts_[i].has_tail || a[i].rank != kPresent) continue;
      if (const int tail = compare_tails(parts_[i], a[i], b[i])) return tail;
    }
    return 0;
  }

  // Appends bytes that rows share exactly if compare() calls them equal.
  void append_canonical(std::span<const KeyValue> values, Buffer& out) const;

  // The column whose cell KeyValue::data of key `i` views, if it views one.
  std::size_t data_column(std::size_t i) const {
    return parts_[i].kind == ColumnKind::text ? parts_[i].weight : parts_[i].value;
  }

  static bool is_null(const KeyValue& value) { return value.rank != kPresent; }

 private:
  static constexpr std::uint8_t kNullFirst = 0, kPresent = 1, kNullLast = 2;

  struct Part {
    ColumnKind kind = ColumnKind::other;
    bool descending = false;
    bool has_tail = false;
    std::size_t value = 0;
    std::size_t weight = 0;                // text
    std::size_t collation_cell = kNoCell;  // text: where each row names its collation
    wire::ColumnInfo column;
    Padding padding;
    std::string collation;  // whose padding that is; empty while none is known
  };
  static constexpr std::size_t kNoCell = SIZE_MAX;

  static Result<Part> make_part(const router::SortKey& key, const RowLayout& layout, KeyUse use);
  static Result<void> use_weights(const router::SortKey& key, const RowLayout& layout, Part& part);
  static int compare_tails(const Part& part, const KeyValue& a, const KeyValue& b);

  bool read_word(const Part& part, const wire::Cell& cell, KeyValue& out) const;
  Result<void> read_text(Part& part, std::span<const wire::Cell> cells, KeyValue& out);
  Result<void> note_collation(Part& part, const wire::Cell& name);

  wire::RowFormat format_ = wire::RowFormat::text;
  const router::Metadata* metadata_ = nullptr;
  std::vector<Part> parts_;
};

// One row's keys, copied to outlive it.
class KeptKeys {
 public:
  // False: over the budget.
  bool keep(RowArena& arena, std::span<const KeyValue> values);
  bool empty() const { return values_.empty(); }
  void clear() { values_.clear(); }
  const KeyValue* data() const { return values_.data(); }

 private:
  std::vector<KeyValue> values_;
  std::byte* memory_ = nullptr;
  std::size_t capacity_ = 0;
};

// Whether two keys are of the same column.
bool same_column(const router::SortKey& a, const router::SortKey& b);

// The first keys of `order`, if they are the same columns as `keys`: rows in that order have equal
// `keys` next to each other. Empty if they are not.
std::span<const router::SortKey> leading_keys(std::span<const router::SortKey> order,
                                              std::span<const router::SortKey> keys);

}  // namespace sluice::executor::operators
