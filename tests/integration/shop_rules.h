// SPDX-License-Identifier: Apache-2.0
// The rules of the tests' shop, for a number of shards `ds_0` and up. Tables:
//   t_user                   by user_id over the sources
//   t_order, t_order_item    by user_id over the sources and order_id over two tables, binding
//   t_log                    by id over the sources, one table each (HASH_MOD)
//   t_key                    t_key.code (a binary string) by HASH_MOD
//   t_wire                   by id over the sources and two tables each; the wire tests' own
//   t_month, t_ranged, t_stretch, t_pair, t_hinted   an algorithm each
//   t_country                broadcast
//   t_setting                single
// Pure.
#pragma once

#include <cstddef>
#include <string>

namespace sluice::test {

// YAML from `rules:` on.
std::string shop_rules(std::size_t shards);

// `rules` with {shards} and {last} replaced by the number of shards and that of the last one.
std::string for_shards(std::string rules, std::size_t shards);

}  // namespace sluice::test
