// SPDX-License-Identifier: Apache-2.0
#include "router/algorithm/list.h"

#include <charconv>

#include "config/shard_count.h"
#include "router/algorithm/props.h"

namespace sluice::router {

Result<std::shared_ptr<const Algorithm>> ListAlgorithm::make(const config::Algorithm& config) {
  auto lists = config::value_lists(config);
  if (!lists) return bad_prop(config, "", lists.error().message());
  std::shared_ptr<ListAlgorithm> made(new ListAlgorithm(config.name));
  made->list_of_ = std::move(lists->list_of);
  made->others_ = lists->others;
  made->count_ = lists->count;
  return std::shared_ptr<const Algorithm>(std::move(made));
}

std::optional<std::uint32_t> ListAlgorithm::bucket_of(const ShardingValue& value) const {
  char digits[24];
  std::string_view text;
  if (const auto* given = std::get_if<std::string_view>(&value)) {
    text = *given;
  } else {
    const auto* number = std::get_if<std::int64_t>(&value);
    const auto written = number != nullptr ? std::to_chars(digits, digits + sizeof digits, *number)
                                           : std::to_chars(digits, digits + sizeof digits,
                                                           std::get<std::uint64_t>(value));
    text = std::string_view(digits, static_cast<std::size_t>(written.ptr - digits));
  }
  const auto found = list_of_.find(text);
  return found == list_of_.end() ? others_ : std::optional(found->second);
}

bool ListAlgorithm::same_function(const Algorithm& other) const {
  const auto* list = dynamic_cast<const ListAlgorithm*>(&other);
  return list != nullptr && list->list_of_ == list_of_ && list->others_ == others_;
}

}  // namespace sluice::router
