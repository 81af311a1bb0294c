// SPDX-License-Identifier: Apache-2.0
#include "common/telemetry/metric_table.h"

namespace sluice {
namespace {

constexpr MetricInfo kInfos[] = {
#define SLUICE_METRIC(id, name, type, labels, help) {name, MetricType::type, labels, help},
#include "common/telemetry/metrics.def"
#undef SLUICE_METRIC
};

}  // namespace

std::span<const MetricInfo> metric_infos() {
  return kInfos;
}

const MetricInfo& metric_info(Metric metric) {
  return kInfos[static_cast<std::size_t>(metric)];
}

std::string_view to_string(MetricType type) {
  switch (type) {
    case MetricType::counter:
      return "counter";
    case MetricType::gauge:
      return "gauge";
    case MetricType::histogram:
      return "histogram";
  }
  return "untyped";
}

}  // namespace sluice
