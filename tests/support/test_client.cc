// SPDX-License-Identifier: Apache-2.0
#include "tests/support/test_client.h"

#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>
#include <cppconn/statement.h>
#include <mysql_connection.h>

namespace sluice::test {
namespace {

std::string text(const sql::SQLString& value) {
  return value.asStdString();
}

[[noreturn]] void rethrow(const sql::SQLException& error) {
  throw QueryError(error.getErrorCode(), error.getSQLStateCStr(), error.what());
}

QueryResult read_result(sql::ResultSet& from) {
  QueryResult result;
  sql::ResultSetMetaData* meta = from.getMetaData();
  const unsigned count = meta->getColumnCount();
  for (unsigned i = 1; i <= count; ++i) {
    result.columns.push_back({text(meta->getColumnLabel(i)), text(meta->getColumnTypeName(i)),
                              text(meta->getTableName(i)), text(meta->getColumnCollation(i)),
                              meta->getPrecision(i), meta->getScale(i),
                              meta->isNullable(i) != sql::ResultSetMetaData::columnNoNulls});
  }
  while (from.next()) {
    Row row;
    for (unsigned i = 1; i <= count; ++i) {
      // The connector knows of NULL only behind the read of the value.
      std::string value = text(from.getString(i));
      row.push_back(from.wasNull() ? std::nullopt : std::optional(std::move(value)));
    }
    result.rows.push_back(std::move(row));
  }
  return result;
}

// Binds one parameter; the connector keeps a pointer to nothing.
struct Binder {
  sql::PreparedStatement& statement;
  unsigned index;
  void operator()(std::nullptr_t) const { statement.setNull(index, sql::DataType::VARCHAR); }
  void operator()(std::int64_t value) const { statement.setInt64(index, value); }
  void operator()(std::uint64_t value) const { statement.setUInt64(index, value); }
  void operator()(double value) const { statement.setDouble(index, value); }
  void operator()(const std::string& value) const { statement.setString(index, value); }
};

}  // namespace

struct TestClient::Impl {
  std::unique_ptr<sql::Connection> connection;
};

TestClient::TestClient(std::uint16_t port, const ClientOptions& options)
    : impl_(std::make_unique<Impl>()) {
  sql::ConnectOptionsMap map;
  map["hostName"] = sql::SQLString("tcp://127.0.0.1:" + std::to_string(port));
  map["userName"] = sql::SQLString(options.user);
  map["password"] = sql::SQLString(options.password);
  map["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");
  if (options.found_rows) map["CLIENT_FOUND_ROWS"] = true;
  try {
    impl_->connection.reset(get_driver_instance()->connect(map));
    if (!options.database.empty()) impl_->connection->setSchema(options.database);
  } catch (const sql::SQLException& error) {
    rethrow(error);
  }
}

TestClient::TestClient(TestClient&&) noexcept = default;
TestClient::~TestClient() = default;

QueryResult TestClient::query(const std::string& sql) {
  try {
    const std::unique_ptr<sql::Statement> statement(impl_->connection->createStatement());
    if (!statement->execute(sql)) return {{}, {}, statement->getUpdateCount()};
    const std::unique_ptr<sql::ResultSet> rows(statement->getResultSet());
    return read_result(*rows);
  } catch (const sql::SQLException& error) {
    rethrow(error);
  }
}

QueryResult TestClient::execute(const std::string& sql, const std::vector<Parameter>& parameters) {
  try {
    const std::unique_ptr<sql::PreparedStatement> statement(
        impl_->connection->prepareStatement(sql));
    for (unsigned i = 0; i < parameters.size(); ++i) {
      std::visit(Binder{*statement, i + 1}, parameters[i]);
    }
    if (!statement->execute()) return {{}, {}, statement->getUpdateCount()};
    const std::unique_ptr<sql::ResultSet> rows(statement->getResultSet());
    return read_result(*rows);
  } catch (const sql::SQLException& error) {
    rethrow(error);
  }
}

QueryError TestClient::error_of(const std::string& sql) {
  try {
    query(sql);
  } catch (const QueryError& error) {
    return error;
  }
  return {0, "00000", "no error"};
}

std::string to_text(const QueryResult& result) {
  std::string out;
  for (const Row& row : result.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += '|';
      out += row[i] ? *row[i] : "NULL";
    }
    out += '\n';
  }
  return out;
}

}  // namespace sluice::test
