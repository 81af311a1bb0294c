// SPDX-License-Identifier: Apache-2.0
// The main() of a fuzz target without a fuzzer: feeds it every file of the folders named on the
// command line (a folder that does not exist counts as empty) and, of each file, every prefix up to
// a limit, so that each seed also tests each place where its bytes may end.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t kLongestPrefix = 512;

std::vector<std::uint8_t> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Copies to an exact allocation, so that a sanitizer sees a read past the end.
void run_once(const std::uint8_t* data, std::size_t size) {
  const std::vector<std::uint8_t> exact(data, data + size);
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

void replay(const std::filesystem::path& path) {
  const std::vector<std::uint8_t> bytes = read_file(path);
  run_once(bytes.data(), bytes.size());
  const std::size_t longest = std::min(bytes.size(), kLongestPrefix);
  for (std::size_t size = 0; size < longest; ++size) run_once(bytes.data(), size);
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t files = 0;
  run_once(nullptr, 0);
  for (int i = 1; i < argc; ++i) {
    if (!std::filesystem::is_directory(argv[i])) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i])) {
      if (!entry.is_regular_file()) continue;
      replay(entry.path());
      ++files;
    }
  }
  std::printf("replayed %zu files\n", files);
  return 0;
}
