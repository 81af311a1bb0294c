// SPDX-License-Identifier: Apache-2.0
// How long things took: counts by ranges of microseconds that grow with the time, eight to each
// power of two, so that a percentile is right to within an eighth.
//
// Thread rule: one thread records, any thread may read. Recording is two stores, no locked
// instruction.
#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "common/telemetry/counter.h"

namespace sluice {

// The ranges, for everybody who counts by them.
struct HistogramRanges {
  static constexpr std::uint64_t kPerPower = 8;
  static constexpr std::size_t kCount = 34 * kPerPower;  // the last one has no end

  static constexpr std::size_t of(std::uint64_t microseconds) {
    if (microseconds < kPerPower) return static_cast<std::size_t>(microseconds);
    const auto power = static_cast<std::uint64_t>(std::bit_width(microseconds)) - 1;  // >= 3
    const std::uint64_t within = (microseconds >> (power - 3)) & (kPerPower - 1);
    const std::uint64_t index = (power - 2) * kPerPower + within;
    return index < kCount ? static_cast<std::size_t>(index) : kCount - 1;
  }
  // The first microsecond behind a range.
  static constexpr std::uint64_t end_of(std::size_t range) {
    if (range < kPerPower) return range + 1;
    const std::uint64_t power = range / kPerPower + 2;
    return (kPerPower + range % kPerPower + 1) << (power - 3);
  }
};

class Histogram {
 public:
  void record(std::chrono::microseconds time) {
    const auto count = static_cast<std::uint64_t>(time.count() < 0 ? 0 : time.count());
    ranges_[HistogramRanges::of(count)].add();
    microseconds_.add(count);
  }

  std::uint64_t count_in(std::size_t range) const { return ranges_[range].value(); }
  std::uint64_t total_microseconds() const { return microseconds_.value(); }

 private:
  std::array<Counter, HistogramRanges::kCount> ranges_;
  Counter microseconds_;
};

// Histograms of several workers added up.
struct HistogramSum {
  std::array<std::uint64_t, HistogramRanges::kCount> ranges{};
  std::uint64_t count = 0;
  std::uint64_t microseconds = 0;

  void add(const Histogram& histogram) {
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      const std::uint64_t more = histogram.count_in(i);
      ranges[i] += more;
      count += more;
    }
    microseconds += histogram.total_microseconds();
  }
  // How many took less than so many microseconds; exact for the end of a range.
  std::uint64_t below(std::uint64_t end) const {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < ranges.size() && HistogramRanges::end_of(i) <= end; ++i) {
      sum += ranges[i];
    }
    return sum;
  }
};

}  // namespace sluice
