// SPDX-License-Identifier: Apache-2.0
// A column's values in a text row without loss. Pure.
#pragma once

#include <string>

#include "router/metadata.h"

namespace sluice::router {

// As text a FLOAT is rounded, and members of ENUM and SET lose their numbers. As SQL.
inline std::string exact_value(const ColumnSchema& column) {
  const std::string name = quote_name(column.name);
  switch (column.column_class) {
    case ColumnClass::floating:
      return name + "+0e0";
    case ColumnClass::enumeration:
    case ColumnClass::set:
      return "CAST(" + name + " AS UNSIGNED)";
    default:
      return name;
  }
}

}  // namespace sluice::router
