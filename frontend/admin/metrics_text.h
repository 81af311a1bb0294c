// SPDX-License-Identifier: Apache-2.0
// Writes Prometheus' text format 0.0.4. Each metric's samples stand together, behind its HELP and
// TYPE. Thread rule: none of its own.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "common/telemetry/histogram.h"
#include "common/telemetry/metric_table.h"

namespace sluice::frontend {

class MetricsText {
 public:
  using Value = std::variant<std::uint64_t, double>;

  // A metric without labels.
  void single(Metric metric, Value value);
  // Begins a metric with labels; its samples follow. Without any it does not appear.
  void family(Metric metric);
  // `labels`: values for the names in the table, as many.
  void sample(std::initializer_list<std::string_view> labels, Value value);
  // Powers of two from 64 microseconds to 67 seconds.
  void histogram(Metric metric, const HistogramSum& sum);

  std::string take() { return std::move(text_); }

 private:
  void line(std::string_view name, std::string_view labels, Value value);

  std::string text_;
  const MetricInfo* family_ = nullptr;
  bool head_written_ = false;
  void write_head();
};

}  // namespace sluice::frontend
