// SPDX-License-Identifier: Apache-2.0
// TPC-C (specification revision 5.11) in small: its nine tables and five transactions, with fewer
// customers and items per warehouse than the specification has, so that terminals meet each other
// more often. Everything lies by its warehouse, items are broadcast. Thread rule: a terminal is one
// thread's.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/support/test_client.h"
#include "tests/support/tpc/tpc_random.h"

namespace sluice::test {

constexpr int kTpccWarehouses = 4;
constexpr int kTpccDistricts = 10;  // of each warehouse
constexpr int kTpccCustomers = 30;  // of each district; 3,000 in the specification
constexpr int kTpccItems = 100;     // 100,000 in the specification

// YAML from `rules:` on, for test::for_shards().
extern const char* const kTpccRules;

// CREATE TABLE and INSERT statements of the initial rows.
std::vector<std::string> tpcc_set_up();

// A tenth of a district's customers share each name (clause 4.3.2.3 has a hundred times as many).
std::string tpcc_last_name(int customer);

// Runs a statement somewhere and returns what it gave; what a terminal does depends on nothing
// else.
using TpccRun = std::function<QueryResult(const std::string& sql)>;

// One terminal: which transactions it runs, with which values, follows from its seed.
class TpccTerminal {
 public:
  TpccTerminal(std::uint64_t seed, TpccRun run) : random_(seed), run_(std::move(run)) {}

  // One of the five, by the specification's weights, from BEGIN to COMMIT (of new orders, one in
  // a hundred rolls back). Throws what a statement threw; the transaction is then open still.
  void next();

 private:
  struct Line {
    int item;
    int supplier;  // warehouse
    int quantity;
  };

  void new_order();
  void order_line(const Line& line, int number, int order, int warehouse, int district);
  void payment();
  void order_status();
  void delivery();
  void stock_level();
  // By name for 60 of 100, in the middle of those with that name (clause 2.5.2.2), else by number.
  int customer(int warehouse, int district);
  std::string value(const std::string& sql);  // the first column of the first row; empty: no row

  TpcRandom random_;
  TpccRun run_;
  std::uint32_t clock_ = 0;  // seconds: times are made up, so that two sides get the same
};

struct TpccCondition {
  const char* what;
  const char* sql;  // gives the rows that break it
};
// Consistency conditions 1 to 8 of clause 3.3.2 which hold between transactions.
const std::vector<TpccCondition>& tpcc_conditions();

}  // namespace sluice::test
