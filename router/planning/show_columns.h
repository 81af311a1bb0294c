// SPDX-License-Identifier: Apache-2.0
// What the columns of SHOW statements are in information_schema, in the servers' order.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sluice::router {

enum class ShowServer : std::uint8_t { any, mariadb, mysql, mysql_9 };  // mysql_9: since that

struct ShowColumn {
  std::string_view title;
  std::string_view value;
  ShowServer server = ShowServer::any;  // which has it

  bool is_of(std::string_view server_version, bool is_mariadb) const;
};

enum class ShowList : std::uint8_t { table_status, triggers, events, routines, index, open_tables };

std::span<const ShowColumn> show_columns(ShowList list);

}  // namespace sluice::router
