// SPDX-License-Identifier: Apache-2.0
// Columns that tell the rows of a staged write. Pure.
#pragma once

#include <optional>

#include "router/staged_write.h"

namespace sluice::router {

// How a column's values are read and compared without loss; nothing: they cannot be.
std::optional<StagedKeyColumn> key_column(const ColumnSchema& column);

}  // namespace sluice::router
