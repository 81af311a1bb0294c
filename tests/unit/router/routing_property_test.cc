// SPDX-License-Identifier: Apache-2.0
// Random joins with random conditions over small tables. Each query is evaluated twice by the
// simplest possible evaluator: over all rows, and unit by unit over the rows that lie where the
// plan sends it. Both must find the same rows, unless the plan is refused.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <random>

#include <doctest/doctest.h>

#include "fixture.h"

namespace sluice::router {
namespace {

constexpr std::size_t kMaxTables = 4;
constexpr int kValues = 4;  // ids are 0 .. 3

struct Row {
  std::array<int, 2> columns;  // as TableKindInfo names them; -1 is NULL
};

struct TableInfo {
  const char* name;
  std::array<const char*, 2> columns;
};

constexpr TableInfo kTables[] = {{"t_order", {"user_id", "order_id"}},
                                 {"t_order_item", {"user_id", "order_id"}},
                                 {"t_dict", {"id", "name"}},
                                 {"t_user", {"id", "age"}},
                                 {"t_setting", {"user_id", "k"}}};

// Where a row of a table lies, computed by hand from the configuration.
struct Place {
  int source;  // -1: everywhere
  std::string table;
};

Place place_of(std::size_t table, const Row& row) {
  switch (table) {
    case 0:
      return {row.columns[0] % 2, "t_order_" + std::to_string(row.columns[1] % 2)};
    case 1:
      return {row.columns[0] % 2, "t_order_item_" + std::to_string(row.columns[1] % 2)};
    case 2:
      return {-1, "t_dict"};
    case 3:
      return {row.columns[0] % 2, "t_user"};
    default:
      return {0, "t_setting"};
  }
}

enum class Truth { no, unknown, yes };

using Tuple = std::array<int, kMaxTables>;  // row of each table reference; -1: none

// A query: table references, a join tree over them, conditions.
struct Query {
  std::vector<std::size_t> tables;  // kTables index by reference
  std::vector<std::vector<Row>> rows;

  int value(const Tuple& tuple, std::size_t reference, std::size_t column) const {
    const int row = tuple[reference];
    return row < 0 ? -1 : rows[reference][static_cast<std::size_t>(row)].columns[column];
  }
};

struct Condition2 {
  enum class Kind { compare, columns, in, is_null, both, either, negate } kind;
  std::array<std::size_t, 2> reference{};
  std::array<std::size_t, 2> column{};
  std::string op;
  std::vector<int> values;
  std::vector<std::unique_ptr<Condition2>> parts;
};

Truth holds(const Condition2& c, const Query& query, const Tuple& tuple) {
  using Kind = Condition2::Kind;
  const auto compare = [](int a, const std::string& op, int b) {
    if (op == "<=>") return a == b ? Truth::yes : Truth::no;
    if (a < 0 || b < 0) return Truth::unknown;
    const bool result = op == "=" ? a == b : op == "<>" ? a != b : a < b;
    return result ? Truth::yes : Truth::no;
  };
  switch (c.kind) {
    case Kind::compare:
      return compare(query.value(tuple, c.reference[0], c.column[0]), c.op, c.values[0]);
    case Kind::columns:
      return compare(query.value(tuple, c.reference[0], c.column[0]), c.op,
                     query.value(tuple, c.reference[1], c.column[1]));
    case Kind::in: {
      Truth found = Truth::no;
      for (const int value : c.values) {
        found =
            std::max(found, compare(query.value(tuple, c.reference[0], c.column[0]), "=", value));
      }
      return found;
    }
    case Kind::is_null:
      return query.value(tuple, c.reference[0], c.column[0]) < 0 ? Truth::yes : Truth::no;
    case Kind::both:
      return std::min(holds(*c.parts[0], query, tuple), holds(*c.parts[1], query, tuple));
    case Kind::either:
      return std::max(holds(*c.parts[0], query, tuple), holds(*c.parts[1], query, tuple));
    case Kind::negate: {
      const Truth inner = holds(*c.parts[0], query, tuple);
      return inner == Truth::yes ? Truth::no : inner == Truth::no ? Truth::yes : Truth::unknown;
    }
  }
  return Truth::unknown;
}

struct Join {
  std::size_t reference = 0;  // a leaf
  std::string kind;           // empty for a leaf; JOIN, LEFT JOIN, RIGHT JOIN
  std::unique_ptr<Join> left, right;
  std::unique_ptr<Condition2> on;
};

std::vector<Tuple> evaluate(const Join& join, const Query& query,
                            const std::vector<std::vector<bool>>& visible) {
  std::vector<Tuple> result;
  Tuple none;
  none.fill(-1);
  if (join.kind.empty()) {
    for (std::size_t row = 0; row < query.rows[join.reference].size(); ++row) {
      if (!visible[join.reference][row]) continue;
      Tuple tuple = none;
      tuple[join.reference] = static_cast<int>(row);
      result.push_back(tuple);
    }
    return result;
  }
  std::vector<Tuple> left = evaluate(*join.left, query, visible);
  std::vector<Tuple> right = evaluate(*join.right, query, visible);
  const bool right_join = join.kind == "RIGHT JOIN";
  if (right_join) std::swap(left, right);
  for (const Tuple& outer : left) {
    bool matched = false;
    for (const Tuple& inner : right) {
      Tuple both = outer;
      for (std::size_t i = 0; i < kMaxTables; ++i) both[i] = std::max(both[i], inner[i]);
      if (join.on && holds(*join.on, query, both) != Truth::yes) continue;
      matched = true;
      result.push_back(both);
    }
    if (!matched && join.kind != "JOIN") result.push_back(outer);
  }
  return result;
}

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }

  Query query() {
    Query query;
    const int count = 1 + below(3);
    for (int i = 0; i < count; ++i) {
      query.tables.push_back(static_cast<std::size_t>(below(5)));
      if (below(2) == 0) query.tables.back() = static_cast<std::size_t>(below(2));
      // References to one table see the same rows.
      const auto same =
          std::find(query.tables.begin(), query.tables.end() - 1, query.tables.back());
      if (same != query.tables.end() - 1) {
        query.rows.push_back(query.rows[static_cast<std::size_t>(same - query.tables.begin())]);
        continue;
      }
      auto& rows = query.rows.emplace_back();
      const int size = below(9);
      for (int row = 0; row < size; ++row) {
        rows.push_back(
            {{below(kValues), query.tables.back() < 2 ? below(kValues) : below(kValues + 1) - 1}});
      }
    }
    return query;
  }

  std::unique_ptr<Join> join(std::size_t first, std::size_t last, const Query& query) {
    auto made = std::make_unique<Join>();
    if (last - first == 1) {
      made->reference = first;
      return made;
    }
    const std::size_t middle =
        first + 1 + static_cast<std::size_t>(below(static_cast<int>(last - first - 1)));
    const char* kinds[] = {"JOIN", "LEFT JOIN", "RIGHT JOIN", "LEFT JOIN"};
    made->kind = kinds[below(4)];
    made->left = join(first, middle, query);
    made->right = join(middle, last, query);
    made->on = conjunction(first, last, query, 1 + below(3), true);
    return made;
  }

  std::unique_ptr<Condition2> conjunction(std::size_t first, std::size_t last, const Query& query,
                                          int parts, bool joins) {
    std::unique_ptr<Condition2> all;
    for (int i = 0; i < parts; ++i) {
      auto part =
          joins && below(3) > 0 ? key_equality(first, last) : condition(first, last, query, 2);
      if (!all) {
        all = std::move(part);
        continue;
      }
      auto both = std::make_unique<Condition2>();
      both->kind = Condition2::Kind::both;
      both->parts.push_back(std::move(all));
      both->parts.push_back(std::move(part));
      all = std::move(both);
    }
    return all;
  }

 private:
  std::size_t reference(std::size_t first, std::size_t last) {
    return first + static_cast<std::size_t>(below(static_cast<int>(last - first)));
  }

  std::unique_ptr<Condition2> key_equality(std::size_t first, std::size_t last) {
    auto made = std::make_unique<Condition2>();
    made->kind = Condition2::Kind::columns;
    made->op = "=";
    made->reference = {reference(first, last), reference(first, last)};
    const auto column = static_cast<std::size_t>(below(2));
    made->column = {column, column};
    return made;
  }

  std::unique_ptr<Condition2> condition(std::size_t first, std::size_t last, const Query& query,
                                        int depth) {
    auto made = std::make_unique<Condition2>();
    using Kind = Condition2::Kind;
    const int choice = below(depth > 0 ? 10 : 6);
    made->reference = {reference(first, last), reference(first, last)};
    made->column = {static_cast<std::size_t>(below(2)), static_cast<std::size_t>(below(2))};
    const char* ops[] = {"=", "=", "=", "<>", "<", "<=>"};
    if (choice < 3) {
      made->kind = Kind::compare;
      made->op = ops[below(6)];
      made->values = {below(kValues)};
    } else if (choice == 3) {
      made->kind = Kind::columns;
      made->op = ops[below(4)];
    } else if (choice == 4) {
      made->kind = Kind::in;
      made->values.resize(static_cast<std::size_t>(1 + below(3)));
      for (int& value : made->values) value = below(kValues);
    } else if (choice == 5) {
      made->kind = Kind::is_null;
    } else {
      made->kind = choice == 6 ? Kind::negate : choice < 9 ? Kind::either : Kind::both;
      made->parts.push_back(condition(first, last, query, depth - 1));
      if (made->kind != Kind::negate)
        made->parts.push_back(condition(first, last, query, depth - 1));
    }
    return made;
  }

  std::mt19937 random_;
};

std::string column_sql(const Query& query, std::size_t reference, std::size_t column) {
  return "r" + std::to_string(reference) + "." + kTables[query.tables[reference]].columns[column];
}

std::string sql_of(const Condition2& c, const Query& query) {
  using Kind = Condition2::Kind;
  const std::string left = column_sql(query, c.reference[0], c.column[0]);
  switch (c.kind) {
    case Kind::compare:
      return left + " " + c.op + " " + std::to_string(c.values[0]);
    case Kind::columns:
      return left + " " + c.op + " " + column_sql(query, c.reference[1], c.column[1]);
    case Kind::in: {
      std::string text = left + " IN (";
      for (std::size_t i = 0; i < c.values.size(); ++i) {
        text += (i == 0 ? "" : ", ") + std::to_string(c.values[i]);
      }
      return text + ")";
    }
    case Kind::is_null:
      return left + " IS NULL";
    case Kind::both:
      return "(" + sql_of(*c.parts[0], query) + " AND " + sql_of(*c.parts[1], query) + ")";
    case Kind::either:
      return "(" + sql_of(*c.parts[0], query) + " OR " + sql_of(*c.parts[1], query) + ")";
    case Kind::negate:
      return "NOT (" + sql_of(*c.parts[0], query) + ")";
  }
  return "";
}

std::string sql_of(const Join& join, const Query& query) {
  if (join.kind.empty()) {
    return std::string(kTables[query.tables[join.reference]].name) + " r" +
           std::to_string(join.reference);
  }
  const auto side = [&](const Join& each) {
    return each.kind.empty() ? sql_of(each, query) : "(" + sql_of(each, query) + ")";
  };
  return side(*join.left) + " " + join.kind + " " + side(*join.right) + " ON " +
         sql_of(*join.on, query);
}

// Which rows of each reference a unit sees.
std::vector<std::vector<bool>> visible_in(const Query& query, const RoutedPlan& plan,
                                          const Unit& unit) {
  std::vector<std::vector<bool>> visible;
  for (std::size_t reference = 0; reference < query.tables.size(); ++reference) {
    auto& rows = visible.emplace_back();
    const std::string_view actual = actual_table(plan, unit, reference);
    for (const Row& row : query.rows[reference]) {
      const Place place = place_of(query.tables[reference], row);
      const bool here = place.source < 0 || place.source == unit.data_source;
      rows.push_back(here && place.table == actual);
    }
  }
  return visible;
}

// The rows that a federation gathers, its conditions on single tables apart.
std::vector<std::vector<bool>> visible_when_gathered(const Query& query, const RoutedPlan& plan,
                                                     const Resolution& resolution) {
  std::vector<std::vector<bool>> visible(query.tables.size());
  for (std::size_t i = 0; i < visible.size(); ++i) {
    const std::size_t reference = plan.federation->gathers[i].table;
    const TableRule& rule = *plan.tables[reference].rule;
    for (const Row& row : query.rows[reference]) {
      const Place place = place_of(query.tables[reference], row);
      const auto& units = resolution.gathers[i];
      visible[reference].push_back(std::any_of(units.begin(), units.end(), [&](const Unit& unit) {
        const bool here = place.source < 0 || place.source == unit.data_source;
        return here && place.table == rule.nodes[unit.node].table;
      }));
    }
  }
  return visible;
}

std::vector<Tuple> select(const Query& query, const Join& from, const Condition2* where,
                          const std::vector<std::vector<bool>>& visible) {
  std::vector<Tuple> rows = evaluate(from, query, visible);
  std::erase_if(rows, [&](const Tuple& tuple) {
    return where != nullptr && holds(*where, query, tuple) != Truth::yes;
  });
  return rows;
}

struct Counts {
  int single = 0;
  int federated = 0;
  int scattered = 0;
  int refused = 0;
};

void check_one(unsigned seed, Counts& counts) {
  Generator generator(seed);
  const Query query = generator.query();
  const auto from = generator.join(0, query.tables.size(), query);
  const auto where =
      generator.conjunction(0, query.tables.size(), query, 1 + generator.below(4), false);
  TestStatement statement("SELECT 1 FROM " + sql_of(*from, query) + " WHERE " +
                          sql_of(*where, query));
  CAPTURE(seed);
  CAPTURE(statement.sql);
  const Result<PlanPtr> plan = statement.plan();
  if (!plan) {
    REQUIRE_MESSAGE(plan.error().id() == ErrorId::not_colocated, plan.error().message());
    ++counts.refused;
    return;
  }
  const RoutedPlan& routed = *(*plan)->routed();
  Resolution resolution;
  const Result<void> resolved = resolve(routed, statement.values(), kTestTime, resolution);
  if (!resolved) {
    const bool refusal = resolved.error().id() == ErrorId::not_colocated ||
                         resolved.error().id() == ErrorId::scatter_unsupported;
    REQUIRE_MESSAGE(refusal, resolved.error().message());
    ++counts.refused;
    return;
  }
  std::vector<Tuple> sharded;
  if (resolution.federated) {
    ++counts.federated;
    sharded = select(query, *from, where.get(), visible_when_gathered(query, routed, resolution));
    resolution.units.clear();
  } else {
    ++(resolution.units.size() == 1 ? counts.single : counts.scattered);
  }
  for (const Unit& unit : resolution.units) {
    const auto part = select(query, *from, where.get(), visible_in(query, routed, unit));
    sharded.insert(sharded.end(), part.begin(), part.end());
  }
  std::vector<std::vector<bool>> everything;
  for (const auto& rows : query.rows) everything.emplace_back(rows.size(), true);
  std::vector<Tuple> whole = select(query, *from, where.get(), everything);
  std::sort(sharded.begin(), sharded.end());
  std::sort(whole.begin(), whole.end());
  REQUIRE(sharded == whole);
}

}  // namespace

TEST_CASE("the sharded answer is the unsharded answer, for random joins and conditions") {
  Counts counts;
  const char* more = std::getenv("SLUICE_SEEDS");
  const unsigned seeds = more == nullptr ? 12'000 : static_cast<unsigned>(std::stoul(more));
  for (unsigned seed = 0; seed < seeds; ++seed) check_one(seed, counts);
  MESSAGE("single " << counts.single << ", scattered " << counts.scattered << ", federated "
                    << counts.federated << ", refused " << counts.refused);
  CHECK(counts.single > 1000);
  CHECK(counts.scattered > 1000);
  CHECK(counts.federated > 1000);
}

}  // namespace sluice::router
