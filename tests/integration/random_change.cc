// SPDX-License-Identifier: Apache-2.0
// Random statements that write: those that shards carry out alone, and those that are a read and
// routed writes. Which rows they change is determined by the statement.
#include "tests/integration/random_sql.h"

namespace sluice::test {

RandomStatement RandomSql::change() {
  switch (below(12)) {
    case 0:
      return {"UPDATE t_order a SET a.amount = a.amount + 1, a.note = " + value(Kind::text) +
              where({order("a")})};
    case 1:
      return {"UPDATE t_user a SET a.score = " + value(Kind::decimal) + where({user("a")})};
    case 2: {
      std::string rows;
      for (std::uint32_t i = 1 + below(4); i > 0; --i) {
        rows += (rows.empty() ? "" : ", ") + order_row(next_id_++);
      }
      return {
          "INSERT INTO t_order (order_id, user_id, status, amount, quantity, created, note) "
          "VALUES " +
          rows};
    }
    case 3:
      return {"DELETE FROM t_order_item WHERE item_id = " + value(Kind::item_id) +
              (chance(50) ? " AND user_id = " + value(Kind::user_id) : "")};
    case 4:
    case 5:
      return limited_change();
    case 6:
    case 7:
      return change_by_other_table();
    case 8:
      return moving_change();
    default:
      return insert_select();
  }
}

RandomStatement RandomSql::limited_change() {
  const std::string rows = " LIMIT " + std::to_string(below(6));
  switch (below(3)) {
    case 0:
      return {"UPDATE t_order a SET a.amount = a.amount - 1, a.note = " + value(Kind::text) +
              ", a.quantity = a.amount" + where({order("a")}) + " ORDER BY a.amount, a.order_id" +
              rows};
    case 1:
      return {"UPDATE t_user a SET a.email = CONCAT_WS('-', a.name, a.level)" + where({user("a")}) +
              " ORDER BY a.user_id DESC" + rows};
    default:
      return {"DELETE FROM t_order_item WHERE price > " + value(Kind::decimal) +
              " ORDER BY price DESC, item_id LIMIT " + std::to_string(below(3))};
  }
}

RandomStatement RandomSql::change_by_other_table() {
  const Table inner = order("b");
  switch (below(5)) {
    case 0:
      return {
          "UPDATE t_user a SET a.score = (SELECT MAX(b.amount) FROM t_order b WHERE b.user_id = "
          "a.user_id AND " +
          comparison(inner) + ")" + where({user("a")})};
    case 1:
      return {"UPDATE t_user a SET a.email = " + value(Kind::text) + " WHERE a.user_id " +
              one_of({"IN", "NOT IN"}) + " (SELECT b.user_id FROM t_order b" + where({inner}) +
              ")"};
    case 2:
      return {
          "UPDATE t_user a JOIN t_order b ON a.user_id = b.user_id SET a.email = b.note "
          "WHERE b.order_id = " +
          value(Kind::order_id)};
    case 3:
      return {
          "UPDATE t_order b JOIN t_user a ON a.user_id = b.user_id SET b.note = a.name, "
          "b.amount = b.amount + 1" +
          where({user("a")})};
    default:
      return {"DELETE FROM t_order_item WHERE user_id IN (SELECT a.user_id FROM t_user a WHERE " +
              comparison(user("a")) + ") AND item_id < " + std::to_string(100 + below(100))};
  }
}

RandomStatement RandomSql::moving_change() {
  const std::string user_id = std::to_string(1 + below(60));
  if (chance(50)) {
    return {"UPDATE t_order a SET a.user_id = " + user_id + ", a.note = " + value(Kind::text) +
            " WHERE a.order_id IN " + values(Kind::order_id)};
  }
  return {"UPDATE t_order a SET a.quantity = 3, a.user_id = a.user_id + " +
          std::to_string(below(3)) + " WHERE a.order_id = " + value(Kind::order_id)};
}

RandomStatement RandomSql::insert_select() {
  next_id_ += 10'000;
  const std::string offset = std::to_string(next_id_);
  if (chance(30)) {
    return {"INSERT INTO t_order (order_id, user_id, amount) VALUES (" + offset + " - 5000, " +
            std::to_string(below(9)) + " + 1, (SELECT COALESCE(SUM(b.score), 0) FROM t_user b" +
            where({user("b")}) + "))"};
  }
  return {
      "INSERT INTO t_order (order_id, user_id, status, amount, quantity, created, note) SELECT "
      "b.order_id + " +
      offset +
      ", b.user_id + 1, b.status, b.amount, b.quantity, b.created, b.note FROM t_order "
      "b WHERE b.order_id = " +
      value(Kind::order_id)};
}

}  // namespace sluice::test
