// SPDX-License-Identifier: Apache-2.0
// Configuration files for tests, written to a directory that goes with the object.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "config/load.h"

namespace sluice::config {

class ConfigFiles {
 public:
  ConfigFiles();
  ~ConfigFiles();
  ConfigFiles(const ConfigFiles&) = delete;
  ConfigFiles& operator=(const ConfigFiles&) = delete;

  ConfigFiles& write(const std::string& name, std::string_view text);
  LoadResult load() const { return config::load(directory_); }
  // Each problem as check prints it, without the directory.
  std::vector<std::string> problems() const;
  const std::filesystem::path& directory() const { return directory_; }

 private:
  std::filesystem::path directory_;
};

// A global.yaml and a database-shop.yaml without problems, to be changed by tests.
extern const char* const kGlobal;
extern const char* const kDatabase;

// The problems with this text in place of kGlobal or kDatabase.
std::vector<std::string> global_problems(std::string_view text);
std::vector<std::string> database_problems(std::string_view text);

// `text` with `from`, which must occur in it, replaced by `to`.
std::string replaced(std::string_view text, std::string_view from, std::string_view to);

}  // namespace sluice::config

namespace doctest {

template <>
struct StringMaker<std::vector<std::string>> {
  static String convert(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += "\n    " + line;
    return text.c_str();
  }
};

}  // namespace doctest
