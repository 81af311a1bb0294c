// SPDX-License-Identifier: Apache-2.0
#include "executor/choose_servers.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>

namespace sluice::executor {
namespace {

using config::ServerIndex;
using config::TransactionalRead;

bool names_serializable(std::string_view text) {
  constexpr std::string_view kName = "SERIALIZABLE";
  const auto same = [](char a, char b) {
    return std::toupper(static_cast<unsigned char>(a)) == static_cast<unsigned char>(b);
  };
  return std::search(text.begin(), text.end(), kName.begin(), kName.end(), same) != text.end();
}

// There every read of a transaction locks what it reads.
bool is_serializable(const SessionState& session) {
  if (names_serializable(session.transaction.next_characteristics())) return true;
  constexpr std::array<const char*, 2> kNames{"transaction_isolation", "tx_isolation"};
  return std::any_of(kNames.begin(), kNames.end(), [&](const char* name) {
    const std::string* const level = session.variables->find(name);
    return level != nullptr && names_serializable(*level);
  });
}

bool in_transaction(const SessionState& session) {
  return session.transaction.is_explicit() || !session.autocommit;
}

// What a session holds on primaries (locks, temporary tables) it holds for what it reads next. A
// transaction reads its own rows, and its snapshot where it has one already.
bool may_use_readers(const SessionState& session) {
  const Transaction& transaction = session.transaction;
  if (transaction.locked() || transaction.has_pins() || session.locks.pinned()) return false;
  if (!in_transaction(session)) return true;
  return !transaction.has_written() && !transaction.options().consistent_snapshot &&
         !is_serializable(session);
}

ServerIndex choose(SessionState& session, backend::DatabasePools& pools, std::size_t source) {
  const config::ServerGroup* const group = pools.group(source);
  if (group == nullptr) return 0;
  if (!in_transaction(session)) return pools.next_reader(source);
  switch (group->transactional_read) {
    case TransactionalRead::primary:
      return 0;
    case TransactionalRead::dynamic:
      return pools.next_reader(source);
    case TransactionalRead::fixed:
      break;
  }
  if (const auto fixed = session.transaction.fixed_reader(*group)) return *fixed;
  const ServerIndex server = pools.next_reader(source);
  session.transaction.fix_reader(*group, server);
  return server;
}

}  // namespace

bool uses_replicas(const router::Resolution& resolution) {
  return std::any_of(resolution.units.begin(), resolution.units.end(),
                     [](const router::Unit& unit) { return unit.server != 0; });
}

void choose_other_servers(SessionState& session, backend::DatabasePools& pools, bool known,
                          router::Resolution& resolution) {
  std::vector<std::optional<ServerIndex>> chosen(pools.data_sources());
  for (router::Unit& unit : resolution.units) {
    if (unit.server == 0) continue;
    std::optional<ServerIndex>& server = chosen[unit.data_source];
    if (!server) {
      server = pools.next_reader(unit.data_source, known ? ServerIndex{0} : unit.server);
      if (in_transaction(session)) {
        session.transaction.fix_reader(*pools.group(unit.data_source), *server);
      }
    }
    unit.server = *server;
  }
}

void choose_servers(const router::RoutedPlan& plan, bool primary_only, SessionState& session,
                    backend::DatabasePools& pools, router::Resolution& resolution) {
  resolution.servers_chosen = true;
  if (plan.role != router::Role::reader || !pools.has_groups()) return;
  if (resolution.federated || resolution.staged) return;
  if (primary_only || !may_use_readers(session)) return;
  std::vector<std::optional<ServerIndex>> chosen(pools.data_sources());
  for (router::Unit& unit : resolution.units) {
    std::optional<ServerIndex>& server = chosen[unit.data_source];
    if (!server) server = choose(session, pools, unit.data_source);
    unit.server = *server;
  }
}

}  // namespace sluice::executor
