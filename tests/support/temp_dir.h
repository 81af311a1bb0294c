// SPDX-License-Identifier: Apache-2.0
// A folder that lives as long as its object, and small file helpers for tests.
// Errors: std::runtime_error; a test that cannot write its files cannot go on.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace sluice::test {

class TempDir {
 public:
  // Below the system's folder for temporary files (TMPDIR).
  TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  // Removes the folder, unless SLUICE_TEST_KEEP is set: then its path is printed.
  ~TempDir();

  const std::filesystem::path& path() const { return path_; }
  // Writes `content` to `name` inside the folder and returns its path.
  std::filesystem::path write(std::string_view name, std::string_view content) const;

 private:
  std::filesystem::path path_;
};

// The whole file, or an empty string if it cannot be read.
std::string read_text(const std::filesystem::path& file);

// The last `count` lines of a file: what a failing test shows of a server's log.
std::string last_lines(const std::filesystem::path& file, std::size_t count);

}  // namespace sluice::test
