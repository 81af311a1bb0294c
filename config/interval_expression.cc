// SPDX-License-Identifier: Apache-2.0
#include "config/interval_expression.h"

#include <map>
#include <optional>

#include "config/scalar.h"
#include "config/time_pattern.h"

namespace sluice::config {
namespace {

constexpr std::size_t kMaxNames = 1'000'000;

using Pairs = std::map<std::string_view, std::string_view>;

std::optional<std::string> read_pairs(std::string_view text, Pairs& pairs) {
  while (!text.empty()) {
    const std::size_t end = text.find(';');
    const std::string_view pair = trim(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (pair.empty()) continue;
    const std::size_t sign = pair.find('=');
    if (sign == std::string_view::npos) return "'" + std::string(pair) + "' is not key=value";
    pairs[trim(pair.substr(0, sign))] = trim(pair.substr(sign + 1));
  }
  for (const char* key : {"P", "SP", "DL", "DU"}) {
    if (!pairs.contains(key)) return std::string(key) + " is missing";
  }
  for (const auto& [key, value] : pairs) {
    static constexpr std::string_view kKeys[] = {"P", "SP", "DIA", "DIU", "DL", "DU", "C"};
    bool known = false;
    for (const std::string_view each : kKeys) known = known || each == key;
    if (!known) return std::string(key) + " is not known";
  }
  if (pairs.contains("C") && !equal_ignoring_case(pairs["C"], "ISO")) {
    return "C may only be ISO";
  }
  return std::nullopt;
}

std::optional<TimeStep> read_step(Pairs& pairs) {
  std::optional<TimeStep> step = time_unit(pairs.contains("DIU") ? pairs["DIU"] : "DAYS");
  const auto amount = parse_integer(pairs.contains("DIA") ? pairs["DIA"] : "1");
  if (!step || !amount || *amount < 1 || *amount > INT32_MAX) return std::nullopt;
  step->amount *= *amount;
  return step;
}

}  // namespace

std::variant<std::vector<std::string>, std::string> expand_interval(std::string_view text) {
  Pairs pairs;
  if (const auto problem = read_pairs(text, pairs)) return *problem;
  const auto pattern = TimePattern::compile(pairs["SP"]);
  if (!pattern) return pattern.error().message();
  const auto step = read_step(pairs);
  if (!step) return "DIA is no positive number, or DIU no unit of time known here";
  const auto last = pattern->parse(pairs["DU"]);
  std::optional<CivilMicros> at = pattern->parse(pairs["DL"]);
  if (!at || !last) return "DL or DU does not follow SP";
  std::vector<std::string> names;
  while (at && *at <= *last) {
    if (names.size() == kMaxNames) return "more than 1,000,000 results";
    names.push_back(std::string(pairs["P"]) + pattern->format(*at));
    at = add_interval(*at, step->amount, step->unit);
  }
  return names;
}

}  // namespace sluice::config
