// SPDX-License-Identifier: Apache-2.0
// What an application sees: Connector/C++ behind a few plain types. Used against the gateway and
// against a server alone, so that a test can compare both answers with ==.
// Ownership: closes its connection. Thread rule: one thread at a time. Errors: QueryError.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace sluice::test {

// A server's (or the gateway's) ERR, or a failed connection.
struct QueryError : std::runtime_error {
  QueryError(int error_number, std::string state, const std::string& message)
      : std::runtime_error(std::to_string(error_number) + " (" + state + "): " + message),
        number(error_number),
        sqlstate(std::move(state)) {}
  int number;
  std::string sqlstate;
};

struct ResultColumn {
  std::string name;
  std::string type;  // as the connector names it: "BIGINT UNSIGNED"
  std::string table;
  std::string collation;
  unsigned precision = 0;
  unsigned scale = 0;
  bool nullable = false;
  bool operator==(const ResultColumn&) const = default;
};

using Row = std::vector<std::optional<std::string>>;  // nothing: NULL

struct QueryResult {
  std::vector<ResultColumn> columns;  // empty: no result set
  std::vector<Row> rows;
  std::uint64_t affected_rows = 0;  // without a result set
  bool operator==(const QueryResult&) const = default;
};

struct ClientOptions {
  std::string user = "root";
  std::string password;
  std::string database;
  bool found_rows = false;  // CLIENT_FOUND_ROWS
};

class TestClient {
 public:
  explicit TestClient(std::uint16_t port, const ClientOptions& options = {});
  TestClient(TestClient&&) noexcept;
  ~TestClient();

  // By COM_QUERY. Throws QueryError.
  QueryResult query(const std::string& sql);

  // By COM_STMT_PREPARE and COM_STMT_EXECUTE; values are read back from the binary protocol.
  using Parameter = std::variant<std::nullptr_t, std::int64_t, std::uint64_t, double, std::string>;
  QueryResult execute(const std::string& sql, const std::vector<Parameter>& parameters);

  // The error that a statement ends with; number 0 if it succeeds.
  QueryError error_of(const std::string& sql);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// "a|b|NULL" per row, joined by newlines: readable in a failing CHECK.
std::string to_text(const QueryResult& result);

}  // namespace sluice::test
