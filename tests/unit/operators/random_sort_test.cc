// SPDX-License-Identifier: Apache-2.0
// Merge sort, DISTINCT and LIMIT against a plain sort of all rows in memory, for random inputs.
#include <algorithm>
#include <random>

#include <doctest/doctest.h>

#include "merge_fixture.h"

namespace sluice::executor::test {
namespace {

// Strings with their weights in utf8mb4_general_ci and the rank that MariaDB 10.11 gives them.
struct Text {
  const char* value;
  const char* weight;
  int rank;
};
constexpr Text kTexts[] = {{"", "", 1},
                           {"  ", "00200020", 1},
                           {"\t", "0009", 0},
                           {"a\t", "00410009", 2},
                           {"a", "0041", 3},
                           {"A ", "00410020", 3},
                           {"\xc3\xa1", "0041", 3},
                           {"a b", "004100200042", 4},
                           {"ae", "00410045", 5},
                           {"b", "0042", 6},
                           {"B  ", "004200200020", 6},
                           {"ss", "00530053", 7}};

enum Column : unsigned { kInteger, kDecimal, kText, kDouble, kTime, kLabel, kColumns };
constexpr unsigned kKeyColumns = 5;

// A row with the numbers that its columns are ordered by.
struct Row {
  TestRow cells;
  std::optional<double> rank[kKeyColumns];
};

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  unsigned below(unsigned limit) { return random_() % limit; }

  Row row() {
    Row made;
    made.cells.resize(kColumns + 1);
    if (below(6) != 0) {
      const int value = static_cast<int>(below(9)) - 4;
      set(made, kInteger, std::to_string(value), value);
    }
    if (below(6) != 0) {
      const int hundredths = static_cast<int>(below(401)) - 200;
      char text[16];
      std::snprintf(text, sizeof text, "%s%d.%02d", hundredths < 0 ? "-" : "",
                    std::abs(hundredths) / 100, std::abs(hundredths) % 100);
      set(made, kDecimal, text, hundredths);
    }
    if (below(6) != 0) {
      const Text& text = kTexts[below(std::size(kTexts))];
      set(made, kText, text.value, text.rank);
      made.cells[kColumns] = from_hex(text.weight);
    }
    if (below(6) != 0) {
      static constexpr const char* kDoubles[] = {"-1e20", "-0.5", "0", "1e-16", "0.5", "1e15"};
      const unsigned which = below(std::size(kDoubles));
      set(made, kDouble, kDoubles[which], which);
    }
    if (below(6) != 0) {
      static constexpr const char* kTimes[] = {"-100:00:00", "-00:00:01", "00:00:00",
                                               "09:00:00",   "10:00:00",  "838:59:59"};
      const unsigned which = below(std::size(kTimes));
      set(made, kTime, kTimes[which], which);
    }
    made.cells[kLabel] = std::to_string(labels_++);
    return made;
  }

 private:
  static void set(Row& row, unsigned column, std::string text, double rank) {
    row.cells[column] = std::move(text);
    row.rank[column] = rank;
  }

  std::mt19937 random_;
  unsigned labels_ = 0;
};

struct Order {
  unsigned column;
  bool descending;
};

int compare_rows(const std::vector<Order>& order, const Row& a, const Row& b) {
  for (const Order& by : order) {
    const std::optional<double>& x = a.rank[by.column];
    const std::optional<double>& y = b.rank[by.column];
    if (x != y) return (x < y) != by.descending ? -1 : 1;  // nullopt is below all numbers
  }
  return 0;
}

std::vector<Order> random_order(Generator& random) {
  std::vector<Order> order;
  for (unsigned column = 0; column < kKeyColumns; ++column) {
    if (random.below(2) != 0) order.push_back({column, random.below(2) != 0});
  }
  if (order.empty()) order.push_back({kInteger, false});
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  return order;
}

std::vector<router::SortKey> keys_of(const std::vector<Order>& order) {
  std::vector<router::SortKey> keys;
  for (const Order& by : order) {
    keys.push_back(by.column == kText
                       ? text_key(visible(kText), hidden(0), "utf8mb4_general_ci", by.descending)
                       : key_of(visible(by.column), by.descending));
  }
  return keys;
}

MergeCase random_case(Generator& random) {
  MergeCase merge;
  merge.columns = {int_column(),
                   decimal_column(2),
                   text_column(),
                   double_column(),
                   typed_column(wire::ColumnType::time),
                   int_column(),
                   binary_column()};
  merge.plan.hidden_columns = 1;
  merge.batch_rows = 1 + random.below(7);
  merge.output_rows = 1 + random.below(9);
  merge.format = random.below(2) != 0 ? wire::RowFormat::text : wire::RowFormat::binary;
  return merge;
}

TestRow shown(const Row& row) {
  return {row.cells.begin(), row.cells.end() - 1};
}

enum class Inputs : bool { sorted, any_order };

// Gives the merge its inputs; all rows in the order that the merge must give.
std::vector<Row> random_inputs(Generator& random, const std::vector<Order>& order, Inputs kind,
                               MergeCase& merge) {
  const auto before = [&](const Row& a, const Row& b) { return compare_rows(order, a, b) < 0; };
  std::vector<Row> all;
  for (unsigned inputs = random.below(6); inputs != 0; --inputs) {
    std::vector<Row> rows(random.below(25));
    std::generate(rows.begin(), rows.end(), [&] { return random.row(); });
    if (kind == Inputs::sorted) std::stable_sort(rows.begin(), rows.end(), before);
    TestRows& input = merge.inputs.emplace_back();
    for (const Row& row : rows) input.push_back(row.cells);
    all.insert(all.end(), rows.begin(), rows.end());
  }
  std::stable_sort(all.begin(), all.end(), before);
  return all;
}

void apply_limit(Generator& random, MergeCase& merge, TestRows& expected) {
  if (random.below(2) != 0) return;
  merge.plan.limit.emplace();
  merge.offset = random.below(20);
  merge.count = random.below(30);
  const std::size_t from = std::min<std::size_t>(merge.offset, expected.size());
  expected.erase(expected.begin(), expected.begin() + static_cast<long>(from));
  if (expected.size() > merge.count) expected.resize(merge.count);
}

}  // namespace

TEST_CASE("random merges equal a sort of everything") {
  for (unsigned seed = 0; seed < 700; ++seed) {
    CAPTURE(seed);
    Generator random(seed);
    const std::vector<Order> order = random_order(random);
    MergeCase merge = random_case(random);
    merge.plan.input_order = keys_of(order);
    TestRows expected;
    for (const Row& row : random_inputs(random, order, Inputs::sorted, merge)) {
      expected.push_back(shown(row));
    }
    apply_limit(random, merge, expected);
    const MergeOutcome outcome = run_merge(merge);
    REQUIRE_FALSE(outcome.error.has_value());
    CHECK(outcome.rows == expected);
  }
}

TEST_CASE("random sorts of concatenated inputs equal a sort of everything") {
  for (unsigned seed = 0; seed < 700; ++seed) {
    CAPTURE(seed);
    Generator random(seed);
    const std::vector<Order> order = random_order(random);
    MergeCase merge = random_case(random);
    merge.plan.final_order = keys_of(order);
    TestRows expected;
    for (const Row& row : random_inputs(random, order, Inputs::any_order, merge)) {
      expected.push_back(shown(row));
    }
    apply_limit(random, merge, expected);
    const MergeOutcome outcome = run_merge(merge);
    REQUIRE_FALSE(outcome.error.has_value());
    CHECK(outcome.rows == expected);
  }
}

TEST_CASE("random DISTINCT, sorted and by a set") {
  for (unsigned seed = 0; seed < 700; ++seed) {
    CAPTURE(seed);
    Generator random(seed);
    const std::vector<Order> order = random_order(random);
    MergeCase merge = random_case(random);
    const bool sorted = random.below(2) != 0;
    if (sorted) merge.plan.input_order = keys_of(order);
    merge.plan.distinct = true;
    merge.plan.distinct_keys = keys_of(order);
    std::reverse(merge.plan.distinct_keys.begin(), merge.plan.distinct_keys.end());
    const std::vector<Row> all =
        random_inputs(random, order, sorted ? Inputs::sorted : Inputs::any_order, merge);
    std::vector<Row> different;
    for (const Row& row : all) {
      if (different.empty() || compare_rows(order, different.back(), row) != 0) {
        different.push_back(row);
      }
    }
    TestRows expected;
    for (const Row& row : different) expected.push_back(shown(row));
    if (sorted) apply_limit(random, merge, expected);
    MergeOutcome outcome = run_merge(merge);
    REQUIRE_FALSE(outcome.error.has_value());
    if (!sorted) {  // the same rows, each as it came first; labels grow as rows come
      const auto by_label = [](const TestRow& a, const TestRow& b) {
        return std::stoi(*a[kLabel]) < std::stoi(*b[kLabel]);
      };
      CHECK(outcome.rows.size() == expected.size());
      std::sort(outcome.rows.begin(), outcome.rows.end(), by_label);
      std::sort(expected.begin(), expected.end(), by_label);
    }
    CHECK(outcome.rows == expected);
  }
}

}  // namespace sluice::executor::test
