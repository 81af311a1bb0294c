// SPDX-License-Identifier: Apache-2.0
// The tables, rules, first rows and consistency conditions of TPC-C in small.
#include "tests/integration/tpcc.h"

namespace sluice::test {
namespace {

// Rows in batches: "INSERT INTO table VALUES (..),(..)".
class Inserts {
 public:
  Inserts(std::string table, std::vector<std::string>& out)
      : head_("INSERT INTO " + std::move(table) + " VALUES "), out_(out) {}
  ~Inserts() { send(); }
  Inserts(const Inserts&) = delete;
  Inserts& operator=(const Inserts&) = delete;

  void add(const std::string& values) {
    rows_ += (rows_.empty() ? "(" : ",(") + values + ")";
    if (rows_.size() > 30'000) send();
  }

 private:
  void send() {
    if (!rows_.empty()) out_.push_back(head_ + rows_);
    rows_.clear();
  }

  std::string head_;
  std::vector<std::string>& out_;
  std::string rows_;
};

std::string list(std::initializer_list<int> numbers) {
  std::string text;
  for (const int number : numbers) text += (text.empty() ? "" : ",") + std::to_string(number);
  return text;
}

const char* const kTables[] = {
    "CREATE TABLE warehouse (w_id INT PRIMARY KEY, w_name VARCHAR(10), w_city VARCHAR(20), w_tax "
    "DECIMAL(4,4), "
    "w_ytd DECIMAL(12,2) NOT NULL)",
    "CREATE TABLE district (d_w_id INT, d_id INT, d_name VARCHAR(10), d_tax DECIMAL(4,4), d_ytd "
    "DECIMAL(12,2) NOT NULL, "
    "d_next_o_id INT NOT NULL, PRIMARY KEY (d_w_id, d_id))",
    "CREATE TABLE customer (c_w_id INT, c_d_id INT, c_id INT, c_first VARCHAR(16), c_last "
    "VARCHAR(16), c_credit CHAR(2), "
    "c_discount DECIMAL(4,4), c_balance DECIMAL(12,2) NOT NULL, c_ytd_payment DECIMAL(12,2) NOT "
    "NULL, c_payment_cnt INT "
    "NOT NULL, c_delivery_cnt INT NOT NULL, c_data VARCHAR(500), PRIMARY KEY (c_w_id, c_d_id, "
    "c_id), KEY (c_w_id, "
    "c_d_id, c_last, c_first))",
    "CREATE TABLE history (h_c_id INT, h_c_d_id INT, h_c_w_id INT, h_d_id INT, h_w_id INT NOT "
    "NULL, h_date DATETIME, "
    "h_amount DECIMAL(6,2), h_data VARCHAR(24))",
    "CREATE TABLE orders (o_w_id INT, o_d_id INT, o_id INT, o_c_id INT, o_entry_d DATETIME, "
    "o_carrier_id INT, o_ol_cnt "
    "INT, o_all_local INT, PRIMARY KEY (o_w_id, o_d_id, o_id), KEY (o_w_id, o_d_id, o_c_id, o_id))",
    "CREATE TABLE new_order (no_w_id INT, no_d_id INT, no_o_id INT, PRIMARY KEY (no_w_id, no_d_id, "
    "no_o_id))",
    "CREATE TABLE order_line (ol_w_id INT, ol_d_id INT, ol_o_id INT, ol_number INT, ol_i_id INT, "
    "ol_supply_w_id INT, "
    "ol_delivery_d DATETIME, ol_quantity INT, ol_amount DECIMAL(6,2), ol_dist_info CHAR(24), "
    "PRIMARY KEY (ol_w_id, "
    "ol_d_id, ol_o_id, ol_number))",
    "CREATE TABLE item (i_id INT PRIMARY KEY, i_name VARCHAR(24), i_price DECIMAL(5,2), i_data "
    "VARCHAR(50))",
    "CREATE TABLE stock (s_w_id INT, s_i_id INT, s_quantity INT, s_dist CHAR(24), s_ytd INT NOT "
    "NULL, s_order_cnt INT "
    "NOT NULL, s_remote_cnt INT NOT NULL, s_data VARCHAR(50), PRIMARY KEY (s_w_id, s_i_id))"};

void add_warehouse(int warehouse, std::vector<std::string>& out) {
  const std::string id = std::to_string(warehouse);
  Inserts districts("district", out);
  Inserts customers("customer", out);
  Inserts stock("stock", out);
  Inserts("warehouse", out).add(id + ",'W" + id + "','city',0.05,300000.00");
  for (int district = 1; district <= kTpccDistricts; ++district) {
    const std::string place = list({warehouse, district});
    districts.add(place + ",'D',0.07,30000.00,1");
    for (int customer = 1; customer <= kTpccCustomers; ++customer) {
      customers.add(place + "," + std::to_string(customer) + ",'first" +
                    std::to_string(customer * 7 % 10) + "','" + tpcc_last_name(customer) + "','" +
                    (customer % 10 == 0 ? "BC" : "GC") + "',0.03,-10.00,10.00,1,0,'data'");
    }
  }
  for (int item = 1; item <= kTpccItems; ++item) {
    stock.add(list({warehouse, item, 10 + item % 91}) + ",'dist',0,0,0,'data'");
  }
}

}  // namespace

const char* const kTpccRules = R"(rules:
- !SHARDING
  tables:
    warehouse: {actualDataNodes: "ds_${0..{last}}.warehouse", databaseStrategy: {standard: {shardingColumn: w_id, shardingAlgorithmName: by_w}}}
    district: {actualDataNodes: "ds_${0..{last}}.district", databaseStrategy: {standard: {shardingColumn: d_w_id, shardingAlgorithmName: by_w}}}
    customer: {actualDataNodes: "ds_${0..{last}}.customer", databaseStrategy: {standard: {shardingColumn: c_w_id, shardingAlgorithmName: by_w}}}
    history: {actualDataNodes: "ds_${0..{last}}.history", databaseStrategy: {standard: {shardingColumn: h_w_id, shardingAlgorithmName: by_w}}}
    orders: {actualDataNodes: "ds_${0..{last}}.orders", databaseStrategy: {standard: {shardingColumn: o_w_id, shardingAlgorithmName: by_w}}}
    new_order: {actualDataNodes: "ds_${0..{last}}.new_order", databaseStrategy: {standard: {shardingColumn: no_w_id, shardingAlgorithmName: by_w}}}
    order_line: {actualDataNodes: "ds_${0..{last}}.order_line", databaseStrategy: {standard: {shardingColumn: ol_w_id, shardingAlgorithmName: by_w}}}
    stock: {actualDataNodes: "ds_${0..{last}}.stock", databaseStrategy: {standard: {shardingColumn: s_w_id, shardingAlgorithmName: by_w}}}
  bindingTables: ["warehouse,district,customer,history,orders,new_order,order_line,stock"]
  shardingAlgorithms:
    by_w: {type: HASH_MOD, props: {sharding-count: {shards}}}
- !BROADCAST
  tables: [item]
)";

std::string tpcc_last_name(int customer) {
  static const char* const syllables[] = {"BAR", "OUGHT", "ABLE",  "PRI",   "PRES",
                                          "ESE", "ANTI",  "CALLY", "ATION", "EING"};
  return std::string("BAR") + syllables[customer % 10];
}

std::vector<std::string> tpcc_set_up() {
  std::vector<std::string> statements(std::begin(kTables), std::end(kTables));
  {
    Inserts items("item", statements);
    for (int item = 1; item <= kTpccItems; ++item) {
      items.add(std::to_string(item) + ",'item','" + std::to_string(item % 99 + 1) + ".50','data'");
    }
  }
  for (int warehouse = 1; warehouse <= kTpccWarehouses; ++warehouse) {
    add_warehouse(warehouse, statements);
  }
  return statements;
}

const std::vector<TpccCondition>& tpcc_conditions() {
  static const std::vector<TpccCondition> conditions = {
      {"1: what a warehouse took is what its districts took",
       "SELECT w_id, w_ytd, s FROM warehouse, (SELECT d_w_id, SUM(d_ytd) AS s FROM district GROUP "
       "BY d_w_id) AS d WHERE "
       "d_w_id = w_id AND w_ytd <> s"},
      {"2: the next order follows the last one",
       "SELECT d_w_id, d_id, d_next_o_id, last FROM district, (SELECT o_w_id, o_d_id, MAX(o_id) AS "
       "last FROM orders "
       "GROUP BY o_w_id, o_d_id) AS o WHERE o_w_id = d_w_id AND o_d_id = d_id AND d_next_o_id <> "
       "last + 1"},
      {"3: new orders have no gap",
       "SELECT no_w_id, no_d_id FROM new_order GROUP BY no_w_id, no_d_id HAVING MAX(no_o_id) - "
       "MIN(no_o_id) + 1 <> "
       "COUNT(*)"},
      {"4: orders have the lines that they say",
       "SELECT a.w, a.d, a.n, b.n FROM (SELECT o_w_id AS w, o_d_id AS d, SUM(o_ol_cnt) AS n FROM "
       "orders GROUP BY o_w_id, "
       "o_d_id) AS a, (SELECT ol_w_id AS w, ol_d_id AS d, COUNT(*) AS n FROM order_line GROUP BY "
       "ol_w_id, ol_d_id) AS b "
       "WHERE a.w = b.w AND a.d = b.d AND a.n <> b.n"},
      {"5: an order is new or has a carrier",
       "SELECT o_w_id, o_d_id, o_id FROM orders LEFT JOIN new_order ON no_w_id = o_w_id AND "
       "no_d_id = o_d_id AND no_o_id "
       "= o_id WHERE (o_carrier_id IS NULL) <> (no_o_id IS NOT NULL)"},
      {"6: each order has its lines",
       "SELECT o_w_id, o_d_id, o_id FROM orders LEFT JOIN order_line ON ol_w_id = o_w_id AND "
       "ol_d_id = o_d_id AND ol_o_id "
       "= o_id GROUP BY o_w_id, o_d_id, o_id, o_ol_cnt HAVING COUNT(ol_number) <> o_ol_cnt"},
      {"7: a line is delivered when its order has a carrier",
       "SELECT ol_w_id, ol_d_id, ol_o_id FROM order_line JOIN orders ON o_w_id = ol_w_id AND "
       "o_d_id = ol_d_id AND o_id = "
       "ol_o_id WHERE (ol_delivery_d IS NULL) <> (o_carrier_id IS NULL)"},
      {"8: a warehouse's history is what it took",
       "SELECT w_id, w_ytd, s FROM warehouse, (SELECT h_w_id, SUM(h_amount) AS s FROM history "
       "GROUP BY h_w_id) AS h "
       "WHERE h_w_id = w_id AND w_ytd <> s + 300000"},
  };
  return conditions;
}

}  // namespace sluice::test
