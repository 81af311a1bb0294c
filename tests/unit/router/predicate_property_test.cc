// SPDX-License-Identifier: Apache-2.0
// Routing a predicate never loses a row. For a table of each algorithm: every row is placed by an
// INSERT, random predicates are evaluated over all rows by the simplest evaluator, and each row
// that is found must lie on a node that the SELECT goes to. Predicates that must narrow are checked
// to.
#include <functional>
#include <optional>
#include <random>
#include <set>

#include <doctest/doctest.h>

#include "common/base/civil_time.h"
#include "fixture.h"

namespace sluice::router {
namespace {

struct Row {
  std::string k;  // as SQL; NULL is not among them, it has no place
  std::int64_t k_value;
  std::int64_t v;
  std::size_t node = 0;
};

std::set<std::size_t> resolved_nodes(const std::string& sql) {
  TestStatement statement(sql, "rules");
  CAPTURE(sql);
  const auto plan = statement.plan();
  REQUIRE_MESSAGE(plan.ok(), (plan.ok() ? "" : plan.error().message()));
  Resolution resolution;
  const auto done = resolve(*(*plan)->routed(), statement.values(), kTestTime, resolution);
  REQUIRE_MESSAGE(done.ok(), (done.ok() ? "" : done.error().message()));
  std::set<std::size_t> nodes;
  for (const Unit& unit : resolution.units) nodes.insert(unit.node);
  return nodes;
}

// `times`: k is a DATETIME.
class Prober {
 public:
  Prober(std::string table, bool times) : table_(std::move(table)), times_(times) {
    for (int i = -9; i <= 9; ++i) {
      if (times_ && (i < -1 || i > 6)) continue;  // of which months there are tables
      for (std::int64_t v = 0; v < 3; ++v) rows_.push_back({literal(i), value(i), v});
    }
    for (Row& row : rows_) {
      const auto nodes = resolved_nodes("INSERT INTO " + table_ + " (k, v) VALUES (" + row.k +
                                        ", " + std::to_string(row.v) + ")");
      REQUIRE(nodes.size() == 1);
      row.node = *nodes.begin();
    }
  }

  void run(std::uint32_t seed, int rounds) {
    random_.seed(seed);
    for (int round = 0; round < rounds; ++round) {
      const Predicate predicate = either(2);
      const auto nodes = resolved_nodes("SELECT * FROM " + table_ + " WHERE " + predicate.sql);
      if (nodes.size() < 2) ++narrow_;
      CAPTURE(predicate.sql);
      for (const Row& row : rows_) {
        CAPTURE(row.k);
        CAPTURE(row.v);
        if (predicate.holds(row) == true) CHECK(nodes.contains(row.node));
      }
    }
  }

  int narrow() const { return narrow_; }

 private:
  struct Predicate {
    std::string sql;
    std::function<std::optional<bool>(const Row&)> holds;
  };

  int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }

  static CivilMicros instant(int i) {
    return *parse_civil("2026-01-15 18:00:00") + i * 13 * kMicrosPerDay;
  }
  std::int64_t value(int i) const { return times_ ? instant(i) : i; }
  std::string literal(int i) const {
    if (!times_) return std::to_string(i);
    const CivilTime civil = to_civil(instant(i));
    char text[40];
    std::snprintf(text, sizeof text, "'%04d-%02u-%02u %02u:%02u:%02u'", civil.year, civil.month,
                  civil.day, civil.hour, civil.minute, civil.second);
    return text;
  }

  Predicate compare() {
    static constexpr const char* kOps[] = {"=", "<", "<=", ">", ">=", "<=>", "<>"};
    const int op = pick(7);
    const bool of_k = pick(4) != 0;
    const int number = pick(25) - 12;
    const std::int64_t right = of_k ? value(number) : number;
    const bool null = pick(20) == 0;
    const std::string text = null ? "NULL" : of_k ? literal(number) : std::to_string(number);
    const bool swapped = pick(3) == 0;
    Predicate made;
    const std::string column = of_k ? "k" : "v";
    made.sql =
        swapped ? text + " " + kOps[op] + " " + column : column + " " + kOps[op] + " " + text;
    made.holds = [=](const Row& row) -> std::optional<bool> {
      std::int64_t a = of_k ? row.k_value : row.v;
      std::int64_t b = right;
      if (null) return op == 5 ? std::optional(false) : std::nullopt;
      if (swapped) std::swap(a, b);
      switch (op) {
        case 1:
          return a < b;
        case 2:
          return a <= b;
        case 3:
          return a > b;
        case 4:
          return a >= b;
        case 6:
          return a != b;
        default:
          return a == b;
      }
    };
    return made;
  }

  Predicate between() {
    const int low = pick(25) - 12;
    const int high = low + pick(8) - 2;
    const bool negated = pick(6) == 0;
    Predicate made;
    made.sql = std::string("k ") + (negated ? "NOT " : "") + "BETWEEN " + literal(low) + " AND " +
               literal(high);
    made.holds = [=, from = value(low), to = value(high)](const Row& row) {
      return std::optional((row.k_value >= from && row.k_value <= to) != negated);
    };
    return made;
  }

  Predicate in_list() {
    const bool rows = pick(2) == 0;
    const bool negated = pick(6) == 0;
    std::vector<std::pair<std::int64_t, std::int64_t>> values;
    Predicate made;
    made.sql = rows ? "(k, v) " : "k ";
    made.sql += negated ? "NOT IN (" : "IN (";
    for (int i = 0; i <= pick(3); ++i) {
      const int k = pick(25) - 12;
      const int v = pick(4);
      values.emplace_back(value(k), v);
      if (values.size() > 1) made.sql += ", ";
      made.sql += rows ? "(" + literal(k) + ", " + std::to_string(v) + ")" : literal(k);
    }
    made.sql += ")";
    made.holds = [=](const Row& row) {
      bool found = false;
      for (const auto& [k, v] : values) {
        found = found || (row.k_value == k && (!rows || row.v == v));
      }
      return std::optional(found != negated);
    };
    return made;
  }

  Predicate row_equality() {
    const int k = pick(19) - 9;
    const int v = pick(3);
    Predicate made;
    made.sql = "(k, v) = (" + literal(k) + ", " + std::to_string(v) + ")";
    made.holds = [=, want = value(k)](const Row& row) {
      return std::optional(row.k_value == want && row.v == v);
    };
    return made;
  }

  Predicate leaf() {
    switch (pick(6)) {
      case 0:
        return between();
      case 1:
        return in_list();
      case 2:
        return row_equality();
      default:
        return compare();
    }
  }

  Predicate either(int depth) {
    if (depth == 0 || pick(4) == 0) return leaf();
    Predicate left = either(depth - 1);
    Predicate right = either(depth - 1);
    const int kind = pick(5);
    Predicate made;
    if (kind == 0) {
      made.sql = "NOT (" + left.sql + ")";
      made.holds = [inner = left.holds](const Row& row) -> std::optional<bool> {
        const auto truth = inner(row);
        if (!truth) return std::nullopt;
        return !*truth;
      };
      return made;
    }
    const bool both = kind < 3;
    made.sql = "(" + left.sql + (both ? " AND " : " OR ") + right.sql + ")";
    made.holds = [=, a = left.holds, b = right.holds](const Row& row) -> std::optional<bool> {
      const auto x = a(row);
      const auto y = b(row);
      if (x == !both || y == !both) return !both;
      if (!x || !y) return std::nullopt;
      return both;
    };
    return made;
  }

  std::string table_;
  bool times_;
  std::vector<Row> rows_;
  std::mt19937 random_;
  int narrow_ = 0;
};

}  // namespace

TEST_CASE("routing a predicate never loses a row") {
  for (const char* table : {"t_inline", "t_mod", "t_hash", "t_volume", "t_boundary", "t_pair"}) {
    CAPTURE(table);
    Prober prober(table, false);
    prober.run(1, 1'500);
    CHECK(prober.narrow() > 150);
  }
  for (const char* table : {"t_month", "t_stretch"}) {
    CAPTURE(table);
    Prober prober(table, true);
    prober.run(2, 1'500);
    CHECK(prober.narrow() > 150);
  }
}

TEST_CASE("what must narrow does") {
  using Nodes = std::set<std::size_t>;
  const auto nodes = [](const std::string& condition) {
    return resolved_nodes("SELECT * FROM " + condition);
  };
  CHECK(nodes("t_mod WHERE k BETWEEN 4 AND 5") == Nodes{0, 1});
  CHECK(nodes("t_mod WHERE k > 4 AND k < 6") == Nodes{1});
  CHECK(nodes("t_mod WHERE k BETWEEN 4 AND 400") == Nodes{0, 1, 2, 3});
  CHECK(nodes("t_mod WHERE k BETWEEN 5 AND 4").size() == 1);
  CHECK(nodes("t_volume WHERE k >= 2") == Nodes{3, 4});
  CHECK(nodes("t_volume WHERE k < -4") == Nodes{0});
  CHECK(nodes("t_volume WHERE '1' > k") == Nodes{0, 1, 2});
  CHECK(nodes("t_boundary WHERE k > 0 AND k <= 1") == Nodes{3});
  CHECK(nodes("t_month WHERE k >= '2026-03-01'") == Nodes{2, 3});
  CHECK(nodes("t_month WHERE k >= '2026-02-01' AND k < '2026-03-01'") == Nodes{1});
  CHECK(nodes("t_month WHERE k = 20260201") == Nodes{1});
  CHECK(nodes("t_month WHERE k BETWEEN 20260201 AND 20260301000000") == Nodes{0, 1, 2, 3});
  CHECK(nodes("t_month WHERE k < '2026-02-01T00:00:00'") == Nodes{0, 1, 2, 3});
  CHECK(nodes("t_month WHERE k = '2026-2-1'") == Nodes{0, 1, 2, 3});
  CHECK(nodes("t_pair WHERE k = 1 AND v IN (1, 2)") == Nodes{0, 3});
  CHECK(nodes("t_pair WHERE k = 1 AND (v = 1 OR v = 2)") == Nodes{0, 3});
  CHECK(nodes("t_pair WHERE (k, v) IN ((1, 1), (1, 2))") == Nodes{0, 3});
  CHECK(nodes("t_pair WHERE k = 1") == Nodes{0, 1, 2, 3});
  CHECK(nodes("t_inline WHERE (k, v) = (3, 4)") == Nodes{4});
}

TEST_CASE("an INSERT of a time that the column would change is refused") {
  const auto refused = [](const std::string& value) {
    TestStatement statement("INSERT INTO t_month (k, v) VALUES (" + value + ", 1)", "rules");
    const auto plan = statement.plan();
    REQUIRE(plan.ok());
    Resolution resolution;
    const auto done = resolve(*(*plan)->routed(), statement.values(), kTestTime, resolution);
    return !done.ok();
  };
  CHECK_FALSE(refused("'2026-01-31 23:59:59'"));
  CHECK_FALSE(refused("'2026-01-31 23:59:59.000'"));
  CHECK(refused("'2026-01-31 23:59:59.7'"));  // becomes February
  CHECK(refused("'2025-12-31'"));
  CHECK(refused("'2026-05-01'"));  // there is no such table
  CHECK(refused("NULL"));
}

}  // namespace sluice::router
