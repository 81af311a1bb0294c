// SPDX-License-Identifier: Apache-2.0
// Collects the problems of one file. Messages name things by their names and places, never by
// values that could be secret.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "config/load.h"
#include "config/yaml_node.h"

namespace sluice::config {

class Report {
 public:
  explicit Report(std::string file) : file_(std::move(file)) {}

  void error(const YamlNode& at, std::string message);
  void warning(const YamlNode& at, std::string message);
  void error(std::size_t line, std::size_t column, std::string message);

  bool has_errors() const { return has_errors_; }

  // What was reported, in line order.
  std::vector<Problem> take();

 private:
  void add(Severity severity, std::size_t line, std::size_t column, std::string message);

  std::string file_;
  std::vector<Problem> problems_;
  bool has_errors_ = false;
};

}  // namespace sluice::config
