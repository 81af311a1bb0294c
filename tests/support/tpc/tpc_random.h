// SPDX-License-Identifier: Apache-2.0
// Random numbers for made-up data, the same on every machine (the standard library's distributions
// are not), and dates. Thread rule: an object is one thread's.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace sluice::test {

// splitmix64: all of its state is one number, any seed will do.
class TpcRandom {
 public:
  explicit TpcRandom(std::uint64_t seed) : state_(seed) {}

  // 0 <= result < limit, which is not 0.
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(next() % limit); }
  // first <= result <= last
  std::int32_t between(std::int32_t first, std::int32_t last) {
    return first + static_cast<std::int32_t>(below(static_cast<std::uint32_t>(last - first) + 1));
  }

 private:
  std::uint64_t next() {
    std::uint64_t x = state_ += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
  }

  std::uint64_t state_;
};

// "1995-06-17" from days since 1970-01-01.
inline std::string iso_date(int days) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
  const auto two = [](unsigned number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  return std::to_string(static_cast<int>(date.year())) + "-" +
         two(static_cast<unsigned>(date.month())) + "-" + two(static_cast<unsigned>(date.day()));
}

}  // namespace sluice::test
