// SPDX-License-Identifier: Apache-2.0
#include "common/telemetry/digest_table.h"

#include <algorithm>

#include <doctest/doctest.h>

namespace sluice {
namespace {

using std::chrono::microseconds;

DigestCosts costs(int time, std::uint64_t errors = 0) {
  return {.count = 1,
          .errors = errors,
          .rows = 2,
          .time = microseconds(time),
          .longest = microseconds(time)};
}

}  // namespace

TEST_CASE("statements of one shape add up, each database for itself") {
  DigestTable table;
  const std::uint64_t shop = DigestTable::key_of(7, "shop");
  const std::uint64_t other = DigestTable::key_of(7, "other");
  CHECK(shop != other);
  table.insert(shop, "shop", "SELECT ?");
  table.add(shop, costs(10));
  table.add(shop, costs(30, 1));
  CHECK(table.contains(shop));
  CHECK_FALSE(table.contains(other));
  const std::vector<Digest> digests = table.list();
  REQUIRE(digests.size() == 1);
  CHECK(digests[0].text == "SELECT ?");
  CHECK(digests[0].database == "shop");
  CHECK(digests[0].costs.count == 2);
  CHECK(digests[0].costs.errors == 1);
  CHECK(digests[0].costs.rows == 4);
  CHECK(digests[0].costs.time == microseconds(40));
  CHECK(digests[0].costs.longest == microseconds(30));
}

TEST_CASE("a flood of shapes pushes out the cheap ones and loses no count") {
  DigestTable table;
  table.insert(1, "shop", "dear");
  table.add(1, costs(1'000'000));
  constexpr std::uint64_t kFlood = 20'000;
  for (std::uint64_t key = 2; key < 2 + kFlood; ++key) {
    table.insert(key, "shop", "cheap");
    table.add(key, costs(1));
    REQUIRE(table.size() <= DigestTable::kCapacity);
  }
  CHECK(table.contains(1));
  const std::vector<Digest> digests = table.list();
  CHECK(digests.back().key == 0);
  std::uint64_t count = 0;
  for (const Digest& digest : digests) count += digest.costs.count;
  CHECK(count == kFlood + 1);
}

TEST_CASE("a statement that has made room while it ran is counted with the others") {
  DigestTable table;
  table.add(42, costs(5));
  const std::vector<Digest> digests = table.list();
  REQUIRE(digests.size() == 1);
  CHECK(digests[0].key == 0);
  CHECK(digests[0].costs.count == 1);
}

TEST_CASE("of a long text the beginning is kept") {
  DigestTable table;
  table.insert(1, "shop", std::string(5'000, 'x'));
  CHECK(table.list().at(0).text.size() == DigestTable::kTextBytes);
}

}  // namespace sluice
