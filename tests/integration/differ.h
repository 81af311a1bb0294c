// SPDX-License-Identifier: Apache-2.0
// Runs a case file (tests/integration/case_file.h) on the gateway and on one server alone; both
// must say the same: rows, their order, column names and types, affected rows, errors. What the
// gateway refuses is listed in the cases with its error, so that nothing is refused unnoticed.
// Ownership: has its own two connections. Thread rule: one thread. Errors: doctest's CHECKs.
#pragma once

#include <filesystem>

#include "tests/integration/case_file.h"
#include "tests/integration/shard_cluster.h"

namespace sluice::test {

class Differ {
 public:
  explicit Differ(ShardCluster& cluster)
      : gateway_(cluster.connect()), alone_(cluster.connect_alone()) {}

  void run_file(const std::filesystem::path& file);

  // Statements that gave no row, or only NULLs: a comparison of nothing shows little.
  std::size_t without_values() const { return without_values_; }

 private:
  void refused(const CaseStatement& statement);
  void both(const CaseStatement& statement);

  TestClient gateway_;
  TestClient alone_;
  std::size_t without_values_ = 0;
};

}  // namespace sluice::test
