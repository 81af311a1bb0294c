// SPDX-License-Identifier: Apache-2.0
// A blocking connection to a data source through Connector/C++, for the control threads: schema
// loading and recovery, never the query path. Thread rule: one thread at a time.
#pragma once

#include <memory>
#include <string>

#include <cppconn/connection.h>
#include <cppconn/exception.h>
#include <cppconn/resultset.h>

#include "common/base/result.h"
#include "config/config.h"

namespace sluice::backend {

// Throws sql::SQLException.
std::unique_ptr<sql::Connection> connect(const config::DataSource& source);
std::unique_ptr<sql::ResultSet> query(sql::Connection& connection, const std::string& sql);

// What an exception of them means: backend_access_denied or backend_unreachable.
Error control_error(const config::DataSource& source, const std::exception& failed);

}  // namespace sluice::backend
