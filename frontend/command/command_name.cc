// SPDX-License-Identifier: Apache-2.0
#include "frontend/command/command_name.h"

namespace sluice::frontend {

const char* command_name(wire::Command command) {
  using wire::Command;
  switch (command) {
    case Command::sleep:
      return "Sleep";
    case Command::quit:
      return "Quit";
    case Command::init_db:
      return "Init DB";
    case Command::query:
      return "Query";
    case Command::field_list:
      return "Field List";
    case Command::create_db:
      return "Create DB";
    case Command::drop_db:
      return "Drop DB";
    case Command::refresh:
      return "Refresh";
    case Command::shutdown:
      return "Shutdown";
    case Command::statistics:
      return "Statistics";
    case Command::process_info:
      return "Processlist";
    case Command::process_kill:
      return "Kill";
    case Command::debug:
      return "Debug";
    case Command::ping:
      return "Ping";
    case Command::change_user:
      return "Change user";
    case Command::stmt_prepare:
      return "Prepare";
    case Command::stmt_execute:
      return "Execute";
    case Command::stmt_send_long_data:
      return "Long Data";
    case Command::stmt_close:
      return "Close stmt";
    case Command::stmt_reset:
      return "Reset stmt";
    case Command::set_option:
      return "Set option";
    case Command::stmt_fetch:
      return "Fetch";
    case Command::reset_connection:
      return "Reset connection";
    case Command::stmt_bulk_execute:
      return "Bulk_execute";
  }
  return "Unknown";
}

}  // namespace sluice::frontend
