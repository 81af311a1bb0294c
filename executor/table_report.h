// SPDX-License-Identifier: Apache-2.0
// What the nodes of a table answer to ANALYZE, CHECK, OPTIMIZE and REPAIR TABLE, as one server with
// the table would report it. Pure but for ask_nodes().
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "executor/request.h"

namespace sluice::executor {

// One row: Table, Op, Msg_type, Msg_text; of CHECKSUM TABLE: Table, Checksum.
using ReportRow = std::vector<std::optional<std::string>>;

struct NodeReport {
  std::string node;  // data source and actual table
  std::vector<ReportRow> rows;
};

// Runs request.routed on all units, one after the other, with actual names in the rows' texts made
// logical and `table` in the place of the table's name.
// Errors: those of the servers, with logical names; table_not_locked, query_interrupted.
Task<Result<std::vector<NodeReport>>> ask_nodes(Request& request, std::string_view table);

// What all nodes report, once; what only some do, with the node in front of the text. The status
// comes last, as servers have it.
std::vector<ReportRow> merge_reports(const std::vector<NodeReport>& reports);

// A table's checksum is the sum of its rows' in 32 bits, in any order, so the nodes' add up to it.
// Nullopt where a node has none (QUICK, or no such table).
std::optional<std::string> add_checksums(const std::vector<NodeReport>& reports);

}  // namespace sluice::executor
