// SPDX-License-Identifier: Apache-2.0
// LIST (beyond ShardingSphere): each target has a list of values.
//   sharding-lists   values with commas between them, lists with semicolons: "de,at;fr,be;jp";
//                    the first list's target is number 0
//   others           the number of the target for all other values; without it they have none
// Integers are compared as the text that a server writes them in.
#pragma once

#include <map>

#include "router/algorithm/numbered.h"

namespace sluice::router {

class ListAlgorithm final : public NumberedAlgorithm {
 public:
  static Result<std::shared_ptr<const Algorithm>> make(const config::Algorithm& config);

  std::string_view type() const override { return "LIST"; }
  std::uint32_t bucket_count() const override { return count_; }
  std::optional<std::uint32_t> bucket_of(const ShardingValue& value) const override;
  bool same_function(const Algorithm& other) const override;

 protected:
  std::string_view misfit() const override { return "it is in none of its lists"; }

 private:
  explicit ListAlgorithm(std::string name) : NumberedAlgorithm(std::move(name)) {}

  std::map<std::string, std::uint32_t, std::less<>> list_of_;
  std::optional<std::uint32_t> others_;
  std::uint32_t count_ = 0;
};

}  // namespace sluice::router
