// SPDX-License-Identifier: Apache-2.0
// Reading the props of an algorithm or key generator, with errors that name both.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "config/config.h"

namespace sluice::router {

inline Error bad_prop(const config::Algorithm& config, std::string_view prop,
                      std::string_view problem) {
  std::string text = "algorithm '" + config.name + "' (" + config.type + "): ";
  if (!prop.empty()) text += "prop '" + std::string(prop) + "' ";
  text += problem;
  return make_error(ErrorId::config_invalid, {text});
}

// An integer prop within [low, high]; `fallback` if it is absent.
inline Result<std::int64_t> integer_prop(const config::Algorithm& config, const std::string& prop,
                                         std::int64_t low, std::int64_t high,
                                         std::int64_t fallback) {
  const auto at = config.props.find(prop);
  if (at == config.props.end()) return fallback;
  std::int64_t value = 0;
  const char* end = at->second.data() + at->second.size();
  const auto parsed = std::from_chars(at->second.data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end || value < low || value > high) {
    return bad_prop(
        config, prop,
        "must be an integer from " + std::to_string(low) + " to " + std::to_string(high));
  }
  return value;
}

inline Result<bool> bool_prop(const config::Algorithm& config, const std::string& prop,
                              bool fallback) {
  const auto at = config.props.find(prop);
  if (at == config.props.end()) return fallback;
  if (at->second == "true") return true;
  if (at->second == "false") return false;
  return bad_prop(config, prop, "must be true or false");
}

}  // namespace sluice::router
