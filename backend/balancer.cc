// SPDX-License-Identifier: Apache-2.0
#include "backend/balancer.h"

#include <bit>

namespace sluice::backend {
namespace {

bool has(ReaderSet set, std::size_t reader) {
  return (set >> reader & 1) != 0;
}

}  // namespace

ReaderSet Balancer::all() const {
  const std::size_t count = group_.readers.size();
  return count >= 64 ? ~ReaderSet{0} : (ReaderSet{1} << count) - 1;
}

std::optional<config::ServerIndex> Balancer::next(ReaderSet usable) {
  usable &= all();
  if (usable == 0) return std::nullopt;
  std::optional<std::size_t> reader;
  switch (group_.balance) {
    case config::Balance::round_robin:
      reader = next_in_turn(usable);
      break;
    case config::Balance::random:
      reader = by_chance(usable);
      break;
    case config::Balance::weight:
      reader = by_weight(usable);
      break;
  }
  return reader ? std::optional(group_.readers[*reader]) : std::nullopt;
}

// SplitMix64 (Steele, Lea, Flood 2014): any seed will do.
std::uint64_t Balancer::chance() {
  std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return mixed ^ (mixed >> 31);
}

std::size_t Balancer::next_in_turn(ReaderSet usable) {
  std::size_t reader = turn_ % group_.readers.size();
  while (!has(usable, reader)) reader = (reader + 1) % group_.readers.size();
  turn_ = reader + 1;
  return reader;
}

std::size_t Balancer::by_chance(ReaderSet usable) {
  auto skip = chance() % static_cast<std::uint64_t>(std::popcount(usable));
  for (; skip > 0; --skip) usable &= usable - 1;
  return static_cast<std::size_t>(std::countr_zero(usable));
}

std::optional<std::size_t> Balancer::by_weight(ReaderSet usable) {
  double sum = 0;
  for (std::size_t i = 0; i < group_.readers.size(); ++i) {
    if (has(usable, i)) sum += group_.weights[i];
  }
  if (sum <= 0) return std::nullopt;
  constexpr double kUnit = 1.0 / 9007199254740992.0;  // 2^-53
  double left = static_cast<double>(chance() >> 11) * kUnit * sum;
  std::optional<std::size_t> chosen;
  for (std::size_t i = 0; i < group_.readers.size(); ++i) {
    if (!has(usable, i) || group_.weights[i] <= 0) continue;
    chosen = i;
    left -= group_.weights[i];
    if (left < 0) break;
  }
  return chosen;
}

}  // namespace sluice::backend
