// SPDX-License-Identifier: Apache-2.0
// Sharding algorithms: a column value to one of the available targets (data source names on the
// database level, actual table names on the table level). ShardingSphere's names, props and arithmetic
// to the letter, with one addition: the answer must be a function of the VALUE, never of the way it was
// written, so HASH_MOD hashes an integer that fits 32 bits as a Java Integer and others as a Long.
// Pure and immutable; any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/base/result.h"
#include "config/config.h"

namespace sluice::router {

// A sharding column's value after conversion to the column's class.
using ShardingValue = std::variant<std::int64_t, std::uint64_t, std::string_view>;

class Algorithm {
 public:
  virtual ~Algorithm() = default;
  virtual std::string_view type() const = 0;

  // The index of the target for one value. Errors: no_matching_node, expression_invalid.
  virtual Result<std::size_t> target_of(std::string_view column, const ShardingValue& value,
                                        std::span<const std::string> targets) const = 0;
};

// INLINE, MOD, HASH_MOD. Errors: config_invalid naming the algorithm and the prop.
Result<std::shared_ptr<const Algorithm>> make_algorithm(const config::Algorithm& config);

// Java's String.hashCode() of UTF-8 text (over its UTF-16 units).
std::int32_t java_string_hash(std::string_view utf8);

}  // namespace sluice::router
