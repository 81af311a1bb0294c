// SPDX-License-Identifier: Apache-2.0
// Sharding algorithms: a column value to one of the available targets (data source names on the
// database level, actual table names on the table level). ShardingSphere's names, props and
// arithmetic to the letter, with one addition: the answer must be a function of the VALUE, never of
// the way it was written, so HASH_MOD hashes an integer that fits 32 bits as a Java Integer and
// others as a Long. Pure and immutable; any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "common/base/result.h"
#include "config/config.h"
#include "config/row_expression.h"
#include "router/algorithm/target_names.h"

namespace sluice::router {

// A sharding column's value after conversion to the column's class. An integer is a uint64_t only
// if it is above INT64_MAX. A date and time of a temporal domain is its microseconds since 1970.
using ShardingValue = std::variant<std::int64_t, std::uint64_t, std::string_view>;

// One column's value of several; the same as the expressions' argument.
using KeyArgument = config::InlineArgument;
inline constexpr std::size_t kMaxKeyColumns = config::kMaxShardingColumns;

// What a condition leaves of a column: the integers (or instants) from low to high. The limits of
// the type stand for no limit.
struct ValueRange {
  std::int64_t low = INT64_MIN;
  std::int64_t high = INT64_MAX;
};

class Algorithm {
 public:
  explicit Algorithm(std::string name) : name_(std::move(name)) {}
  virtual ~Algorithm() = default;

  const std::string& name() const { return name_; }  // as configured, for messages
  virtual std::string_view type() const = 0;

  // The index of the target for one value. Errors: no_matching_node (the algorithm names a target
  // that does not exist), expression_invalid (it cannot work on such a value).
  virtual Result<std::size_t> target_of(std::string_view column, const ShardingValue& value,
                                        const TargetNames& targets) const = 0;

  // The same for strategies of several columns; only algorithms made for them know how. `values`
  // are in the order of the strategy's columns. Errors: those of target_of().
  virtual Result<std::size_t> target_of_values(std::span<const KeyArgument> values,
                                               const TargetNames& targets) const;
  // Whether values are dates and times, where the column holds such.
  virtual bool takes_time() const { return false; }

  // Values fall into `bucket_count()` buckets and the bucket decides the target, so that a caller
  // may tabulate them; 0: they do not, or there are too many to tabulate.
  virtual std::uint32_t bucket_count() const { return 0; }
  // The bucket of a value; nullopt: not a value that the table covers, use target_of().
  virtual std::optional<std::uint32_t> bucket_of(const ShardingValue& value) const;
  // The target of a whole bucket. Precondition: bucket < bucket_count().
  virtual Result<std::size_t> target_of_bucket(std::string_view column, std::uint32_t bucket,
                                               const TargetNames& targets) const;

  // The first and the last bucket that values of a range fall into, if all between are those of
  // values between; nullopt: values that follow each other lie anywhere.
  virtual std::optional<std::pair<std::uint32_t, std::uint32_t>> buckets_of(
      const ValueRange& range) const;

  // Whether equal values lead to corresponding targets: to the same bucket, or to the same name
  // behind target_prefix().
  virtual bool same_function(const Algorithm& other) const = 0;
  // Whether it computes names of targets, not numbers of buckets.
  virtual bool names_targets() const { return false; }
  // What every name that it computes begins with.
  virtual std::string_view target_prefix() const { return {}; }

 protected:
  Error no_target(std::string_view column, std::string_view target,
                  const TargetNames& targets) const;

 private:
  std::string name_;
};

inline constexpr std::uint32_t kMaxBuckets = 1u << 16;

// Errors: config_invalid naming the algorithm and the prop.
Result<std::shared_ptr<const Algorithm>> make_algorithm(const config::Algorithm& config);

// Java's String.hashCode() of UTF-8 text (over its UTF-16 units); a byte that is not UTF-8 counts
// as U+FFFD.
std::int32_t java_string_hash(std::string_view utf8);

}  // namespace sluice::router
