// SPDX-License-Identifier: Apache-2.0
#include "frontend/session_registry.h"

#include <doctest/doctest.h>

namespace sluice::frontend {
namespace {

class RecordingOwner final : public SessionOwner {
 public:
  void kill_session(std::uint32_t id, KillScope scope) override { killed.emplace_back(id, scope); }
  void list_sessions(std::function<void(std::vector<ProcessInfo>)> done) override { done({}); }
  std::vector<std::pair<std::uint32_t, KillScope>> killed;
};

}  // namespace

TEST_CASE("an order to kill reaches the owner of the session") {
  SessionRegistry registry;
  RecordingOwner first;
  RecordingOwner second;
  registry.add(1, first);
  registry.add(2, second);
  registry.set_user(2, "ann");
  CHECK(registry.kill("ann", false, 2, KillScope::query).ok());
  CHECK(first.killed.empty());
  REQUIRE(second.killed.size() == 1);
  CHECK(second.killed[0] == std::pair(2u, KillScope::query));
}

TEST_CASE("nobody's, others' and sessions that have gone") {
  SessionRegistry registry;
  RecordingOwner owner;
  registry.add(7, owner);
  registry.set_user(7, "ann");
  CHECK(registry.kill("bob", false, 7, KillScope::connection).error().number() == 1095);
  CHECK(registry.kill("bob", false, 8, KillScope::connection).error().number() == 1094);
  CHECK(registry.kill("bob", true, (1ull << 32) + 7, KillScope::connection).error().number() ==
        1094);
  CHECK(owner.killed.empty());
  CHECK(registry.kill("bob", true, 7, KillScope::connection).ok());
  registry.remove(7);
  CHECK(registry.kill("bob", true, 7, KillScope::connection).error().number() == 1094);
  CHECK(owner.killed.size() == 1);
}

}  // namespace sluice::frontend
