// SPDX-License-Identifier: Apache-2.0
// LIST (beyond ShardingSphere): each target has a list of values.
//   sharding-lists   values with commas between them, lists with semicolons: "de,at;fr,be;jp"; the
//   first
//                    list's target is number 0
//   others           the number of the target for all other values; without it they have none
// Integers are compared as the text that a server writes them in.
#pragma once

#include <map>

#include "router/algorithm/algorithm.h"

namespace sluice::router {

class ListAlgorithm final : public Algorithm {
 public:
  static Result<std::shared_ptr<const Algorithm>> make(const config::Algorithm& config);

  std::string_view type() const override { return "LIST"; }
  Result<std::size_t> target_of(std::string_view column, const ShardingValue& value,
                                const TargetNames& targets) const override;
  std::uint32_t bucket_count() const override { return count_; }
  std::optional<std::uint32_t> bucket_of(const ShardingValue& value) const override;
  Result<std::size_t> target_of_bucket(std::string_view column, std::uint32_t bucket,
                                       const TargetNames& targets) const override;
  bool same_function(const Algorithm& other) const override;

 private:
  explicit ListAlgorithm(std::string name) : Algorithm(std::move(name)) {}

  std::map<std::string, std::uint32_t, std::less<>> list_of_;
  std::optional<std::uint32_t> others_;
  std::uint32_t count_ = 0;
};

}  // namespace sluice::router
