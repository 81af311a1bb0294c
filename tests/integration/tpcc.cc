// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/tpcc.h"

#include <algorithm>

namespace sluice::test {
namespace {

// "SELECT .. {} .." with the values in their places.
std::string filled(const std::string& sql, const std::vector<std::string>& values) {
  std::string text;
  std::size_t at = 0;
  for (const std::string& value : values) {
    const std::size_t hole = sql.find("{}", at);
    text += sql.substr(at, hole - at) + value;
    at = hole + 2;
  }
  return text + sql.substr(at);
}

std::string number(std::int64_t value) {
  return std::to_string(value);
}

std::string hundredths(int value) {
  const std::string cents = number(value % 100);
  return number(value / 100) + "." + (cents.size() < 2 ? "0" : "") + cents;
}

}  // namespace

void TpccTerminal::next() {
  ++clock_;
  const std::uint32_t choice = random_.below(100);
  run_("BEGIN");
  if (choice < 45) {
    new_order();
  } else if (choice < 88) {
    payment();
  } else if (choice < 92) {
    order_status();
  } else if (choice < 96) {
    delivery();
  } else {
    stock_level();
  }
}

std::string TpccTerminal::value(const std::string& sql) {
  const QueryResult result = run_(sql);
  return result.rows.empty() ? std::string() : result.rows[0].at(0).value_or("");
}

int TpccTerminal::customer(int warehouse, int district) {
  const int chosen = random_.between(1, kTpccCustomers);
  if (random_.below(100) >= 60) return chosen;
  const QueryResult same =
      run_(filled("SELECT c_id, c_first, c_balance FROM customer WHERE c_w_id = {} AND c_d_id = {} "
                  "AND c_last = '{}' "
                  "ORDER BY c_first, c_id",
                  {number(warehouse), number(district), tpcc_last_name(chosen)}));
  return std::stoi(*same.rows.at((same.rows.size() - 1) / 2).at(0));
}

// Clause 2.4.
void TpccTerminal::new_order() {
  const int warehouse = random_.between(1, kTpccWarehouses);
  const int district = random_.between(1, kTpccDistricts);
  const int customer = random_.between(1, kTpccCustomers);
  std::vector<Line> lines(static_cast<std::size_t>(random_.between(5, 15)));
  bool local = true;
  for (Line& line : lines) {
    line.item = random_.between(1, kTpccItems);
    line.supplier = random_.below(100) == 0 ? random_.between(1, kTpccWarehouses) : warehouse;
    line.quantity = random_.between(1, 10);
    local = local && line.supplier == warehouse;
  }
  // Stock is locked in one order, or terminals would wait for each other in a circle all the time.
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return std::pair(a.supplier, a.item) < std::pair(b.supplier, b.item);
  });
  const bool unknown_item = random_.below(100) == 0;
  const std::vector<std::string> place = {number(warehouse), number(district)};
  run_(
      filled("SELECT c_discount, c_last, c_credit, w_tax FROM customer, warehouse WHERE w_id = {} "
             "AND c_w_id = w_id AND c_d_id "
             "= {} AND c_id = {}",
             {place[0], place[1], number(customer)}));
  const int order = std::stoi(value(
      filled("SELECT d_next_o_id, d_tax FROM district WHERE d_w_id = {} AND d_id = {} FOR UPDATE",
             place)));
  run_(filled("UPDATE district SET d_next_o_id = d_next_o_id + 1 WHERE d_w_id = {} AND d_id = {}",
              place));
  run_(
      filled("INSERT INTO orders (o_id, o_d_id, o_w_id, o_c_id, o_entry_d, o_ol_cnt, o_all_local) "
             "VALUES ({}, {}, {}, {}, "
             "FROM_UNIXTIME(1700000000 + {}), {}, {})",
             {number(order), place[1], place[0], number(customer), number(clock_),
              number(static_cast<int>(lines.size())), local ? "1" : "0"}));
  run_(filled("INSERT INTO new_order (no_o_id, no_d_id, no_w_id) VALUES ({}, {}, {})",
              {number(order), place[1], place[0]}));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (unknown_item && i + 1 == lines.size()) {
      run_("SELECT i_price, i_name, i_data FROM item WHERE i_id = 0");
      run_("ROLLBACK");
      return;
    }
    order_line(lines[i], static_cast<int>(i) + 1, order, warehouse, district);
  }
  run_("COMMIT");
}

void TpccTerminal::order_line(const Line& line, int line_number, int order, int warehouse,
                              int district) {
  const std::string price = value(
      filled("SELECT i_price, i_name, i_data FROM item WHERE i_id = {}", {number(line.item)}));
  const std::vector<std::string> stock = {number(line.supplier), number(line.item)};
  const int left = std::stoi(value(filled(
      "SELECT s_quantity, s_data, s_dist FROM stock WHERE s_w_id = {} AND s_i_id = {} FOR UPDATE",
      stock)));
  const int rest = left - line.quantity + (left - line.quantity >= 10 ? 0 : 91);
  run_(
      filled("UPDATE stock SET s_quantity = {}, s_ytd = s_ytd + {}, s_order_cnt = s_order_cnt + 1, "
             "s_remote_cnt = s_remote_cnt "
             "+ {} WHERE s_w_id = {} AND s_i_id = {}",
             {number(rest), number(line.quantity), line.supplier == warehouse ? "0" : "1", stock[0],
              stock[1]}));
  run_(filled(
      "INSERT INTO order_line (ol_o_id, ol_d_id, ol_w_id, ol_number, ol_i_id, ol_supply_w_id, "
      "ol_quantity, ol_amount, "
      "ol_dist_info) VALUES ({}, {}, {}, {}, {}, {}, {}, {} * {}, 'dist')",
      {number(order), number(district), number(warehouse), number(line_number), number(line.item),
       number(line.supplier), number(line.quantity), number(line.quantity), price}));
}

// Clause 2.5.
void TpccTerminal::payment() {
  const int warehouse = random_.between(1, kTpccWarehouses);
  const int district = random_.between(1, kTpccDistricts);
  const bool remote = random_.below(100) < 15;
  const int home = remote ? random_.between(1, kTpccWarehouses) : warehouse;
  const int home_district = remote ? random_.between(1, kTpccDistricts) : district;
  const std::string amount = hundredths(random_.between(100, 500000));
  run_(filled("UPDATE warehouse SET w_ytd = w_ytd + {} WHERE w_id = {}",
              {amount, number(warehouse)}));
  run_(filled("SELECT w_name, w_city FROM warehouse WHERE w_id = {}", {number(warehouse)}));
  run_(filled("UPDATE district SET d_ytd = d_ytd + {} WHERE d_w_id = {} AND d_id = {}",
              {amount, number(warehouse), number(district)}));
  const std::vector<std::string> who = {number(home), number(home_district),
                                        number(customer(home, home_district))};
  const std::string credit =
      value(filled("SELECT c_credit, c_first, c_last, c_balance FROM customer WHERE c_w_id = {} "
                   "AND c_d_id = {} AND c_id = {} FOR "
                   "UPDATE",
                   who));
  run_(
      filled("UPDATE customer SET c_balance = c_balance - {}, c_ytd_payment = c_ytd_payment + {}, "
             "c_payment_cnt = "
             "c_payment_cnt + 1 WHERE c_w_id = {} AND c_d_id = {} AND c_id = {}",
             {amount, amount, who[0], who[1], who[2]}));
  if (credit == "BC") {
    run_(
        filled("UPDATE customer SET c_data = LEFT(CONCAT_WS(' ', c_id, c_d_id, c_w_id, {}, {}, {}, "
               "c_data), 500) WHERE c_w_id "
               "= {} AND c_d_id = {} AND c_id = {}",
               {number(district), number(warehouse), amount, who[0], who[1], who[2]}));
  }
  run_(filled(
      "INSERT INTO history (h_c_id, h_c_d_id, h_c_w_id, h_d_id, h_w_id, h_date, h_amount, h_data) "
      "VALUES ({}, {}, {}, "
      "{}, {}, FROM_UNIXTIME(1700000000 + {}), {}, 'paid')",
      {who[2], who[1], who[0], number(district), number(warehouse), number(clock_), amount}));
  run_("COMMIT");
}

// Clause 2.6.
void TpccTerminal::order_status() {
  const int warehouse = random_.between(1, kTpccWarehouses);
  const int district = random_.between(1, kTpccDistricts);
  const std::vector<std::string> who = {number(warehouse), number(district),
                                        number(customer(warehouse, district))};
  run_(
      filled("SELECT c_balance, c_first, c_last FROM customer WHERE c_w_id = {} AND c_d_id = {} "
             "AND c_id = {}",
             who));
  const std::string order =
      value(filled("SELECT o_id, o_carrier_id, o_entry_d FROM orders WHERE o_w_id = {} AND o_d_id "
                   "= {} AND o_c_id = {} ORDER BY o_id "
                   "DESC LIMIT 1",
                   who));
  if (!order.empty()) {
    run_(
        filled("SELECT ol_i_id, ol_supply_w_id, ol_quantity, ol_amount, ol_delivery_d FROM "
               "order_line WHERE ol_w_id = {} AND "
               "ol_d_id = {} AND ol_o_id = {} ORDER BY ol_number",
               {who[0], who[1], order}));
  }
  run_("COMMIT");
}

// Clause 2.7, all districts in one transaction. Every read locks: a plain one would look at the
// snapshot that the first of them made, which may be older than the order that is delivered.
void TpccTerminal::delivery() {
  const std::string warehouse = number(random_.between(1, kTpccWarehouses));
  const std::string carrier = number(random_.between(1, 10));
  for (int district = 1; district <= kTpccDistricts; ++district) {
    const std::vector<std::string> place = {warehouse, number(district)};
    const std::string order =
        value(filled("SELECT no_o_id FROM new_order WHERE no_w_id = {} AND no_d_id = {} ORDER BY "
                     "no_o_id LIMIT 1 FOR UPDATE",
                     place));
    if (order.empty()) continue;
    const std::vector<std::string> key = {warehouse, place[1], order};
    run_(filled("DELETE FROM new_order WHERE no_w_id = {} AND no_d_id = {} AND no_o_id = {}", key));
    const std::string customer = value(filled(
        "SELECT o_c_id FROM orders WHERE o_w_id = {} AND o_d_id = {} AND o_id = {} FOR UPDATE",
        key));
    run_(filled(
        "UPDATE orders SET o_carrier_id = {} WHERE o_w_id = {} AND o_d_id = {} AND o_id = {}",
        {carrier, warehouse, place[1], order}));
    run_(
        filled("UPDATE order_line SET ol_delivery_d = FROM_UNIXTIME(1700000000 + {}) WHERE ol_w_id "
               "= {} AND ol_d_id = {} AND "
               "ol_o_id = {}",
               {number(clock_), warehouse, place[1], order}));
    const std::string amount =
        value(filled("SELECT SUM(ol_amount) FROM order_line WHERE ol_w_id = {} AND ol_d_id = {} "
                     "AND ol_o_id = {} FOR UPDATE",
                     key));
    run_(
        filled("UPDATE customer SET c_balance = c_balance + {}, c_delivery_cnt = c_delivery_cnt + "
               "1 WHERE c_w_id = {} AND "
               "c_d_id = {} AND c_id = {}",
               {amount, warehouse, place[1], customer}));
  }
  run_("COMMIT");
}

// Clause 2.8.
void TpccTerminal::stock_level() {
  const std::string warehouse = number(random_.between(1, kTpccWarehouses));
  const std::string district = number(random_.between(1, kTpccDistricts));
  const std::string next = value(filled(
      "SELECT d_next_o_id FROM district WHERE d_w_id = {} AND d_id = {}", {warehouse, district}));
  run_(
      filled("SELECT COUNT(DISTINCT s_i_id) FROM order_line, stock WHERE ol_w_id = {} AND ol_d_id "
             "= {} AND ol_o_id < {} AND "
             "ol_o_id >= {} - 20 AND s_w_id = ol_w_id AND s_i_id = ol_i_id AND s_quantity < {}",
             {warehouse, district, next, next, number(random_.between(10, 20))}));
  run_("COMMIT");
}

}  // namespace sluice::test
