// SPDX-License-Identifier: Apache-2.0
// The tables of TPC-H (specification revision 3, clause 4.2) with rows of the kind that its 22
// queries look for, made the same on every machine and in every run: the domains and the relations
// of the specification, another random generator, shorter comments. Thread rule: none. Ownership:
// rows are passed by reference for the time of the call.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace sluice::test {

// A row's values as SQL literals, numbers and quoted strings, in the order of the table's columns.
using TpchRow = std::vector<std::string>;
using TpchSink = std::function<void(const TpchRow& row)>;

struct TpchTable {
  std::string name;
  std::string create;  // CREATE TABLE
};

// In an order in which they can be filled.
const std::vector<TpchTable>& tpch_tables();

// `scale` thousandths of the specification's scale factor 1: 10 are 60,000 lines of orders.
// Throws std::invalid_argument for a name that is no table's.
void make_tpch_rows(const std::string& table, std::uint32_t scale, const TpchSink& sink);

}  // namespace sluice::test
