// SPDX-License-Identifier: Apache-2.0
#include "executor/table_report.h"

#include <doctest/doctest.h>

namespace sluice::executor {
namespace {

ReportRow row(const char* type, const char* text) {
  return {"shop.t", "check", type, text};
}

NodeReport checksum(const char* node, std::optional<std::string> value) {
  return {node, {{"shop.t", std::move(value)}}};
}

}  // namespace

TEST_CASE("nodes that agree report once") {
  const NodeReport report{"ds_0.t_0", {row("note", "as it is"), row("status", "OK")}};
  const auto merged = merge_reports({report, {"ds_1.t_0", report.rows}});
  CHECK(merged == report.rows);
  CHECK(merge_reports({}).empty());
}

TEST_CASE("what only some nodes report is shown with the node, the status last") {
  const NodeReport good{"ds_0.t_0", {row("note", "as it is"), row("status", "OK")}};
  const NodeReport bad{"ds_1.t_0",
                       {row("error", "broken"), row("note", "as it is"), row("error", "Corrupt")}};
  const std::vector<ReportRow> expected{row("note", "as it is"), row("error", "ds_1.t_0: broken"),
                                        row("error", "ds_1.t_0: Corrupt"),
                                        row("status", "ds_0.t_0: OK")};
  CHECK(merge_reports({good, bad}) == expected);
}

TEST_CASE("checksums add up in 32 bits") {
  CHECK(add_checksums({checksum("a", "4294967295"), checksum("b", "3")}) == "2");
  CHECK(add_checksums({checksum("a", "7")}) == "7");
  CHECK(add_checksums({checksum("a", "7"), checksum("b", std::nullopt)}) == std::nullopt);
  CHECK(add_checksums({checksum("a", "4294967296")}) == std::nullopt);
  CHECK(add_checksums({checksum("a", "x")}) == std::nullopt);
}

}  // namespace sluice::executor
