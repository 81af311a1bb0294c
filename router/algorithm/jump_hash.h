// SPDX-License-Identifier: Apache-2.0
// JUMP_HASH (beyond ShardingSphere): a consistent hash. With one target more, of n + 1, only one
// value in n + 1 changes its target, and all of those go to the new one. Prop: sharding-count. The
// function is jump consistent hash (Lamping and Veach, 2014, https://arxiv.org/abs/1406.2294) of a
// mixed integer or of XXH64 of a text's bytes; it never changes.
#pragma once

#include "router/algorithm/numbered.h"

namespace sluice::router {

class JumpHashAlgorithm final : public NumberedAlgorithm {
 public:
  static Result<std::shared_ptr<const Algorithm>> make(const config::Algorithm& config);

  std::string_view type() const override { return "JUMP_HASH"; }
  std::uint32_t bucket_count() const override { return count_; }
  std::optional<std::uint32_t> bucket_of(const ShardingValue& value) const override;
  bool same_function(const Algorithm& other) const override;

 private:
  JumpHashAlgorithm(std::string name, std::uint32_t count)
      : NumberedAlgorithm(std::move(name)), count_(count) {}

  std::uint32_t count_;
};

}  // namespace sluice::router
