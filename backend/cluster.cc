// SPDX-License-Identifier: Apache-2.0
#include "backend/cluster.h"

#include <algorithm>
#include <random>
#include <span>

#include "common/telemetry/log.h"

namespace sluice::backend {
namespace {

PoolSize share_of(const config::DataSource& source, std::size_t workers) {
  const auto divide = [workers](std::uint32_t total) {
    return static_cast<std::uint32_t>((total + workers - 1) / workers);
  };
  return {.min = divide(source.min_pool_size), .max = std::max(1u, divide(source.max_pool_size))};
}

std::span<const config::DataSource> servers_of(const config::DataSource& source,
                                               const config::ServerGroup* group) {
  if (group == nullptr) return {&source, 1};
  return group->servers;
}

}  // namespace

config::ServerIndex DatabasePools::next_reader(std::size_t data_source,
                                               config::ServerIndex avoided) {
  Source& source = sources_[data_source];
  if (!source.balancer) return 0;
  ReaderSet usable = 0;
  for (std::size_t i = 0; i < source.group->readers.size(); ++i) {
    const config::ServerIndex server = source.group->readers[i];
    const bool well = source.health[server]->state() == ServerState::up;
    if (well && (server != avoided || avoided == 0)) usable |= ReaderSet{1} << i;
  }
  return source.balancer->next(usable).value_or(0);
}

void DatabasePools::note_unreachable(std::size_t data_source, config::ServerIndex server,
                                     const Error& error, Counters& counters) {
  Source& source = sources_[data_source];
  if (source.health.empty()) return;
  if (source.health[server]->exchange(ServerState::down) == ServerState::down) return;
  counters.servers_ejected.add();
  log::warning("health", "reads avoid a server that cannot be reached",
               {{"database", database_->name},
                {"data_source", server_name(data_source, server)},
                {"error", error.message()}});
}

// What waits for a primary's answer waits for the truth about a write.
void DatabasePools::abandon_lost_replicas() {
  for (Source& source : sources_) {
    for (std::size_t server = 1; server < source.health.size(); ++server) {
      const bool down = source.health[server]->state() == ServerState::down;
      if (down && !source.was_down[server]) {
        source.pools[2 * server]->abandon();
        source.pools[2 * server + 1]->abandon();
      }
      source.was_down[server] = down;
    }
  }
}

Result<std::unique_ptr<Cluster>> Cluster::create(config::ConfigSnapshot config, std::size_t workers,
                                                 HealthView& health, asio::io_context& context,
                                                 net::Ticker& ticker, Counters& counters) {
  auto cluster = std::make_unique<Cluster>();
  cluster->config_ = config;
  std::random_device seeds;
  for (const config::Database& database : config->databases) {
    DatabasePools& pools = cluster->databases_[database.name];
    pools.database_ = &database;
    for (const config::DataSource& source : database.data_sources) {
      DatabasePools::Source& made = pools.sources_.emplace_back();
      made.group = database.group(source.name);
      if (made.group != nullptr) made.balancer.emplace(*made.group, seeds());
      for (const config::DataSource& server : servers_of(source, made.group)) {
        if (made.group != nullptr) {
          made.health.push_back(&health.of(server));
          made.was_down.push_back(false);
        }
        asio::ssl::context* tls = nullptr;
        if (server.tls != config::TlsMode::disabled) {
          Result<std::unique_ptr<asio::ssl::context>> secured = make_tls_context(server);
          if (!secured) return secured.error();
          tls = pools.tls_.emplace_back(std::move(*secured)).get();
        }
        for (const wire::Capabilities wanted :
             {wire::Capabilities{0}, wire::capability::kFoundRows}) {
          Target target{.source = &server, .database = database.name, .wanted = wanted, .tls = tls};
          made.pools.push_back(std::make_unique<Pool>(std::move(target), share_of(server, workers),
                                                      context, ticker, counters));
        }
      }
    }
  }
  return cluster;
}

DatabasePools* Cluster::find(std::string_view database) {
  const auto found = databases_.find(database);
  return found == databases_.end() ? nullptr : &found->second;
}

std::vector<ServerPools> Cluster::pools() const {
  std::vector<ServerPools> all;
  for (const auto& [name, database] : databases_) {
    for (std::size_t i = 0; i < database.sources_.size(); ++i) {
      const DatabasePools::Source& source = database.sources_[i];
      for (std::size_t server = 0; 2 * server < source.pools.size(); ++server) {
        PoolState state = source.pools[2 * server]->state();
        state.add(source.pools[2 * server + 1]->state());
        all.push_back({.server = source.pools[2 * server]->target().source,
                       .database = name,
                       .data_source = database.source(i).name,
                       .in_group = source.group != nullptr,
                       .primary = server == 0,
                       .state = std::move(state)});
      }
    }
  }
  return all;
}

void Cluster::housekeeping(Clock::time_point now) {
  for (auto& [name, database] : databases_) database.abandon_lost_replicas();
  for_each_pool([now](Pool& pool) { pool.housekeeping(now); });
}

void Cluster::stop() {
  for_each_pool([](Pool& pool) { pool.stop(); });
}

void Cluster::cancel_leased() {
  for_each_pool([](Pool& pool) { pool.cancel_leased(); });
}

std::vector<Connection*> Cluster::interrupt(std::uint32_t owner) {
  std::vector<Connection*> running;
  for_each_pool([&](Pool& pool) { pool.interrupt(owner, running); });
  return running;
}

void Cluster::cancel(const Target& target, std::uint32_t server_thread) {
  for_each_pool([&](Pool& pool) {
    if (&pool.target() != &target) return;
    if (Connection* connection = pool.find_leased(server_thread)) connection->stream().cancel();
  });
}

}  // namespace sluice::backend
