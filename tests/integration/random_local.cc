// SPDX-License-Identifier: Apache-2.0
// Random derived tables, common tables, subqueries and windows, most of them tied to the sharding
// columns of the table around them, so that each shard could answer its part; some are not, by a
// column.
#include "tests/integration/random_sql.h"

namespace sluice::test {

// What ties `b` to `a`: mostly all sharding columns.
std::string RandomSql::tie() {
  if (chance(15)) return "b.order_id = a.order_id";
  if (chance(10)) return "b.user_id = a.user_id";
  return "b.user_id = a.user_id AND b.order_id = a.order_id";
}

// A derived table with the columns user_id, order_id, t (text), n and v, one row for each pair of
// the first two, or one for each row of a table.
std::string RandomSql::derived() {
  const Table order = RandomSql::order("a");
  const Table item = RandomSql::item("b");
  switch (below(4)) {
    case 0:
      return "SELECT a.user_id, a.order_id, a.status AS t, a.quantity AS n, a.amount + 1 AS v "
             "FROM " +
             order.in_from() + where({order});
    case 1:
      return "SELECT a.user_id, a.order_id, LOWER(MIN(a.note)) AS t, COUNT(b.item_id) AS n, "
             "SUM(b.price) AS v FROM " +
             order.in_from() + one_of({" JOIN ", " LEFT JOIN "}) + item.in_from() + " ON " + tie() +
             where({order}) + " GROUP BY a.user_id, a.order_id";
    case 2:
      return "SELECT DISTINCT b.user_id, b.order_id, 'x' AS t, b.order_id % 7 AS n, b.user_id / 2 "
             "AS v FROM " +
             item.in_from() + where({item});
    default:
      return "SELECT b.user_id, b.order_id, NULL AS t, COUNT(*) AS n, MAX(b.price) AS v FROM " +
             item.in_from() + where({item}) + " GROUP BY " +
             one_of({"user_id, b.order_id", "b.order_id, b.user_id"}) + " HAVING COUNT(*) < 3";
  }
}

std::string RandomSql::derived_condition() {
  switch (below(5)) {
    case 0:
      return " WHERE d.user_id = " + value(Kind::user_id);
    case 1:
      return " WHERE d.user_id IN " + values(Kind::user_id) + " AND d.n > 1";
    case 2:
      return " WHERE order_id = " + value(Kind::order_id) + " OR d.v > 40";
    case 3:
      return " WHERE EXISTS (SELECT 1 FROM t_order_item b WHERE b.user_id = d.user_id AND "
             "b.order_id = d.order_id)";
    default:
      return "";
  }
}

RandomStatement RandomSql::over_derived() {
  const std::string query = derived();
  const bool common = chance(30);
  const std::string with = common ? "WITH d AS (" + query + ") " : "";
  const std::string from = " FROM " + (common ? "d" : "(" + query + ") AS d") + derived_condition();
  switch (below(4)) {
    case 0:
      return {with + "SELECT COUNT(*), SUM(d.n), MAX(v)" + from, true};
    case 1:
      return {with + "SELECT d.user_id, COUNT(*) AS c, MIN(order_id) AS o" + from +
                  " GROUP BY d.user_id ORDER BY " + one_of({"c, user_id", "d.user_id DESC"}) +
                  limit(),
              true};
    case 2:
      return {with + "SELECT DISTINCT n, d.user_id % 3 AS r" + from + " ORDER BY n, r" + limit(),
              true};
    default:
      return {with + "SELECT d.order_id, d.user_id, v" + from};
  }
}

RandomStatement RandomSql::tied_subquery() {
  const Table table = order("a");
  const Table inner = item("b");
  const std::string tied = inner.in_from() + " WHERE " + tie();
  switch (below(5)) {
    case 0:
      return finish("SELECT a.order_id, a.amount FROM " + table.in_from() + " WHERE " +
                        one_of({"EXISTS", "NOT EXISTS"}) + " (SELECT 1 FROM " + tied + ")" +
                        (chance(40) ? " AND " + comparison(table) : ""),
                    {table});
    case 1:
      return finish("SELECT a.order_id, (SELECT " + aggregate(inner) + " FROM " + tied +
                        ") AS s FROM " + table.in_from() + where({table}),
                    {table});
    case 2:
      return finish("SELECT a.order_id FROM " + table.in_from() +
                        " WHERE (a.user_id, a.order_id) " + one_of({"IN", "IN", "NOT IN"}) +
                        " (SELECT b.user_id, b.order_id FROM " + inner.in_from() + where({inner}) +
                        one_of({")", " GROUP BY b.user_id, b.order_id HAVING COUNT(*) > 1)"}),
                    {table});
    case 3:
      return finish("SELECT a.order_id, (SELECT b.item_id FROM " + tied +
                        " ORDER BY b.item_id LIMIT 1) AS first FROM " + table.in_from(),
                    {table});
    default:
      return {"SELECT a.user_id, COUNT(*) AS c FROM " + table.in_from() +
                  " WHERE a.amount > (SELECT " + one_of({"AVG", "MIN"}) + "(b.price) FROM " + tied +
                  ") GROUP BY a.user_id ORDER BY a.user_id",
              true};
  }
}

RandomStatement RandomSql::first_of_each() {
  const std::string keys = one_of({"b.user_id, b.order_id", "b.order_id, b.user_id", "b.user_id"});
  const std::string ranked =
      "SELECT b.item_id, b.user_id, b.order_id, ROW_NUMBER() OVER (PARTITION BY " + keys +
      " ORDER BY b.item_id) AS r FROM t_order_item b" + where({item("b")});
  if (chance(40)) return {ranked + " ORDER BY b.item_id" + limit(), true};
  return {"SELECT d.item_id, d.r FROM (" + ranked + ") d WHERE d.r <= 2" +
              (chance(40) ? " AND d.user_id = " + value(Kind::user_id) : "") + " ORDER BY item_id" +
              limit(),
          true};
}

RandomStatement RandomSql::local() {
  switch (below(5)) {
    case 0:
    case 1:
      return over_derived();
    case 2:
    case 3:
      return tied_subquery();
    default:
      return first_of_each();
  }
}

}  // namespace sluice::test
