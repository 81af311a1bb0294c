// SPDX-License-Identifier: Apache-2.0
// jdbc:mysql:// and jdbc:mariadb:// URLs as Connector/J and MariaDB's connector read them.
// https://dev.mysql.com/doc/connector-j/en/connector-j-reference-jdbc-url-format.html
// https://mariadb.com/docs/connectors/mariadb-connector-j/about-mariadb-connector-j
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/config.h"

namespace sluice::config {

struct JdbcUrl {
  std::string host = "localhost";  // IPv6 without brackets
  std::uint16_t port = 3306;
  std::string database;  // may be empty
  TlsMode tls = TlsMode::disabled;
  std::string tls_ca_file;
  bool allow_public_key_retrieval = true;
  bool compress_zlib = false;
  bool compress_zstd = false;
  std::uint8_t zstd_level = 3;
  std::optional<milliseconds> connect_timeout;  // 0: none
  std::optional<milliseconds> socket_timeout;   // 0: none
  std::vector<std::string> warnings;            // properties that have no effect here
};

// What is wrong with the URL and how to mend it; never shows a property's value.
struct UrlProblem {
  std::string message;
};

std::variant<JdbcUrl, UrlProblem> parse_jdbc_url(std::string_view url);

}  // namespace sluice::config
