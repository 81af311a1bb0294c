// SPDX-License-Identifier: Apache-2.0
// The one list of what /metrics shows; docs/operations.md is generated from it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sluice {

enum class MetricType : std::uint8_t { counter, gauge, histogram };

enum class Metric : std::uint8_t {
#define SLUICE_METRIC(id, name, type, labels, help) id,
#include "common/telemetry/metrics.def"
#undef SLUICE_METRIC
};

struct MetricInfo {
  std::string_view name;
  MetricType type;
  std::string_view labels;  // names, separated by commas
  std::string_view help;
};

// In the order of Metric.
std::span<const MetricInfo> metric_infos();
const MetricInfo& metric_info(Metric metric);
std::string_view to_string(MetricType type);

}  // namespace sluice
