// SPDX-License-Identifier: Apache-2.0
// The properties behind the '?' of a JDBC URL: those that matter to the gateway are applied, those
// that concern only the Java side are accepted, others are warned about.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/jdbc_url.h"

namespace sluice::config {

// Collects what decides the TLS mode, since the old properties do so together.
struct JdbcProperties {
  bool is_mariadb = false;
  std::optional<TlsMode> ssl_mode;
  std::optional<bool> use_ssl;
  bool require_ssl = false;
  bool verify_certificate = false;        // Connector/J
  bool trust_server_certificate = false;  // MariaDB
  bool skip_host_name_check = false;      // MariaDB

  // Applies one property to `url`. A message if it is wrong or changes results and is not
  // supported.
  std::optional<std::string> set(std::string_view name, std::string_view value, JdbcUrl& url);
  TlsMode tls_mode() const;
};

}  // namespace sluice::config
