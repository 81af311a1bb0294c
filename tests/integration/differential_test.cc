// SPDX-License-Identifier: Apache-2.0
// The promise, tested: each statement of tests/integration/cases runs on the gateway and on one
// server alone, and both must say the same.
#include <algorithm>

#include <doctest/doctest.h>

#include "tests/integration/differ.h"

namespace sluice::test {

namespace {

void run_cases(ShardCluster& cluster) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator("tests/integration/cases")) {
    if (entry.path().extension() == ".test") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE_FALSE(files.empty());
  for (const std::filesystem::path& file : files) {
    Differ differ(cluster);
    differ.run_file(file);
  }
}

}  // namespace

TEST_CASE("the gateway answers as one server does") {
  run_cases(shared_cluster());
}

TEST_CASE("the gateway over four shards answers as one server does") {
  ShardCluster cluster({.shards = 4});
  run_cases(cluster);
}

}  // namespace sluice::test
