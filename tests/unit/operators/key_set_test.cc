// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/key_set.h"

#include <string>

#include <doctest/doctest.h>

namespace sluice::executor::operators {

TEST_CASE("keys are numbered in the order they came") {
  MemoryBudget budget(64 << 20);
  {
    KeySet set(budget);
    for (int round = 0; round < 2; ++round) {
      for (std::size_t i = 0; i < 10000; ++i) {
        const Result<KeySet::Inserted> inserted = set.insert(as_bytes(std::to_string(i * 7)));
        REQUIRE(inserted);
        CHECK(inserted->number == i);
        CHECK(inserted->is_new == (round == 0));
      }
    }
    CHECK(set.size() == 10000);
    const Result<KeySet::Inserted> empty = set.insert({});
    REQUIRE(empty);
    CHECK(empty->is_new);
    CHECK_FALSE(set.insert({})->is_new);
    set.clear();
    CHECK(set.size() == 0);
    CHECK(set.insert(as_bytes("7"))->is_new);
  }
  CHECK(budget.used() == 0);
}

TEST_CASE("a set stops at the budget") {
  MemoryBudget budget(200'000);
  KeySet set(budget);
  std::size_t count = 0;
  for (;; ++count) {
    const Result<KeySet::Inserted> inserted = set.insert(as_bytes(std::to_string(count)));
    if (inserted) continue;
    CHECK(inserted.error().id() == ErrorId::memory_budget);
    break;
  }
  CHECK(count > 1000);
  CHECK(count < 10000);
  CHECK(budget.used() <= 200'000);
}

}  // namespace sluice::executor::operators
