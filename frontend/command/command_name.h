// SPDX-License-Identifier: Apache-2.0
// What SHOW PROCESSLIST calls a command. Source: the Command column of MariaDB and MySQL.
#pragma once

#include "common/wire/protocol.h"

namespace sluice::frontend {

const char* command_name(wire::Command command);

}  // namespace sluice::frontend
