// SPDX-License-Identifier: Apache-2.0
// Chooses which of a group's servers reads next: ROUND_ROBIN, RANDOM or WEIGHT among those that may
// be read from at the moment. Each worker has its own, so that nothing is shared.
//
// Ownership: refers to the configuration's group. Thread rule: its worker's thread. Sans-io: chance
// comes from a seed.
#pragma once

#include <cstdint>
#include <optional>

#include "config/config.h"

namespace sluice::backend {

// Bit i: the reader i of the group. kMaxGroupServers fit.
using ReaderSet = std::uint64_t;

class Balancer {
 public:
  Balancer(const config::ServerGroup& group, std::uint64_t seed) : group_(group), state_(seed) {}

  // The next server; nothing if no reader is usable, or none with a weight.
  std::optional<config::ServerIndex> next(ReaderSet usable);
  // All readers of the group.
  ReaderSet all() const;

 private:
  std::uint64_t chance();
  std::size_t next_in_turn(ReaderSet usable);
  std::size_t by_chance(ReaderSet usable);
  std::optional<std::size_t> by_weight(ReaderSet usable);

  const config::ServerGroup& group_;
  std::uint64_t state_;
  std::size_t turn_ = 0;
};

}  // namespace sluice::backend
