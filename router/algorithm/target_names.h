// SPDX-License-Identifier: Apache-2.0
// The targets that a table's sharding algorithm may choose from on one level: data source names, or
// actual table names. Found by whole name (INLINE) or, as ShardingSphere's automatic algorithms do,
// by the common prefix and a number padded with zeros to the shortest suffix. Thread rule:
// immutable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::router {

class TargetNames {
 public:
  TargetNames() = default;
  // `table` is the logic name of the table; `table_level` says that the names are its actual tables
  // (whose common prefix then begins with `table` where they do).
  TargetNames(std::vector<std::string> names, std::string_view table, bool table_level);

  std::size_t size() const { return names_.size(); }
  bool empty() const { return names_.empty(); }
  const std::string& operator[](std::size_t index) const { return names_[index]; }
  auto begin() const { return names_.begin(); }
  auto end() const { return names_.end(); }

  const std::string& table() const { return table_; }

  std::optional<std::size_t> find(std::string_view name) const;
  // The name that an automatic algorithm means by `number`; find() tells whether it exists.
  std::string name_of_number(std::string_view number) const;

 private:
  std::vector<std::string> names_;
  std::vector<std::uint32_t> sorted_;  // indexes into names_, in name order
  std::string table_;
  std::string prefix_;
  std::size_t suffix_length_ = 0;
};

}  // namespace sluice::router
