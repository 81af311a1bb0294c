// SPDX-License-Identifier: Apache-2.0
// The text format as https://prometheus.io/docs/instrumenting/exposition_formats/ describes it, and
// the names' conventions.
#include "frontend/admin/metrics_text.h"

#include <algorithm>
#include <set>

#include <doctest/doctest.h>

namespace sluice::frontend {
namespace {

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

}  // namespace

TEST_CASE("a metric without labels") {
  MetricsText text;
  text.single(Metric::uptime, std::uint64_t{12});
  text.single(Metric::cpu, 1.5);
  CHECK(text.take() ==
        "# HELP sluice_uptime_seconds time since the gateway was started\n"
        "# TYPE sluice_uptime_seconds gauge\n"
        "sluice_uptime_seconds 12\n"
        "# HELP process_cpu_seconds_total processor time of the process, user and system\n"
        "# TYPE process_cpu_seconds_total counter\n"
        "process_cpu_seconds_total 1.5\n");
}

TEST_CASE("labels are escaped, and a metric without samples does not appear") {
  MetricsText text;
  text.family(Metric::backend_lag);
  text.family(Metric::pool_waiting);
  text.sample({"shop", "a\"b\\c\nd"}, std::uint64_t{3});
  text.sample({"shop", "ds_1"}, std::uint64_t{0});
  CHECK(text.take() ==
        "# HELP sluice_pool_waiting statements that wait for a connection\n"
        "# TYPE sluice_pool_waiting gauge\n"
        "sluice_pool_waiting{database=\"shop\",data_source=\"a\\\"b\\\\c\\nd\"} 3\n"
        "sluice_pool_waiting{database=\"shop\",data_source=\"ds_1\"} 0\n");
}

TEST_CASE("a histogram's buckets add up to its count") {
  Histogram histogram;
  histogram.record(std::chrono::microseconds(50));
  histogram.record(std::chrono::microseconds(100));
  histogram.record(std::chrono::hours(1));
  HistogramSum sum;
  sum.add(histogram);
  MetricsText text;
  text.histogram(Metric::statement_seconds, sum);
  const std::string out = text.take();
  const auto has = [&](const std::string& line) { return out.find(line + "\n") != out.npos; };
  const std::string name = "sluice_statement_duration_seconds";
  CHECK(has("# TYPE " + name + " histogram"));
  CHECK(has(name + "_bucket{le=\"6.4e-05\"} 1"));
  CHECK(has(name + "_bucket{le=\"0.000128\"} 2"));
  CHECK(has(name + "_bucket{le=\"67.108864\"} 2"));
  CHECK(has(name + "_bucket{le=\"+Inf\"} 3"));
  CHECK(has(name + "_sum 3600.00015"));
  CHECK(has(name + "_count 3"));
}

TEST_CASE("names follow the conventions") {
  std::set<std::string_view> names;
  for (const MetricInfo& info : metric_infos()) {
    CAPTURE(info.name);
    CHECK(names.insert(info.name).second);
    CHECK(is_name(info.name));
    CHECK((info.name.starts_with("sluice_") || info.name.starts_with("process_")));
    CHECK((info.type == MetricType::counter) == info.name.ends_with("_total"));
    CHECK_FALSE(info.help.empty());
    CHECK(info.help.find_first_of("\\\n|") == std::string_view::npos);
  }
}

}  // namespace sluice::frontend
