// SPDX-License-Identifier: Apache-2.0
// A table of information_schema whose rows are the gateway's own: its sessions and accounts.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sluice::executor {

struct OwnTable {
  // By column, in upper case; one that the server has besides is NULL, or 0 if it is a number.
  using Row = std::map<std::string, std::optional<std::string>>;

  std::string name;  // upper case
  std::vector<Row> rows;
};

}  // namespace sluice::executor
