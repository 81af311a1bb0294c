// SPDX-License-Identifier: Apache-2.0
#include "config/report.h"

#include <algorithm>
#include <tuple>

namespace sluice::config {

void Report::add(Severity severity, std::size_t line, std::size_t column, std::string message) {
  problems_.push_back({severity, file_, line, column, std::move(message)});
}

void Report::error(const YamlNode& at, std::string message) {
  add(Severity::error, at.line, at.column, std::move(message));
}

void Report::warning(const YamlNode& at, std::string message) {
  add(Severity::warning, at.line, at.column, std::move(message));
}

void Report::error(std::size_t line, std::size_t column, std::string message) {
  add(Severity::error, line, column, std::move(message));
}

bool Report::has_errors() const {
  return std::any_of(problems_.begin(), problems_.end(),
                     [](const Problem& problem) { return problem.severity == Severity::error; });
}

std::vector<Problem> Report::take() {
  std::stable_sort(problems_.begin(), problems_.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  return std::move(problems_);
}

std::string Problem::to_string() const {
  return file + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " +
         (severity == Severity::warning ? "warning: " : "") + message;
}

}  // namespace sluice::config
