// SPDX-License-Identifier: Apache-2.0
#include "frontend/admin/distsql_gateway.h"

#include <algorithm>
#include <array>
#include <map>

#include <unistd.h>

#include "frontend/like.h"
#include "version.h"

namespace sluice::frontend {
namespace {

ResultSet::Column whole_number(const char* name) {
  return {name, ResultSet::Type::number};
}

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

// Host and client port tell gateways apart.
std::string instance_id(const GatewayShared& shared) {
  return host_name() + "@" + std::to_string(shared.config->global.port);
}

const char* status_of(const GatewayShared& shared) {
  return shared.draining.load(std::memory_order_relaxed) ? "CIRCUIT_BREAK" : "OK";
}

}  // namespace

ResultSet compute_nodes(const GatewayShared& shared) {
  ResultSet rows({{"instance_id"},
                  {"instance_type"},
                  {"host"},
                  whole_number("port"),
                  {"status"},
                  {"mode_type"},
                  whole_number("worker_id"),
                  {"labels"},
                  {"version"},
                  {"database_name"}});
  rows.add({instance_id(shared), "PROXY", host_name(), std::to_string(shared.config->global.port),
            status_of(shared), "Standalone", "0", "", kVersion, ""});
  return rows;
}

ResultSet compute_node_info(const GatewayShared& shared) {
  ResultSet rows({{"instance_id"},
                  {"host"},
                  whole_number("port"),
                  {"status"},
                  {"mode_type"},
                  whole_number("worker_id"),
                  {"labels"}});
  rows.add({instance_id(shared), host_name(), std::to_string(shared.config->global.port),
            status_of(shared), "Standalone", "0", ""});
  return rows;
}

ResultSet compute_node_mode() {
  ResultSet rows({{"type"}, {"repository"}, {"props"}});
  rows.add({"Standalone", "", ""});
  return rows;
}

ResultSet dist_variables(const config::Config& config, const std::optional<std::string>& pattern,
                         const std::string& name) {
  const config::GlobalConfig& global = config.global;
  std::map<std::string, std::string> values = {
      {"sql-show", global.sql_show ? "true" : "false"},
      {"proxy-default-port", std::to_string(global.port)},
      {"proxy-frontend-max-connections", std::to_string(global.max_connections)},
      {"proxy-frontend-connection-idle-timeout", std::to_string(global.idle_timeout.count())},
      {"max-connections-size-per-query", std::to_string(global.max_connections_per_query)}};
  for (const auto& [key, value] : global.props) values[key] = value;
  ResultSet rows({{"variable_name"}, {"variable_value"}});
  for (const auto& [key, value] : values) {
    std::string shown = key;  // DistSQL writes it with underscores
    std::replace(shown.begin(), shown.end(), '-', '_');
    if (pattern && !like(*pattern, shown)) continue;
    if (!name.empty() && !like(name, shown)) continue;
    rows.add({shown, value});
  }
  return rows;
}

ResultSet splitting_status(const config::Database& database, const backend::HealthView& health,
                           const std::string& group) {
  ResultSet rows({{"resource"}, {"status"}});
  for (const config::ServerGroup& each : database.groups) {
    if (!group.empty() && each.name != group) continue;
    for (const config::ServerIndex reader : each.readers) {
      const config::DataSource& server = each.servers[reader];
      const bool up = health.of(server).state() == backend::ServerState::up;
      rows.add({server.name, up ? "enabled" : "disabled"});
    }
  }
  return rows;
}

}  // namespace sluice::frontend
