// SPDX-License-Identifier: Apache-2.0
#include "config/read_data_source.h"

#include "config/jdbc_url.h"
#include "config/read_value.h"

namespace sluice::config {
namespace {

void read_url(const YamlNode& url_node, DataSource& source, Report& report) {
  auto parsed = parse_jdbc_url(url_node.text);
  const std::string place = "dataSources." + source.name + ": ";
  if (const auto* problem = std::get_if<UrlProblem>(&parsed)) {
    report.error(url_node, place + problem->message);
    return;
  }
  JdbcUrl& url = *std::get_if<JdbcUrl>(&parsed);
  for (const std::string& warning : url.warnings) report.warning(url_node, place + warning);
  source.host = std::move(url.host);
  source.port = url.port;
  source.database = std::move(url.database);
  source.tls = url.tls;
  source.tls_ca_file = std::move(url.tls_ca_file);
  source.allow_public_key_retrieval = url.allow_public_key_retrieval;
  source.compress_zlib = url.compress_zlib;
  source.compress_zstd = url.compress_zstd;
  source.zstd_level = url.zstd_level;
  source.connect_timeout = url.connect_timeout.value_or(source.connect_timeout);
  source.socket_timeout = url.socket_timeout.value_or(source.socket_timeout);
}

}  // namespace

DataSource read_data_source(const YamlEntry& entry, milliseconds connect_timeout, Report& report) {
  const YamlNode& node = *entry.value;
  DataSource source;
  source.name = entry.key->text;
  source.connect_timeout = connect_timeout;
  if (source.name.empty() || source.name.find_first_of(".,*$ ") != std::string::npos) {
    report.error(*entry.key,
                 "the name of a data source must not hold '.', ',', '*', '$' or blanks");
  }
  if (const YamlNode* url = node.scalar("url")) read_url(*url, source, report);
  read_text(node, "username", source.username);
  read_text(node, "password", source.password);
  read_milliseconds(node, "connectionTimeoutMilliseconds", source.lease_timeout);
  read_milliseconds(node, "idleTimeoutMilliseconds", source.idle_timeout);
  read_milliseconds(node, "maxLifetimeMilliseconds", source.max_lifetime);
  read_integer(node, "maxPoolSize", source.max_pool_size);
  read_integer(node, "minPoolSize", source.min_pool_size);
  const YamlNode* min = node.scalar("minPoolSize");
  if (min && source.min_pool_size > source.max_pool_size) {
    report.error(*min, "dataSources." + source.name + ": minPoolSize " + min->text +
                           " is more than maxPoolSize " + std::to_string(source.max_pool_size));
  }
  bool read_only = false;
  read_flag(node, "readOnly", read_only);
  if (read_only) {
    report.error(*node.find("readOnly"),
                 "dataSources." + source.name + ".readOnly is not supported yet");
  }
  return source;
}

}  // namespace sluice::config
