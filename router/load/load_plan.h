// SPDX-License-Identifier: Apache-2.0
// LOAD DATA LOCAL: where a row's place comes from. Part of a RoutedPlan; the statement's text is in
// the plan's template, without IGNORE n LINES unless one server reads the client's file as it is.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "router/load/file_format.h"
#include "router/metadata.h"

namespace sluice::router {

struct LoadPlan {
  std::shared_ptr<const TableRule> rule;
  std::string file_name;  // what the client is asked for
  // One server gets all rows: the file passes as it is, and nothing below matters.
  bool whole_file = false;

  std::string charset;  // of the file, in lower case; empty: that of the database
  FileFormat format;    // but for its charset, see file_charset()
  std::uint32_t fields = 0;
  // Which fields hold the sharding columns' values; nothing: it is generated.
  struct Source {
    std::uint32_t field = 0;
    bool null_is_zero = false;  // an integer that cannot be NULL: LOCAL makes 0 of it
  };
  std::vector<std::optional<Source>> keys;  // as TableRule::keys()
  // Rows get a value for the key generator's column in front of their first field.
  bool generates_key = false;
  // A column that a server would fill if it got NULL (or 0), and each by itself.
  struct Counter {
    std::uint32_t field = 0;
    std::string column;
    bool zero_counts = false;  // as NULL
  };
  std::optional<Counter> key_field;      // the key generator's column
  std::optional<Counter> counter_field;  // another AUTO_INCREMENT column
};

}  // namespace sluice::router
