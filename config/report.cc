// SPDX-License-Identifier: Apache-2.0
#include "config/report.h"

#include <algorithm>
#include <tuple>

namespace sluice::config {

namespace {

constexpr std::size_t kMaxProblems = 100'000;
constexpr std::size_t kMaxMessageBytes = 1'000;

// Names come from the file: they must not break the line that a problem is printed on.
std::string printable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) c = '?';
  }
  if (text.size() > kMaxMessageBytes) text.replace(kMaxMessageBytes, std::string::npos, "...");
  return text;
}

}  // namespace

void Report::add(Severity severity, std::size_t line, std::size_t column, std::string message) {
  has_errors_ = has_errors_ || severity == Severity::error;
  if (problems_.size() < kMaxProblems) {
    problems_.push_back({severity, file_, line, column, printable(std::move(message))});
  } else if (problems_.size() == kMaxProblems) {
    has_errors_ = true;
    problems_.push_back({Severity::error, file_, line, column, "more problems are left out"});
  }
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
