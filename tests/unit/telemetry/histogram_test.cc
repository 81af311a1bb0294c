// SPDX-License-Identifier: Apache-2.0
#include "common/telemetry/histogram.h"

#include <doctest/doctest.h>

namespace sluice {

using std::chrono::microseconds;

TEST_CASE("every time lies in the range that is named for it") {
  for (std::uint64_t time = 0; time < 100'000; ++time) {
    const std::size_t range = HistogramRanges::of(time);
    REQUIRE(time < HistogramRanges::end_of(range));
    if (range > 0) REQUIRE(time >= HistogramRanges::end_of(range - 1));
  }
}

TEST_CASE("ranges follow each other, and none is wider than an eighth of its times") {
  for (std::size_t range = 1; range < HistogramRanges::kCount; ++range) {
    const std::uint64_t begin = HistogramRanges::end_of(range - 1);
    const std::uint64_t width = HistogramRanges::end_of(range) - begin;
    REQUIRE(HistogramRanges::of(begin) == range);
    REQUIRE(HistogramRanges::of(HistogramRanges::end_of(range) - 1) == range);
    if (begin >= 8) REQUIRE(width * 8 <= begin);
  }
}

TEST_CASE("times beyond all ranges are in the last one") {
  CHECK(HistogramRanges::of(~std::uint64_t{0}) == HistogramRanges::kCount - 1);
  Histogram histogram;
  histogram.record(std::chrono::hours(24 * 365));
  CHECK(histogram.count_in(HistogramRanges::kCount - 1) == 1);
}

TEST_CASE("a sum counts what lies below a power of two exactly") {
  Histogram first;
  Histogram second;
  for (int i = 0; i < 200; ++i) first.record(microseconds(i));
  second.record(microseconds(63));
  second.record(microseconds(64));
  second.record(microseconds(-5));  // a clock that was set back: none of ours, but no harm
  HistogramSum sum;
  sum.add(first);
  sum.add(second);
  CHECK(sum.count == 203);
  CHECK(sum.below(64) == 64 + 2);
  CHECK(sum.below(128) == 128 + 3);
  CHECK(sum.microseconds == 199 * 200 / 2 + 63 + 64);
}

}  // namespace sluice
