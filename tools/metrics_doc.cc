// SPDX-License-Identifier: Apache-2.0
// Prints the table of metrics for docs/operations.md. ./run docs runs it.
#include <cstdio>
#include <string>

#include "common/telemetry/metric_table.h"

namespace {

// `a,b` as two words of code.
std::string label_cell(std::string_view labels) {
  std::string cell;
  while (!labels.empty()) {
    const std::size_t end = std::min(labels.find(','), labels.size());
    if (!cell.empty()) cell += ", ";
    cell.append("`").append(labels.substr(0, end)).append("`");
    labels.remove_prefix(std::min(end + 1, labels.size()));
  }
  return cell;
}

}  // namespace

int main() {
  std::printf("\n| metric | type | labels | meaning |\n|---|---|---|---|\n");
  for (const sluice::MetricInfo& info : sluice::metric_infos()) {
    std::printf("| `%s` | %s | %s | %s |\n", std::string(info.name).c_str(),
                std::string(to_string(info.type)).c_str(), label_cell(info.labels).c_str(),
                std::string(info.help).c_str());
  }
  return 0;
}
