// SPDX-License-Identifier: Apache-2.0
#include "executor/load_warnings.h"

#include <algorithm>
#include <charconv>

namespace sluice::executor {
namespace {

// Where the message's row number stands; empty: it has none.
std::string_view row_number(std::string_view message) {
  constexpr std::string_view kAtRow = " at row ";
  constexpr std::string_view kRow = "Row ";
  constexpr std::string_view kDigits = "0123456789";
  std::string_view number;
  const std::size_t digits = message.find_last_not_of(kDigits) + 1;
  if (message.substr(0, digits).ends_with(kAtRow)) {
    number = message.substr(digits);
  } else if (message.starts_with(kRow)) {
    number = message.substr(kRow.size());
    number = number.substr(0, number.find_first_not_of(kDigits));
  }
  return number;
}

}  // namespace

std::string with_file_row(std::string_view message, std::span<const std::uint64_t> rows,
                          std::uint64_t& row) {
  const std::string_view number = row_number(message);
  std::uint64_t local = 0;
  const auto parsed = std::from_chars(number.data(), number.data() + number.size(), local);
  if (number.empty() || parsed.ec != std::errc{} || local == 0 || local > rows.size()) {
    return std::string(message);
  }
  row = rows[local - 1];
  std::string text(message);
  text.replace(static_cast<std::size_t>(number.data() - message.data()), number.size(),
               std::to_string(row));
  return text;
}

void LoadWarnings::add(Diagnostic diagnostic, std::span<const std::uint64_t> rows,
                       std::uint64_t& row) {
  diagnostic.message = with_file_row(diagnostic.message, rows, row);
  const auto at =
      std::upper_bound(kept_.begin(), kept_.end(), row,
                       [](std::uint64_t left, const Kept& right) { return left < right.row; });
  kept_.insert(at, {row, std::move(diagnostic)});
  if (kept_.size() > most_) kept_.pop_back();
}

std::vector<Diagnostic> LoadWarnings::take() {
  std::vector<Diagnostic> all;
  for (Kept& each : kept_) all.push_back(std::move(each.diagnostic));
  kept_.clear();
  return all;
}

}  // namespace sluice::executor
