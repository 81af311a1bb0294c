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
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/base/result.h"
#include "config/config.h"
#include "router/algorithm/target_names.h"

namespace sluice::router {

// A sharding column's value after conversion to the column's class. An integer is a uint64_t only
// if it is above INT64_MAX.
using ShardingValue = std::variant<std::int64_t, std::uint64_t, std::string_view>;

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

  // Values fall into `bucket_count()` buckets and the bucket decides the target, so that a caller
  // may tabulate them; 0: they do not, or there are too many to tabulate.
  virtual std::uint32_t bucket_count() const { return 0; }
  // The bucket of a value; nullopt: not a value that the table covers, use target_of().
  virtual std::optional<std::uint32_t> bucket_of(const ShardingValue& value) const;
  // The target of a whole bucket. Precondition: bucket < bucket_count().
  virtual Result<std::size_t> target_of_bucket(std::string_view column, std::uint32_t bucket,
                                               const TargetNames& targets) const;

  // Whether equal values lead to corresponding targets: to the same bucket, or to the same name
  // behind target_prefix().
  virtual bool same_function(const Algorithm& other) const = 0;
  // What every name that it computes begins with; empty if it works by buckets.
  virtual std::string_view target_prefix() const { return {}; }

 protected:
  Error no_target(std::string_view column, std::string_view target,
                  const TargetNames& targets) const;

 private:
  std::string name_;
};

inline constexpr std::uint32_t kMaxBuckets = 1u << 16;

// INLINE, MOD, HASH_MOD. Errors: config_invalid naming the algorithm and the prop.
Result<std::shared_ptr<const Algorithm>> make_algorithm(const config::Algorithm& config);

// Java's String.hashCode() of UTF-8 text (over its UTF-16 units); a byte that is not UTF-8 counts
// as U+FFFD.
std::int32_t java_string_hash(std::string_view utf8);

}  // namespace sluice::router
