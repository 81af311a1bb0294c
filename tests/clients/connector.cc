// SPDX-License-Identifier: Apache-2.0
// The client scenario (docs/clients.md) for Connector/C++: connector HOST PORT USER PASSWORD
// DATABASE
#include <functional>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <cppconn/connection.h>
#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>
#include <cppconn/statement.h>

namespace {

constexpr std::size_t kSize = 17U << 20U;
std::unique_ptr<sql::Connection> db;

using Prepared = std::unique_ptr<sql::PreparedStatement>;
Prepared prepare(const std::string& text) {
  return Prepared(db->prepareStatement(text));
}
std::unique_ptr<sql::Statement> statement() {
  return std::unique_ptr<sql::Statement>(db->createStatement());
}

std::string show(std::unique_ptr<sql::ResultSet> result) {
  std::string text;
  const unsigned columns = result->getMetaData()->getColumnCount();
  while (result->next()) {
    text += "[";
    for (unsigned i = 1; i <= columns; ++i) {
      text += result->isNull(i) ? "NULL|" : result->getString(i).asStdString() + "|";
    }
    text += "]";
  }
  return text;
}

std::string rows(const std::string& text) {
  return show(std::unique_ptr<sql::ResultSet>(statement()->executeQuery(text)));
}
std::string rows(const Prepared& prepared) {
  return show(std::unique_ptr<sql::ResultSet>(prepared->executeQuery()));
}
std::string affected(const std::string& text) {
  return std::to_string(statement()->executeUpdate(text)) + " ";
}

void check(const std::string& name, const std::function<std::string()>& run) {
  try {
    std::string text = run();
    for (char& c : text) c = c == '\n' || c == '\0' ? ' ' : c;
    std::cout << "ok " << name << ": " << text << std::endl;
  } catch (const sql::SQLException& error) {
    std::cout << "not ok " << name << ": " << error.getErrorCode() << ' ' << error.getSQLState()
              << ' ' << error.what() << std::endl;
  }
}

std::string types() {
  const std::unique_ptr<sql::ResultSet> result(
      statement()->executeQuery("SELECT * FROM t_type WHERE id = 1"));
  sql::ResultSetMetaData* meta = result->getMetaData();
  std::ostringstream text;
  for (unsigned i = 1; i <= meta->getColumnCount(); ++i) {
    text << meta->getSchemaName(i) << ' ' << meta->getTableName(i) << ' ' << meta->getColumnLabel(i)
         << ' ' << meta->getColumnTypeName(i) << ' ' << meta->getPrecision(i) << ' '
         << meta->getScale(i) << ' ' << meta->isNullable(i) << ", ";
  }
  const Prepared prepared = prepare("SELECT * FROM t_type WHERE id = ?");
  prepared->setInt(1, 1);
  return text.str() + rows("SELECT * FROM t_type WHERE id = 1") + rows(prepared);
}

std::string insert_id(const std::string& text) {
  affected(text);
  return rows("SELECT LAST_INSERT_ID()");
}

std::string generated_key() {
  const std::string key = insert_id("INSERT INTO t_order (user_id, amount) VALUES (7, 1.50)");
  const Prepared prepared =
      prepare("SELECT user_id, amount FROM t_order WHERE order_id = ? AND user_id = ?");
  prepared->setUInt64(1, std::stoull(key.substr(1)));
  prepared->setInt(2, 7);
  return rows(prepared);
}

std::string prepared_values() {
  const Prepared insert =
      prepare("INSERT INTO t_write (id, n, u, s, t, b) VALUES (?, ?, ?, ?, ?, ?)");
  std::istringstream bytes(std::string("\0\1'\\\xff", 5));
  insert->setInt64(1, 100);
  insert->setInt(2, -5);
  insert->setUInt64(3, 18446744073709551615U);
  insert->setString(4, "naïve 'q' \\ 😀");
  insert->setDateTime(5, "2024-02-29 12:34:56.789012");
  insert->setBlob(6, &bytes);
  insert->executeUpdate();
  insert->setInt64(1, 101);
  insert->setNull(2, 0);
  insert->setUInt64(3, 0);
  insert->setString(4, "");
  insert->setNull(5, 0);
  insert->setNull(6, 0);
  insert->executeUpdate();
  const Prepared select =
      prepare("SELECT n, u, s, t, HEX(b) FROM t_write WHERE id >= ? ORDER BY id");
  select->setInt(1, 100);
  return rows(select);
}

std::string transaction(void (sql::Connection::*end)(), int first, int second) {
  db->setAutoCommit(false);
  const Prepared insert = prepare("INSERT INTO t_write (id, n) VALUES (?, 1)");
  for (const int id : {first, second}) {
    insert->setInt(1, id);
    insert->executeUpdate();
  }
  (db.get()->*end)();
  db->setAutoCommit(true);
  const Prepared count = prepare("SELECT COUNT(*) FROM t_write WHERE id IN (?, ?)");
  count->setInt(1, first);
  count->setInt(2, second);
  return rows(count);
}

std::string failure(const std::string& text) {
  try {
    affected(text);
  } catch (const sql::SQLException& error) {
    return std::to_string(error.getErrorCode()) + " " + error.getSQLState() + rows("SELECT 1");
  }
  return "no error";
}

std::string many() {
  const std::unique_ptr<sql::Statement> plain = statement();
  plain->setResultSetType(sql::ResultSet::TYPE_FORWARD_ONLY);
  const std::unique_ptr<sql::ResultSet> result(
      plain->executeQuery("SELECT id, v FROM t_many ORDER BY id"));
  long long count = 0;
  long long sum = 0;
  for (; result->next(); ++count) sum += result->getInt(1);
  return std::to_string(count) + " " + std::to_string(sum);
}

std::string large() {
  std::string value(kSize, '\0');
  for (std::size_t i = 0; i < kSize; ++i) value[i] = static_cast<char>(i);
  std::istringstream stream(value);
  const Prepared insert = prepare("INSERT INTO t_big (id, v) VALUES (1, ?)");
  insert->setBlob(1, &stream);
  insert->executeUpdate();
  const std::unique_ptr<sql::ResultSet> result(
      statement()->executeQuery("SELECT v, SHA2(v, 256) FROM t_big WHERE id = 1"));
  result->next();
  const std::string read = result->getString(1).asStdString();
  return std::to_string(read.size()) + (read == value ? " equal " : " differs ") +
         result->getString(2).asStdString();
}

std::string charset() {
  affected("SET NAMES latin1");
  const std::string result = rows(
      "SELECT @@character_set_results, LENGTH('\xe9'), name FROM t_user WHERE name = '\xe9mile'");
  affected("SET NAMES utf8mb4");
  return result;
}

std::string database(const std::string& name) {
  db->setSchema("archive");
  const std::string other = rows("SELECT DATABASE(), COUNT(*) FROM t_note");
  db->setSchema(name);
  return other + rows("SELECT DATABASE()") + (db->isValid() ? " valid" : " invalid");
}

void run_checks(const std::string& name) {
  check("connect", [] { return rows("SELECT DATABASE(), @@character_set_client"); });
  check("types", types);
  check("null", [] { return rows("SELECT * FROM t_type WHERE id = 2") + rows("SELECT NULL"); });
  check("unicode", [] {
    return rows("SELECT name, CHAR_LENGTH(name) FROM t_type WHERE name = '日本語 ñ 😀'");
  });
  check("affected", [] {
    return affected("INSERT INTO t_write (id, n) VALUES (1, 10), (2, 20), (3, 30)") +
           affected("UPDATE t_write SET n = n + 1 WHERE id IN (1, 2)") +
           affected("UPDATE t_write SET n = 11 WHERE id = 1") +
           affected("DELETE FROM t_write WHERE id >= 2");
  });
  check("generated_key", generated_key);
  check("auto_increment", [] {
    return insert_id("INSERT INTO t_setting (k) VALUES ('a')") +
           insert_id("INSERT INTO t_setting (k) VALUES ('b')");
  });
  check("prepared", prepared_values);
  check("commit", [] { return transaction(&sql::Connection::commit, 200, 201); });
  check("rollback", [] { return transaction(&sql::Connection::rollback, 210, 211); });
  check("duplicate", [] { return failure("INSERT INTO t_write (id) VALUES (200)"); });
  check("syntax", [] { return failure("SELEC 1"); });
  check("many", many);
  check("large", large);
  check("order", [] {
    return rows("SELECT name, balance FROM t_user ORDER BY balance DESC, user_id LIMIT 4");
  });
  check("group", [] {
    return rows(
        "SELECT city, COUNT(*), SUM(balance), AVG(balance) FROM t_user "
        "GROUP BY city ORDER BY city");
  });
  check("join", [] {
    return rows(
        "SELECT u.name, o.order_id, o.amount FROM t_user u JOIN t_order o "
        "ON u.user_id = o.user_id WHERE o.amount > 5 ORDER BY o.amount");
  });
  check("charset", charset);
  check("database", [&] { return database(name); });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  sql::ConnectOptionsMap options;
  options["hostName"] = arguments[0];
  options["port"] = std::stoi(arguments[1]);
  options["userName"] = arguments[2];
  options["password"] = arguments[3];
  options["schema"] = arguments[4];
  options["OPT_CHARSET_NAME"] = std::string("utf8mb4");
  try {
    db.reset(get_driver_instance()->connect(options));
  } catch (const sql::SQLException& error) {
    std::cout << "not ok connect: " << error.what() << '\n';
    return 1;
  }
  run_checks(arguments[4]);
}
