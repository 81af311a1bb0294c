// SPDX-License-Identifier: Apache-2.0
#include "config/suggest.h"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <vector>

namespace sluice::config {
namespace {

constexpr std::size_t kLongestName = 128;  // edit distance takes quadratic time

// 'aB', 'a-b' and 'a_b' are one name written in three styles.
std::string plain(std::string_view name) {
  std::string result;
  for (const char c : name.substr(0, kLongestName)) {
    if (c != '-' && c != '_') {
      result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return result;
}

// Levenshtein's distance.
std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < right.size(); ++j) {
      const std::size_t replaced = diagonal + (left[i] == right[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string suggestion(std::string_view name, std::span<const std::string_view> candidates) {
  const std::string wanted = plain(name);
  std::string_view best;
  std::size_t best_distance = wanted.size() / 3 + 2;  // further away is another word
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(wanted, plain(candidate));
    if (distance < best_distance && distance < candidate.size()) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best.empty() ? "" : ", did you mean '" + std::string(best) + "'?";
}

}  // namespace sluice::config
