// SPDX-License-Identifier: Apache-2.0
#include "tests/support/tpc/tpch_data.h"

#include <array>
#include <iterator>
#include <map>
#include <stdexcept>

#include "tests/support/tpc/tpc_random.h"

namespace sluice::test {
namespace {

struct Nation {
  const char* name;
  int region;
};

constexpr const char* kRegions[] = {"AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST"};
constexpr Nation kNations[] = {
    {"ALGERIA", 0},      {"ARGENTINA", 1}, {"BRAZIL", 1}, {"CANADA", 1},
    {"EGYPT", 4},        {"ETHIOPIA", 0},  {"FRANCE", 3}, {"GERMANY", 3},
    {"INDIA", 2},        {"INDONESIA", 2}, {"IRAN", 4},   {"IRAQ", 4},
    {"JAPAN", 2},        {"JORDAN", 4},    {"KENYA", 0},  {"MOROCCO", 0},
    {"MOZAMBIQUE", 0},   {"PERU", 1},      {"CHINA", 2},  {"ROMANIA", 3},
    {"SAUDI ARABIA", 4}, {"VIETNAM", 2},   {"RUSSIA", 3}, {"UNITED KINGDOM", 3},
    {"UNITED STATES", 1}};
constexpr const char* kSegments[] = {"AUTOMOBILE", "BUILDING", "FURNITURE", "MACHINERY",
                                     "HOUSEHOLD"};
constexpr const char* kPriorities[] = {"1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED",
                                       "5-LOW"};
constexpr const char* kInstructions[] = {"DELIVER IN PERSON", "COLLECT COD", "NONE",
                                         "TAKE BACK RETURN"};
constexpr const char* kModes[] = {"REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB"};
constexpr const char* kTypeFirst[] = {"STANDARD", "SMALL", "MEDIUM", "LARGE", "ECONOMY", "PROMO"};
constexpr const char* kTypeSecond[] = {"ANODIZED", "BURNISHED", "PLATED", "POLISHED", "BRUSHED"};
constexpr const char* kTypeThird[] = {"TIN", "NICKEL", "BRASS", "STEEL", "COPPER"};
constexpr const char* kContainerFirst[] = {"SM", "LG", "MED", "JUMBO", "WRAP"};
constexpr const char* kContainerSecond[] = {"CASE", "BOX",  "BAG", "JAR",
                                            "PKG",  "PACK", "CAN", "DRUM"};
constexpr const char* kColors[] = {"almond", "azure", "beige",  "black", "coral", "forest", "green",
                                   "indian", "ivory", "khaki",  "lemon", "linen", "navy",   "olive",
                                   "plum",   "red",   "salmon", "snow",  "steel", "wheat"};
constexpr const char* kWords[] = {"quick",   "express",  "special",  "pending",  "bold",  "ideas",
                                  "parcels", "deposits", "requests", "packages", "sleep", "haggle"};

// Days since 1970-01-01 of the specification's first and last order.
constexpr int kFirstOrder = 8035;  // 1992-01-01
constexpr int kLastOrder = 10440;  // 1998-08-02
constexpr int kToday = 9298;       // 1995-06-17

template <typename Texts>
const char* any(TpcRandom& random, const Texts& texts) {
  return texts[random.below(static_cast<std::uint32_t>(std::size(texts)))];
}

std::string quoted(const std::string& text) {
  return "'" + text + "'";
}

std::string padded(std::uint64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  return std::string(width > digits.size() ? width - digits.size() : 0, '0') + digits;
}

// An amount in hundredths.
std::string money(std::int64_t hundredths) {
  const std::int64_t whole = hundredths < 0 ? -hundredths : hundredths;
  return (hundredths < 0 ? "-" : "") + std::to_string(whole / 100) + "." +
         padded(static_cast<std::uint64_t>(whole % 100), 2);
}

std::string comment(TpcRandom& random, std::size_t words) {
  std::string text;
  for (std::size_t i = 0; i < words; ++i) {
    if (i > 0) text += ' ';
    text += any(random, kWords);
  }
  return quoted(text);
}

std::string phone(TpcRandom& random, std::uint32_t nation) {
  return quoted(std::to_string(10 + nation) + "-" + std::to_string(random.between(100, 999)) + "-" +
                std::to_string(random.between(100, 999)) + "-" +
                std::to_string(random.between(1000, 9999)));
}

// Clause 4.2.3: the price of a part follows from its number.
std::int64_t retail_price(std::uint32_t part) {
  return 90000 + (part / 10) % 20001 + 100 * std::int64_t{part % 1000};
}

struct Sizes {
  explicit Sizes(std::uint32_t scale)
      : suppliers(10 * scale), parts(200 * scale), customers(150 * scale), orders(1500 * scale) {}
  std::uint32_t suppliers;
  std::uint32_t parts;
  std::uint32_t customers;
  std::uint32_t orders;
};

// One of the four suppliers of a part (clause 4.2.3).
std::uint32_t supplier_of(std::uint32_t part, std::uint32_t which, std::uint32_t suppliers) {
  return (part + which * (suppliers / 4 + (part - 1) / suppliers)) % suppliers + 1;
}

void make_regions(const Sizes&, const TpchSink& sink) {
  TpcRandom random(1);
  for (std::size_t i = 0; i < std::size(kRegions); ++i) {
    sink({std::to_string(i), quoted(kRegions[i]), comment(random, 4)});
  }
}

void make_nations(const Sizes&, const TpchSink& sink) {
  TpcRandom random(2);
  for (std::size_t i = 0; i < std::size(kNations); ++i) {
    sink({std::to_string(i), quoted(kNations[i].name), std::to_string(kNations[i].region),
          comment(random, 4)});
  }
}

void make_suppliers(const Sizes& sizes, const TpchSink& sink) {
  TpcRandom random(3);
  for (std::uint32_t key = 1; key <= sizes.suppliers; ++key) {
    const std::uint32_t nation = random.below(25);
    const bool complaints = random.below(20) == 0;
    sink({std::to_string(key), quoted("Supplier#" + padded(key, 9)), comment(random, 2),
          std::to_string(nation), phone(random, nation), money(random.between(-99999, 999999)),
          complaints ? quoted("bold Customer haggle Complaints") : comment(random, 5)});
  }
}

void make_parts(const Sizes& sizes, const TpchSink& sink) {
  TpcRandom random(4);
  for (std::uint32_t key = 1; key <= sizes.parts; ++key) {
    std::string name = any(random, kColors);
    for (int i = 0; i < 4; ++i) name += std::string(" ") + any(random, kColors);
    const std::uint32_t maker = random.between(1, 5);
    const std::string type = std::string(any(random, kTypeFirst)) + " " + any(random, kTypeSecond) +
                             " " + any(random, kTypeThird);
    sink({std::to_string(key), quoted(name), quoted("Manufacturer#" + std::to_string(maker)),
          quoted("Brand#" + std::to_string(maker) + std::to_string(random.between(1, 5))),
          quoted(type), std::to_string(random.between(1, 50)),
          quoted(std::string(any(random, kContainerFirst)) + " " + any(random, kContainerSecond)),
          money(retail_price(key)), comment(random, 2)});
  }
}

void make_part_suppliers(const Sizes& sizes, const TpchSink& sink) {
  TpcRandom random(5);
  for (std::uint32_t part = 1; part <= sizes.parts; ++part) {
    for (std::uint32_t which = 0; which < 4; ++which) {
      sink({std::to_string(part), std::to_string(supplier_of(part, which, sizes.suppliers)),
            std::to_string(random.between(1, 9999)), money(random.between(100, 100000)),
            comment(random, 6)});
    }
  }
}

void make_customers(const Sizes& sizes, const TpchSink& sink) {
  TpcRandom random(6);
  for (std::uint32_t key = 1; key <= sizes.customers; ++key) {
    const std::uint32_t nation = random.below(25);
    sink({std::to_string(key), quoted("Customer#" + padded(key, 9)), comment(random, 2),
          std::to_string(nation), phone(random, nation), money(random.between(-99999, 999999)),
          quoted(any(random, kSegments)), comment(random, 6)});
  }
}

// An order with its lines: both tables are made of the same random numbers.
struct Order {
  TpchRow row;
  std::vector<TpchRow> lines;
};

class OrderMaker {
 public:
  explicit OrderMaker(const Sizes& sizes) : sizes_(sizes) {}

  Order next() {
    ++number_;
    // Clause 4.2.3: of each 32 keys the first eight are used.
    const std::uint32_t key = (number_ - 1) / 8 * 32 + (number_ - 1) % 8 + 1;
    Order order;
    const int date = kFirstOrder + static_cast<int>(random_.below(kLastOrder - kFirstOrder + 1));
    std::int64_t total = 0;
    open_ = shipped_ = 0;
    const std::uint32_t count = random_.between(1, 7);
    for (std::uint32_t i = 1; i <= count; ++i) order.lines.push_back(line(key, i, date, total));
    const char* status = open_ == 0 ? "'F'" : shipped_ == 0 ? "'O'" : "'P'";
    order.row = {std::to_string(key),
                 std::to_string(customer()),
                 status,
                 money(total),
                 quoted(iso_date(date)),
                 quoted(any(random_, kPriorities)),
                 quoted("Clerk#" + padded(random_.between(1, sizes_.suppliers), 9)),
                 "0",
                 comment(random_, 5)};
    return order;
  }

 private:
  // A third of the customers have no order.
  std::uint32_t customer() {
    const std::uint32_t key = random_.between(1, sizes_.customers);
    return key % 3 != 0 ? key : key - 1;
  }

  TpchRow line(std::uint32_t order, std::uint32_t number, int date, std::int64_t& total) {
    const std::uint32_t part = random_.between(1, sizes_.parts);
    const std::int64_t quantity = random_.between(1, 50);
    const std::int64_t price = quantity * retail_price(part);
    const std::int64_t discount = random_.between(0, 10);
    const std::int64_t tax = random_.between(0, 8);
    const int ship = date + static_cast<int>(random_.between(1, 121));
    const int commit = date + static_cast<int>(random_.between(30, 90));
    const int receipt = ship + static_cast<int>(random_.between(1, 30));
    const bool open = ship > kToday;
    ++(open ? open_ : shipped_);
    total += price * (100 + tax) * (100 - discount) / 10000;
    const char* returned = receipt > kToday ? "'N'" : random_.below(2) == 0 ? "'R'" : "'A'";
    return {std::to_string(order),
            std::to_string(part),
            std::to_string(supplier_of(part, random_.below(4), sizes_.suppliers)),
            std::to_string(number),
            money(quantity * 100),
            money(price),
            money(discount),
            money(tax),
            returned,
            open ? "'O'" : "'F'",
            quoted(iso_date(ship)),
            quoted(iso_date(commit)),
            quoted(iso_date(receipt)),
            quoted(any(random_, kInstructions)),
            quoted(any(random_, kModes)),
            comment(random_, 3)};
  }

  Sizes sizes_;
  TpcRandom random_{7};
  std::uint32_t number_ = 0;
  int open_ = 0;
  int shipped_ = 0;
};

void make_orders(const Sizes& sizes, const TpchSink& sink) {
  OrderMaker maker(sizes);
  for (std::uint32_t i = 0; i < sizes.orders; ++i) sink(maker.next().row);
}

void make_lines(const Sizes& sizes, const TpchSink& sink) {
  OrderMaker maker(sizes);
  for (std::uint32_t i = 0; i < sizes.orders; ++i) {
    for (const TpchRow& row : maker.next().lines) sink(row);
  }
}

}  // namespace

const std::vector<TpchTable>& tpch_tables() {
  static const std::vector<TpchTable> tables = {
      {"region",
       "CREATE TABLE region (r_regionkey INT PRIMARY KEY, r_name CHAR(25) NOT NULL, r_comment "
       "VARCHAR(152))"},
      {"nation",
       "CREATE TABLE nation (n_nationkey INT PRIMARY KEY, n_name CHAR(25) NOT NULL, n_regionkey "
       "INT NOT NULL,"
       " n_comment VARCHAR(152))"},
      {"supplier",
       "CREATE TABLE supplier (s_suppkey INT PRIMARY KEY, s_name CHAR(25) NOT NULL, s_address "
       "VARCHAR(40) NOT NULL,"
       " s_nationkey INT NOT NULL, s_phone CHAR(15) NOT NULL, s_acctbal DECIMAL(15,2) NOT NULL,"
       " s_comment VARCHAR(101) NOT NULL)"},
      {"part",
       "CREATE TABLE part (p_partkey INT PRIMARY KEY, p_name VARCHAR(55) NOT NULL, p_mfgr CHAR(25) "
       "NOT NULL,"
       " p_brand CHAR(10) NOT NULL, p_type VARCHAR(25) NOT NULL, p_size INT NOT NULL, p_container "
       "CHAR(10) NOT NULL,"
       " p_retailprice DECIMAL(15,2) NOT NULL, p_comment VARCHAR(23) NOT NULL)"},
      {"partsupp",
       "CREATE TABLE partsupp (ps_partkey INT NOT NULL, ps_suppkey INT NOT NULL, ps_availqty INT "
       "NOT NULL,"
       " ps_supplycost DECIMAL(15,2) NOT NULL, ps_comment VARCHAR(199) NOT NULL,"
       " PRIMARY KEY (ps_partkey, ps_suppkey))"},
      {"customer",
       "CREATE TABLE customer (c_custkey INT PRIMARY KEY, c_name VARCHAR(25) NOT NULL, c_address "
       "VARCHAR(40) NOT NULL,"
       " c_nationkey INT NOT NULL, c_phone CHAR(15) NOT NULL, c_acctbal DECIMAL(15,2) NOT NULL,"
       " c_mktsegment CHAR(10) NOT NULL, c_comment VARCHAR(117) NOT NULL)"},
      {"orders",
       "CREATE TABLE orders (o_orderkey INT PRIMARY KEY, o_custkey INT NOT NULL, o_orderstatus "
       "CHAR(1) NOT NULL,"
       " o_totalprice DECIMAL(15,2) NOT NULL, o_orderdate DATE NOT NULL, o_orderpriority CHAR(15) "
       "NOT NULL,"
       " o_clerk CHAR(15) NOT NULL, o_shippriority INT NOT NULL, o_comment VARCHAR(79) NOT NULL, "
       "KEY (o_custkey))"},
      {"lineitem",
       "CREATE TABLE lineitem (l_orderkey INT NOT NULL, l_partkey INT NOT NULL, l_suppkey INT NOT "
       "NULL,"
       " l_linenumber INT NOT NULL, l_quantity DECIMAL(15,2) NOT NULL, l_extendedprice "
       "DECIMAL(15,2) NOT NULL,"
       " l_discount DECIMAL(15,2) NOT NULL, l_tax DECIMAL(15,2) NOT NULL, l_returnflag CHAR(1) NOT "
       "NULL,"
       " l_linestatus CHAR(1) NOT NULL, l_shipdate DATE NOT NULL, l_commitdate DATE NOT NULL,"
       " l_receiptdate DATE NOT NULL, l_shipinstruct CHAR(25) NOT NULL, l_shipmode CHAR(10) NOT "
       "NULL,"
       " l_comment VARCHAR(44) NOT NULL, PRIMARY KEY (l_orderkey, l_linenumber), KEY (l_partkey, "
       "l_suppkey))"},
  };
  return tables;
}

void make_tpch_rows(const std::string& table, std::uint32_t scale, const TpchSink& sink) {
  static const std::map<std::string, void (*)(const Sizes&, const TpchSink&)> makers = {
      {"region", make_regions}, {"nation", make_nations},          {"supplier", make_suppliers},
      {"part", make_parts},     {"partsupp", make_part_suppliers}, {"customer", make_customers},
      {"orders", make_orders},  {"lineitem", make_lines}};
  const auto found = makers.find(table);
  if (found == makers.end()) throw std::invalid_argument("no table of TPC-H: " + table);
  found->second(Sizes(scale), sink);
}

}  // namespace sluice::test
