// SPDX-License-Identifier: Apache-2.0
// Makes a table like another one of the same data source. Blocking, through Connector/C++: runs on
// the control thread, never on a worker.
#pragma once

#include <string_view>

#include "common/base/result.h"
#include "config/config.h"

namespace sluice::backend {

// Does nothing if the table is there: another gateway may have been first. Errors:
// backend_unreachable, backend_access_denied.
Result<void> create_table_like(const config::DataSource& source, std::string_view table,
                               std::string_view model);

}  // namespace sluice::backend
