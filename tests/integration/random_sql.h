// SPDX-License-Identifier: Apache-2.0
// Random statements over the tables of the integration tests' cluster (tests/integration/cases/
// 10_schema.test): the same seed gives the same statements. Every answer is determined by the
// statement: rows have a total order or are compared as a set, no sum depends on the order of its
// terms, and where strings are equal without being the same, letter case is not compared.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace sluice::test {

struct RandomStatement {
  std::string sql;
  bool ordered = false;  // the order of the rows is determined, too
};

class RandomSql {
 public:
  explicit RandomSql(std::uint32_t seed) : random_(seed) {}

  RandomStatement next();
  // Multi-row INSERTs of rows beside those of the schema file.
  std::vector<std::string> load();

 private:
  enum class Kind : std::uint8_t { user_id, order_id, item_id, number, decimal, text, date, level };
  struct Column {
    const char* name;
    Kind kind;
  };
  // A table under an alias.
  struct Table {
    const char* name;
    const char* alias;
    const std::vector<Column>* columns;
    const char* key;  // unique
    std::string of(const char* column) const { return std::string(alias) + "." + column; }
    std::string in_from() const { return std::string(name) + " " + alias; }
  };
  using Tables = std::vector<Table>;

  static Table user(const char* alias);
  static Table order(const char* alias);
  static Table item(const char* alias);

  std::uint32_t below(std::uint32_t limit) { return random_() % limit; }
  bool chance(std::uint32_t percent) { return below(100) < percent; }
  const char* one_of(std::initializer_list<const char*> texts);
  Table any_table(const char* alias);
  const Column& any_column(const Table& table);

  std::string value(Kind kind);
  std::string values(Kind kind);  // a list
  std::string comparison(const Table& table);
  std::string predicate(const Table& table, int depth);
  std::string where(const Tables& tables);
  std::string column_list(const Tables& tables);
  std::string total_order(const Tables& tables);
  std::string aggregate(const Table& table);
  std::string limit();
  RandomStatement finish(std::string sql, const Tables& tables);

  RandomStatement rows();
  RandomStatement totals();
  RandomStatement groups();
  RandomStatement distinct();
  RandomStatement join();
  RandomStatement subquery();
  RandomStatement set_operation();
  RandomStatement window();
  // random_local.cc
  RandomStatement local();
  RandomStatement over_derived();
  RandomStatement tied_subquery();
  RandomStatement first_of_each();
  std::string tie();
  std::string derived();
  std::string derived_condition();
  // random_change.cc
  RandomStatement change();
  RandomStatement limited_change();
  RandomStatement change_by_other_table();
  RandomStatement moving_change();
  RandomStatement insert_select();
  std::string user_row(int id);
  std::string order_row(int id);
  std::string item_row(int id);

  std::mt19937 random_;
  int next_id_ = 5000;
};

}  // namespace sluice::test
