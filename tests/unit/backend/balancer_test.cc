// SPDX-License-Identifier: Apache-2.0
#include "backend/balancer.h"

#include <array>
#include <vector>

#include <doctest/doctest.h>

namespace sluice::backend {
namespace {

using config::Balance;
using config::ServerIndex;

config::ServerGroup group_of(Balance balance, std::vector<double> weights = {}) {
  config::ServerGroup group;
  group.servers.resize(4);
  group.readers = {1, 2, 3};
  group.balance = balance;
  group.weights = std::move(weights);
  return group;
}

// How often each server is chosen.
std::array<int, 4> counts(Balancer& balancer, ReaderSet usable, int times) {
  std::array<int, 4> counts{};
  for (int i = 0; i < times; ++i) {
    const auto server = balancer.next(usable);
    REQUIRE(server);
    ++counts[*server];
  }
  return counts;
}

std::vector<int> servers(Balancer& balancer, ReaderSet usable, int times) {
  std::vector<int> servers;
  for (int i = 0; i < times; ++i) servers.push_back(balancer.next(usable).value_or(0));
  return servers;
}

}  // namespace

TEST_CASE("balancer: in turn, and over those that are left") {
  const config::ServerGroup group = group_of(Balance::round_robin);
  Balancer balancer(group, 1);
  CHECK(servers(balancer, balancer.all(), 5) == std::vector<int>{1, 2, 3, 1, 2});
  CHECK(servers(balancer, 0b011, 3) == std::vector<int>{1, 2, 1});
  CHECK(servers(balancer, 0b100, 2) == std::vector<int>{3, 3});
  CHECK(servers(balancer, 0b111, 2) == std::vector<int>{1, 2});
  CHECK_FALSE(balancer.next(0).has_value());
}

TEST_CASE("balancer: the primary may be among the readers") {
  config::ServerGroup group = group_of(Balance::round_robin);
  group.readers = {0, 2};
  Balancer balancer(group, 1);
  CHECK(servers(balancer, balancer.all(), 3) == std::vector<int>{0, 2, 0});
}

TEST_CASE("balancer: by chance each gets about its share") {
  const config::ServerGroup group = group_of(Balance::random);
  Balancer balancer(group, 7);
  const auto all = counts(balancer, balancer.all(), 30'000);
  for (const ServerIndex server : group.readers) {
    CHECK(all[server] > 9'500);
    CHECK(all[server] < 10'500);
  }
  CHECK(counts(balancer, 0b101, 1000)[2] == 0);
}

TEST_CASE("balancer: by weight") {
  const config::ServerGroup group = group_of(Balance::weight, {3, 0, 1});
  Balancer balancer(group, 7);
  const auto all = counts(balancer, balancer.all(), 40'000);
  CHECK(all[1] > 29'000);
  CHECK(all[1] < 31'000);
  CHECK(all[2] == 0);
  CHECK(counts(balancer, 0b110, 100)[3] == 100);
  CHECK_FALSE(balancer.next(0b010).has_value());  // nothing but weight 0
}

TEST_CASE("balancer: a group may be as large as a set") {
  config::ServerGroup group;
  group.servers.resize(config::kMaxGroupServers);
  for (std::size_t i = 0; i < config::kMaxGroupServers; ++i) {
    group.readers.push_back(static_cast<ServerIndex>(i));
  }
  Balancer balancer(group, 1);
  CHECK(servers(balancer, balancer.all(), 65).back() == 0);
  CHECK(balancer.next(ReaderSet{1} << 63) == ServerIndex{63});
}

}  // namespace sluice::backend
