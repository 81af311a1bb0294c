// SPDX-License-Identifier: Apache-2.0
#include "backend/control/control_connection.h"

#include <algorithm>

#include <cppconn/statement.h>
#include <mysql_driver.h>

namespace sluice::backend {
namespace {

// ER_DBACCESS_DENIED_ERROR and ER_ACCESS_DENIED_ERROR
bool is_access_error(int number) {
  return number == 1044 || number == 1045;
}

}  // namespace

std::unique_ptr<sql::Connection> connect(const config::DataSource& source) {
  const int seconds = std::max(1, static_cast<int>((source.connect_timeout.count() + 999) / 1000));
  sql::ConnectOptionsMap options;
  options["hostName"] = sql::SQLString(source.host);
  options["port"] = static_cast<int>(source.port);
  options["userName"] = sql::SQLString(source.username);
  options["password"] = sql::SQLString(source.password);
  options["schema"] = sql::SQLString(source.database);
  options["OPT_CONNECT_TIMEOUT"] = seconds;
  options["OPT_READ_TIMEOUT"] = 30;
  options["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");
  if (source.tls != config::TlsMode::disabled) {
    options["sslEnforce"] = source.tls != config::TlsMode::preferred;
    if (!source.tls_ca_file.empty()) options["sslCA"] = sql::SQLString(source.tls_ca_file);
    options["sslVerify"] =
        source.tls == config::TlsMode::verify_ca || source.tls == config::TlsMode::verify_identity;
  }
  return std::unique_ptr<sql::Connection>(get_driver_instance()->connect(options));
}

std::unique_ptr<sql::ResultSet> query(sql::Connection& connection, const std::string& sql) {
  const std::unique_ptr<sql::Statement> statement(connection.createStatement());
  return std::unique_ptr<sql::ResultSet>(statement->executeQuery(sql));
}

Error control_error(const config::DataSource& source, const std::exception& failed) {
  const auto* sql = dynamic_cast<const sql::SQLException*>(&failed);
  if (sql != nullptr && is_access_error(sql->getErrorCode())) {
    return make_error(ErrorId::backend_access_denied, {source.name, failed.what()});
  }
  return make_error(ErrorId::backend_unreachable, {source.name, failed.what(), source.name});
}

}  // namespace sluice::backend
