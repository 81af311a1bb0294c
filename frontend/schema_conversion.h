// SPDX-License-Identifier: Apache-2.0
// What servers say about columns and collations, in the planner's terms. Pure.
#pragma once

#include "backend/control/schema_loader.h"
#include "router/metadata.h"

namespace sluice::frontend {

router::TableSchema to_table_schema(const backend::LoadedTable& table);
// `version` is the server's: MySQL and MariaDB tell PAD SPACE collations apart by different names.
router::Collation to_collation(const backend::LoadedCollation& collation, std::string_view version);

}  // namespace sluice::frontend
