// SPDX-License-Identifier: Apache-2.0
// YAML files to Config. yaml-cpp stays behind this header.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "config/config.h"

namespace sluice::config {

enum class Severity : std::uint8_t { warning, error };

// One finding of `sluice check`; line and column count from 1, 0 where there is none.
struct Problem {
  Severity severity;
  std::string file;
  std::size_t line;
  std::size_t column;
  std::string message;

  // "file:line:column: message"; a warning says "warning: " before its message.
  std::string to_string() const;
};

struct LoadResult {
  ConfigSnapshot config;          // null if there is any error
  std::vector<Problem> problems;  // all of them, in file and line order
};

// Reads global.yaml (or server.yaml) and database-*.yaml (or config-*.yaml) of `directory`. Reports
// every problem it can find in one run; never throws. Touches nothing but these files.
LoadResult load(const std::filesystem::path& directory);

}  // namespace sluice::config
