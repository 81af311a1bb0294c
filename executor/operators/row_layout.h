// SPDX-License-Identifier: Apache-2.0
// What the rows of one stage of the pipeline look like. Holds views; the pipeline owns what they
// show.
#pragma once

#include <span>

#include "common/base/result.h"
#include "common/wire/row.h"
#include "router/metadata.h"
#include "router/plan.h"

namespace sluice::executor::operators {

struct RowLayout {
  std::span<const wire::ColumnInfo> columns;
  wire::RowFormat format = wire::RowFormat::text;
  std::size_t visible = 0;  // the hidden ones come behind these
  const router::Metadata* metadata = nullptr;

  // The column's index. Errors: internal, if the shards' result has no such column.
  Result<std::size_t> find(router::ColumnAt at) const {
    const std::size_t index = at.hidden ? visible + at.index : at.index;
    if (index >= (at.hidden ? columns.size() : visible)) {
      return make_error(ErrorId::internal, {"the merge plan names a column that is not there"});
    }
    return index;
  }
};

// Whether the shards are MariaDB; the two servers differ where decimals are compared and divided.
inline bool is_mariadb(const router::Metadata& metadata) {
  return metadata.server_version.find("MariaDB") != std::string::npos;
}

}  // namespace sluice::executor::operators
