// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/row_arena.h"

#include <cstring>
#include <string>

#include <doctest/doctest.h>

namespace sluice::executor::operators {
namespace {

wire::Cell cell_of(const std::string& text) {
  return {as_bytes(text).data(), text.size(), false};
}

}  // namespace

TEST_CASE("an arena charges its blocks and gives them back") {
  MemoryBudget budget(1 << 20);
  {
    RowArena arena(budget);
    CHECK(budget.used() == 0);
    for (int i = 0; i < 100; ++i) {
      std::byte* const memory = arena.allocate(1000);
      REQUIRE(memory != nullptr);
      CHECK(reinterpret_cast<std::uintptr_t>(memory) % alignof(std::max_align_t) == 0);
      std::memset(memory, i, 1000);
    }
    CHECK(budget.used() >= 100'000);
    CHECK(budget.used() < 300'000);
    arena.clear();
    CHECK(budget.used() < 10'000);
    REQUIRE(arena.allocate(500'000) != nullptr);
    CHECK(budget.used() >= 500'000);
  }
  CHECK(budget.used() == 0);
}

TEST_CASE("the budget is used to its end and no further") {
  MemoryBudget budget(100'000);
  RowArena arena(budget);
  std::size_t allocated = 0;
  while (arena.allocate(1000) != nullptr) allocated += 1000;
  CHECK(allocated > 90'000);
  CHECK(budget.used() <= 100'000);
  CHECK(budget.exceeded().id() == ErrorId::memory_budget);
  CHECK(budget.exceeded().message().find("100000") != std::string::npos);
}

TEST_CASE("a kept row is a copy, and its place serves again") {
  MemoryBudget budget(1 << 20);
  RowArena arena(budget);
  KeptRow kept;
  {
    const std::string a = "first";
    const std::string b(300, 'x');
    const wire::Cell cells[] = {cell_of(a), {nullptr, 0, true}, cell_of(b)};
    REQUIRE(keep_row(arena, cells, true, kept));
  }
  REQUIRE(kept.cells.size() == 3);
  CHECK(kept.cells[0].text() == "first");
  CHECK(kept.cells[1].is_null);
  CHECK(kept.cells[2].text() == std::string(300, 'x'));
  const std::byte* const place = kept.memory;
  const std::string smaller = "second";
  const wire::Cell cells[] = {cell_of(smaller), cell_of(smaller), cell_of(smaller)};
  REQUIRE(keep_row(arena, cells, true, kept));
  CHECK(kept.memory == place);
  CHECK(kept.cells[1].text() == "second");
  CHECK_FALSE(kept.cells[1].is_null);
}

TEST_CASE("keeping ever larger rows in one place wastes a bounded share") {
  MemoryBudget budget(64 << 20);
  RowArena arena(budget);
  KeptRow kept;
  for (std::size_t size = 1; size < 200'000; size += 100) {
    const std::string text(size, 'x');
    const wire::Cell cell = cell_of(text);
    REQUIRE(keep_row(arena, {&cell, 1}, true, kept));
  }
  CHECK(budget.used() < 1'500'000);
}

}  // namespace sluice::executor::operators
