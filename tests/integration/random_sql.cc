// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/random_sql.h"

namespace sluice::test {
namespace {

constexpr int kUsers = 60;
constexpr int kOrders = 240;
constexpr int kItems = 480;
constexpr int kFirstOrder = 2000;

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

}  // namespace

RandomSql::Table RandomSql::user(const char* alias) {
  static const std::vector<Column> columns{{"user_id", Kind::user_id}, {"name", Kind::text},
                                           {"email", Kind::text},      {"city", Kind::text},
                                           {"score", Kind::decimal},   {"level", Kind::level},
                                           {"born", Kind::date}};
  return {"t_user", alias, &columns, "user_id"};
}

RandomSql::Table RandomSql::order(const char* alias) {
  static const std::vector<Column> columns{{"order_id", Kind::order_id}, {"user_id", Kind::user_id},
                                           {"status", Kind::text},       {"amount", Kind::decimal},
                                           {"quantity", Kind::number},   {"created", Kind::date},
                                           {"note", Kind::text}};
  return {"t_order", alias, &columns, "order_id"};
}

RandomSql::Table RandomSql::item(const char* alias) {
  static const std::vector<Column> columns{{"item_id", Kind::item_id},
                                           {"order_id", Kind::order_id},
                                           {"user_id", Kind::user_id},
                                           {"product", Kind::text},
                                           {"price", Kind::decimal}};
  return {"t_order_item", alias, &columns, "item_id"};
}

const char* RandomSql::one_of(std::initializer_list<const char*> texts) {
  return *(texts.begin() + below(static_cast<std::uint32_t>(texts.size())));
}

RandomSql::Table RandomSql::any_table(const char* alias) {
  const std::uint32_t which = below(5);
  return which < 2 ? order(alias) : which < 4 ? user(alias) : item(alias);
}

const RandomSql::Column& RandomSql::any_column(const Table& table) {
  return (*table.columns)[below(static_cast<std::uint32_t>(table.columns->size()))];
}

std::string RandomSql::value(Kind kind) {
  if (chance(3)) return "NULL";
  switch (kind) {
    case Kind::user_id:
      if (chance(5)) return one_of({"-1", "'7'", "'7x'", "8.0", "8.5", "99999999999"});
      return std::to_string(below(kUsers + 5));
    case Kind::order_id:
      return std::to_string(kFirstOrder + static_cast<int>(below(kOrders + 5)));
    case Kind::item_id:
      return std::to_string(below(kItems + 5));
    case Kind::number:
      return std::to_string(below(20));
    case Kind::decimal:
      return std::to_string(below(100)) + one_of({"", ".5", ".25", ".999"});
    case Kind::text:
      return one_of({"'new'", "'PAID'", "'sent'", "'Berlin'", "'berlin'", "'fig'", "''", "'a '",
                     "'émile'", "'EMILE'", "'x''y'", "'ß'"});
    case Kind::date:
      return one_of({"'2024-01-01'", "'2024-02-29 10:00:00'", "'2023-12-31 23:59:59.999'"});
    case Kind::level:
      return one_of({"'low'", "'medium'", "'high'"});
  }
  return "NULL";
}

std::string RandomSql::values(Kind kind) {
  std::vector<std::string> list;
  for (std::uint32_t i = 1 + below(4); i > 0; --i) list.push_back(value(kind));
  return "(" + joined(list, ", ") + ")";
}

std::string RandomSql::comparison(const Table& table) {
  const Column& column = chance(40) ? table.columns->front() : any_column(table);
  const std::string name = table.of(column.name);
  switch (below(8)) {
    case 0:
    case 1:
      return name + " = " + value(column.kind);
    case 2:
      return name + " IN " + values(column.kind);
    case 3:
      return name + one_of({" < ", " <= ", " > ", " >= ", " <> "}) + value(column.kind);
    case 4:
      return name + " BETWEEN " + value(column.kind) + " AND " + value(column.kind);
    case 5:
      return name + one_of({" IS NULL", " IS NOT NULL"});
    case 6:
      return name + " <=> " + value(column.kind);
    default:
      return name + one_of({" NOT IN ", " IN "}) + values(column.kind);
  }
}

std::string RandomSql::predicate(const Table& table, int depth) {
  if (depth == 0 || chance(45)) return comparison(table);
  if (chance(15)) return "NOT (" + predicate(table, depth - 1) + ")";
  return "(" + predicate(table, depth - 1) + one_of({" AND ", " AND ", " OR "}) +
         predicate(table, depth - 1) + ")";
}

std::string RandomSql::where(const Tables& tables) {
  if (chance(25)) return "";
  std::vector<std::string> parts;
  for (const Table& table : tables) {
    if (parts.empty() || chance(40)) parts.push_back(predicate(table, 2));
  }
  return " WHERE " + joined(parts, chance(80) ? " AND " : " OR ");
}

std::string RandomSql::column_list(const Tables& tables) {
  std::vector<std::string> list;
  for (std::uint32_t i = 1 + below(3); i > 0; --i) {
    const Table& table = tables[below(static_cast<std::uint32_t>(tables.size()))];
    const Column& column = any_column(table);
    std::string text = table.of(column.name);
    if (chance(15) && column.kind == Kind::decimal) text = text + " * 2 AS doubled";
    if (chance(15) && column.kind == Kind::text) text = "CONCAT(" + text + ", '!')";
    list.push_back(std::move(text));
  }
  return joined(list, ", ");
}

std::string RandomSql::total_order(const Tables& tables) {
  std::vector<std::string> keys;
  for (std::uint32_t i = below(3); i > 0; --i) {
    const Table& table = tables[below(static_cast<std::uint32_t>(tables.size()))];
    keys.push_back(table.of(any_column(table).name) + one_of({"", " DESC"}));
  }
  for (const Table& table : tables) keys.push_back(table.of(table.key) + one_of({"", " DESC"}));
  return " ORDER BY " + joined(keys, ", ");
}

std::string RandomSql::limit() {
  if (chance(60)) return "";
  const std::string count = std::to_string(below(15));
  return " LIMIT " + (chance(50) ? std::to_string(below(20)) + ", " + count : count);
}

RandomStatement RandomSql::finish(std::string sql, const Tables& tables) {
  if (chance(30)) return {std::move(sql), false};
  return {std::move(sql) + total_order(tables) + limit(), true};
}

std::string RandomSql::aggregate(const Table& table) {
  const std::string name = table.of(any_column(table).name);
  const std::string number = table.of(table.name == std::string("t_user")    ? "score"
                                      : table.name == std::string("t_order") ? "amount"
                                                                             : "price");
  switch (below(9)) {
    case 0:
      return "COUNT(*)";
    case 1:
      return "COUNT(" + name + ")";
    case 2:
      return "SUM(" + number + ")";
    case 3:
      return "AVG(" + number + ")";
    case 4:
      return "MIN(" + name + ")";
    case 5:
      return "MAX(" + name + ")";
    case 6:
      return "COUNT(DISTINCT " + name + ")";
    case 7:
      return "SUM(" + number + ") + COUNT(*)";
    default:
      return "BIT_XOR(" + table.of("user_id") + ")";
  }
}

RandomStatement RandomSql::rows() {
  const Table table = any_table("a");
  return finish("SELECT " + (chance(10) ? "*" : column_list({table})) + " FROM " + table.in_from() +
                    where({table}),
                {table});
}

RandomStatement RandomSql::totals() {
  const Table table = any_table("a");
  std::vector<std::string> list;
  for (std::uint32_t i = 1 + below(3); i > 0; --i) list.push_back(aggregate(table));
  return {"SELECT " + joined(list, ", ") + " FROM " + table.in_from() + where({table}), true};
}

RandomStatement RandomSql::groups() {
  const Table table = any_table("a");
  const std::string group = table.of(any_column(table).name);
  std::string sql = "SELECT " + group + " AS g, " + aggregate(table) +
                    " AS v, COUNT(*) AS n FROM " + table.in_from() + where({table}) + " GROUP BY " +
                    group;
  // MariaDB 10.11 counts wrong in the total of COUNT(DISTINCT) over groups of a primary key.
  if (chance(15) && sql.find("DISTINCT") == std::string::npos) return {sql + " WITH ROLLUP", false};
  if (chance(30)) {
    sql +=
        " HAVING " + std::string(one_of({"n > 1", "COUNT(*) >= 2", "n IN (1, 3)", "v IS NOT NULL",
                                         "COUNT(*) BETWEEN 2 AND 9 AND g IS NOT NULL"}));
  }
  switch (below(4)) {
    case 0:
      return {sql, false};
    case 1:
      return {sql + " ORDER BY n DESC, g", true};
    case 2:
      return {sql + " ORDER BY g DESC" + limit(), true};
    default:
      return {sql + " ORDER BY g" + limit(), true};
  }
}

RandomStatement RandomSql::distinct() {
  const Table table = any_table("a");
  const std::string one = table.of(any_column(table).name);
  const std::string two = table.of(any_column(table).name);
  const bool ordered = chance(60);
  std::string sql =
      "SELECT DISTINCT " + one + " AS p, " + two + " AS q FROM " + table.in_from() + where({table});
  if (ordered) sql += " ORDER BY p, q" + limit();
  return {std::move(sql), ordered};
}

RandomStatement RandomSql::join() {
  const bool binding = chance(50);
  const Table left = binding ? order("a") : user("a");
  const Table right = binding ? item("b") : order("b");
  std::string on = "a.user_id = b.user_id";
  if (binding) on += " AND a.order_id = b.order_id";
  if (chance(20)) on += " AND " + comparison(chance(50) ? left : right);
  const bool outer = chance(35);
  std::string sql = "SELECT " + column_list({left, right}) + " FROM " + left.in_from() +
                    one_of({" JOIN ", " INNER JOIN "}) + right.in_from() + " ON " + on;
  if (outer) {
    sql = "SELECT " + column_list({left, right}) + " FROM " + left.in_from() +
          one_of({" LEFT JOIN ", " RIGHT JOIN "}) + right.in_from() + " ON " + on;
  }
  return finish(sql + where({left, right}), {left, right});
}

RandomStatement RandomSql::subquery() {
  const Table table = user("a");
  const Table inner = order("b");
  std::string condition;
  switch (below(4)) {
    case 0:
      condition = std::string("a.user_id ") + one_of({"IN", "NOT IN"}) +
                  " (SELECT b.user_id FROM " + inner.in_from() + where({inner}) + ")";
      break;
    case 1:
      condition = std::string(one_of({"EXISTS", "NOT EXISTS"})) + " (SELECT 1 FROM " +
                  inner.in_from() + " WHERE b.user_id = a.user_id AND " + comparison(inner) + ")";
      break;
    case 2:
      condition = "a.score > (SELECT AVG(b.amount) FROM " + inner.in_from() + where({inner}) + ")";
      break;
    default:
      condition =
          "a.user_id = (SELECT MAX(b.user_id) FROM " + inner.in_from() + where({inner}) + ")";
  }
  return finish("SELECT " + column_list({table}) + " FROM " + table.in_from() + " WHERE " +
                    condition + (chance(40) ? " AND " + comparison(table) : ""),
                {table});
}

RandomStatement RandomSql::set_operation() {
  const Table one = any_table("a");
  const Table two = any_table("b");
  return {"SELECT a.user_id AS n FROM " + one.in_from() + where({one}) +
              one_of({" UNION ", " UNION ALL ", " EXCEPT ", " INTERSECT "}) +
              "SELECT b.user_id FROM " + two.in_from() + where({two}) + " ORDER BY n",
          true};
}

RandomStatement RandomSql::window() {
  const Table table = order("a");
  const std::string partition = table.of(any_column(table).name);
  return {"SELECT a.order_id, " + std::string(one_of({"SUM(a.amount)", "COUNT(*)", "RANK()"})) +
              " OVER (PARTITION BY " + partition + " ORDER BY a.order_id) AS w FROM " +
              table.in_from() + where({table}) + " ORDER BY a.order_id",
          true};
}

RandomStatement RandomSql::next() {
  if (chance(15)) return local();
  switch (below(20)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return rows();
    case 4:
    case 5:
      return totals();
    case 6:
    case 7:
    case 8:
    case 9:
      return groups();
    case 10:
    case 11:
      return distinct();
    case 12:
    case 13:
    case 14:
      return join();
    case 15:
    case 16:
      return subquery();
    case 17:
      return set_operation();
    case 18:
      return window();
    default:
      return change();
  }
}

std::string RandomSql::user_row(int id) {
  return "(" + std::to_string(id) + ", 'user " + std::to_string(below(40)) + "', " +
         value(Kind::text) + ", " + value(Kind::text) + ", " + value(Kind::decimal) + ", " +
         value(Kind::level) + ", DATE(" + value(Kind::date) + "))";
}

std::string RandomSql::order_row(int id) {
  return "(" + std::to_string(id) + ", " + std::to_string(1 + below(kUsers)) + ", " +
         value(Kind::text) + ", " + std::to_string(below(100)) + ".25, " + value(Kind::number) +
         ", " + value(Kind::date) + ", " + value(Kind::text) + ")";
}

std::string RandomSql::item_row(int id) {
  const int order = kFirstOrder + static_cast<int>(below(kOrders));
  return "(" + std::to_string(id) + ", " + std::to_string(order) + ", " +
         std::to_string(1 + below(kUsers)) + ", " + value(Kind::text) + ", " +
         value(Kind::decimal) + ")";
}

std::vector<std::string> RandomSql::load() {
  std::vector<std::string> users;
  std::vector<std::string> orders;
  std::vector<std::string> items;
  for (int id = 100; id < 100 + kUsers; ++id) users.push_back(user_row(id - 90));
  for (int id = 0; id < kOrders; ++id) orders.push_back(order_row(kFirstOrder + id));
  for (int id = 0; id < kItems; ++id) items.push_back(item_row(100 + id));
  return {
      "DELETE FROM t_user",
      "DELETE FROM t_order",
      "DELETE FROM t_order_item",
      "INSERT INTO t_user (user_id, name, email, city, score, level, born) VALUES " +
          joined(users, ", "),
      "INSERT INTO t_order (order_id, user_id, status, amount, quantity, created, note) VALUES " +
          joined(orders, ", "),
      "INSERT INTO t_order_item VALUES " + joined(items, ", ")};
}

}  // namespace sluice::test
