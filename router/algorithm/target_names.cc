// SPDX-License-Identifier: Apache-2.0
#include "router/algorithm/target_names.h"

#include <algorithm>
#include <numeric>

namespace sluice::router {
namespace {

std::string_view without_trailing_digits(std::string_view text) {
  while (!text.empty() && text.back() >= '0' && text.back() <= '9') text.remove_suffix(1);
  return text;
}

}  // namespace

TargetNames::TargetNames(std::vector<std::string> names, std::string_view table, bool table_level)
    : names_(std::move(names)), table_(table) {
  sorted_.resize(names_.size());
  std::iota(sorted_.begin(), sorted_.end(), 0u);
  std::sort(sorted_.begin(), sorted_.end(),
            [this](std::uint32_t a, std::uint32_t b) { return names_[a] < names_[b]; });
  if (names_.empty()) return;

  const std::string_view first = names_.front();
  const std::size_t fixed = table_level && first.starts_with(table) ? table.size() : 0;
  prefix_ = first.substr(0, fixed);
  prefix_ += without_trailing_digits(first.substr(fixed));
  suffix_length_ = SIZE_MAX;
  for (const std::string& name : names_) {
    const std::size_t suffix = name.size() > prefix_.size() ? name.size() - prefix_.size() : 0;
    suffix_length_ = std::min(suffix_length_, suffix);
  }
}

std::optional<std::size_t> TargetNames::find(std::string_view name) const {
  const auto at = std::lower_bound(
      sorted_.begin(), sorted_.end(), name,
      [this](std::uint32_t index, std::string_view wanted) { return names_[index] < wanted; });
  if (at == sorted_.end() || names_[*at] != name) return std::nullopt;
  return *at;
}

std::string TargetNames::name_of_number(std::string_view number) const {
  std::string name = prefix_;
  if (number.size() < suffix_length_) name.append(suffix_length_ - number.size(), '0');
  name += number;
  return name;
}

}  // namespace sluice::router
