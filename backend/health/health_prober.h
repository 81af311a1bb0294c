// SPDX-License-Identifier: Apache-2.0
// Asks every server of a group, each sluice.health-interval, whether it answers, and replicas how
// far behind they are if sluice.max-replica-lag is set; tells the HealthView. Each server has a
// connection of the prober's own, and a server that hangs delays no other.
//
// Ownership: belongs to a worker; the view outlives it. Thread rule: its worker's thread.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include "backend/connection.h"
#include "backend/health/probe_judge.h"

namespace sluice::backend {

class HealthProber {
 public:
  // Errors: backend_tls_failed.
  static Result<std::unique_ptr<HealthProber>> create(const config::ConfigSnapshot& config,
                                                      HealthView& view, asio::io_context& context,
                                                      net::Ticker& ticker, Counters& counters);
  void start();
  // Ends what runs, within sluice.health-timeout, and then calls `ended`. Precondition: running().
  void stop(std::function<void()> ended);
  bool running() const { return running_ > 0; }

 private:
  struct Watched {
    Watched(const config::DataSource& server, asio::io_context& context)
        : source(server), pause(context) {}
    config::DataSource source;  // with the probes' timeouts
    Target target;
    std::unique_ptr<asio::ssl::context> tls;
    std::string database;
    ServerHealth* health = nullptr;
    ProbeJudge judge{std::nullopt};
    std::unique_ptr<Connection> connection;
    asio::steady_timer pause;
  };

  HealthProber(const config::ConfigSnapshot& config, asio::io_context& context, net::Ticker& ticker,
               Counters& counters);
  Result<void> add(const config::Database& database, const config::ServerGroup& group,
                   HealthView& view);
  Task<void> watch(Watched& server);
  Task<Result<ProbeResult>> probe(Watched& server);
  void tell(Watched& server, ServerState state, const Result<ProbeResult>& result);

  config::ConfigSnapshot config_;
  asio::io_context& context_;
  net::Ticker& ticker_;
  Counters& counters_;
  std::vector<std::unique_ptr<Watched>> servers_;
  std::function<void()> ended_;
  std::size_t running_ = 0;
  bool stopping_ = false;
};

}  // namespace sluice::backend
