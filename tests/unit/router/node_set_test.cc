// SPDX-License-Identifier: Apache-2.0
#include "router/node_set.h"

#include <vector>

#include <doctest/doctest.h>

namespace sluice::router {
namespace {

std::vector<std::size_t> members(const NodeSet& set) {
  std::vector<std::size_t> found;
  set.for_each([&](std::size_t node) { found.push_back(node); });
  return found;
}

}  // namespace

TEST_CASE("sets of every size, inline and beyond") {
  for (const std::size_t nodes : {1u, 63u, 64u, 65u, 256u, 257u, 1000u}) {
    CAPTURE(nodes);
    NodeSet set(nodes);
    CHECK(set.empty());
    set.insert(nodes - 1);
    CHECK(set.contains(nodes - 1));
    CHECK(set.first() == nodes - 1);
    CHECK(set.size() == 1);
    const NodeSet all = NodeSet::all(nodes);
    CHECK(all.size() == nodes);
    CHECK(members(all).size() == nodes);
    NodeSet both = all;
    both.intersect(set);
    CHECK(both == set);
    set.unite(all);
    CHECK(set == all);
    set.clear();
    CHECK(set.empty());
  }
}

}  // namespace sluice::router
