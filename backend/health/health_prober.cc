// SPDX-License-Identifier: Apache-2.0
#include "backend/health/health_prober.h"

#include <algorithm>
#include <utility>

#include "common/telemetry/log.h"

namespace sluice::backend {
namespace {

struct Pause {
  asio::steady_timer& timer;
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> waiter) const {
    timer.async_wait([waiter](const std::error_code&) { waiter.resume(); });
  }
  void await_resume() const {}
};

}  // namespace

HealthProber::HealthProber(const config::ConfigSnapshot& config, asio::io_context& context,
                           net::Ticker& ticker, Counters& counters)
    : config_(config), context_(context), ticker_(ticker), counters_(counters) {}

Result<std::unique_ptr<HealthProber>> HealthProber::create(const config::ConfigSnapshot& config,
                                                           HealthView& view,
                                                           asio::io_context& context,
                                                           net::Ticker& ticker,
                                                           Counters& counters) {
  std::unique_ptr<HealthProber> prober(new HealthProber(config, context, ticker, counters));
  for (const config::Database& database : config->databases) {
    for (const config::ServerGroup& group : database.groups) {
      Result<void> added = prober->add(database, group, view);
      if (!added) return added.error();
    }
  }
  return prober;
}

Result<void> HealthProber::add(const config::Database& database, const config::ServerGroup& group,
                               HealthView& view) {
  const config::SluiceSettings& settings = config_->global.sluice;
  for (const config::DataSource& source : group.servers) {
    Watched& server = *servers_.emplace_back(std::make_unique<Watched>(source, context_));
    server.source.connect_timeout = server.source.socket_timeout = settings.health_timeout;
    if (source.tls != config::TlsMode::disabled) {
      Result<std::unique_ptr<asio::ssl::context>> tls = make_tls_context(source);
      if (!tls) return tls.error();
      server.tls = std::move(*tls);
    }
    server.target.source = &server.source;
    server.target.database = database.name;
    server.target.tls = server.tls.get();
    server.database = database.name;
    server.health = &view.of(source);
    if (settings.max_replica_lag && &source != &group.servers.front()) {
      server.judge = ProbeJudge(*settings.max_replica_lag);
    }
  }
  return {};
}

void HealthProber::start() {
  for (const auto& server : servers_) {
    ++running_;
    spawn(watch(*server), [this] {
      if (--running_ == 0 && ended_) asio::post(context_, std::exchange(ended_, {}));
    });
  }
}

void HealthProber::stop(std::function<void()> ended) {
  if (std::exchange(stopping_, true)) return;
  ended_ = std::move(ended);
  for (const auto& server : servers_) {
    server->pause.cancel();
    if (server->connection) server->connection->stream().cancel();
  }
}

Task<void> HealthProber::watch(Watched& server) {
  const config::SluiceSettings& settings = config_->global.sluice;
  while (!stopping_) {
    Result<ProbeResult> result = co_await probe(server);
    if (stopping_) break;
    const std::optional<ServerState> state =
        server.judge.judge(result ? *result : ProbeResult{.answered = false, .lag = {}});
    if (result) server.health->set_lag(result->lag);
    if (state) tell(server, *state, result);
    server.pause.expires_after(server.judge.in_doubt()
                                   ? std::min(settings.health_interval, settings.health_timeout)
                                   : settings.health_interval);
    co_await Pause{server.pause};
  }
  server.connection.reset();
}

Task<Result<ProbeResult>> HealthProber::probe(Watched& server) {
  if (server.connection && server.connection->broken()) server.connection.reset();
  if (!server.connection) {
    Result<std::unique_ptr<Connection>> opened =
        co_await Connection::open(server.target, context_, ticker_, counters_);
    if (!opened) co_return opened.error();
    server.connection = std::move(*opened);
  }
  Connection& connection = *server.connection;
  if (server.judge.asks_lag()) {
    Result<SmallResult> status =
        co_await small_query(connection, replication_query(connection.server_version()));
    if (!status) co_return status.error();
    co_return ProbeResult{.answered = true, .lag = longest_lag(*status)};
  }
  connection.expect_ok("DO 1");
  Result<void> sent = co_await connection.flush();
  if (!sent) co_return sent.error();
  Result<void> settled = co_await connection.settle();
  if (!settled) co_return settled.error();
  co_return ProbeResult{.answered = true, .lag = {}};
}

void HealthProber::tell(Watched& server, ServerState state, const Result<ProbeResult>& result) {
  const ServerState before = server.health->exchange(state);
  if (before == state) return;
  const std::string& name = server.source.name;
  switch (state) {
    case ServerState::up:
      counters_.servers_returned.add();
      log::info("health", "the server may be read from again",
                {{"database", server.database}, {"data_source", name}});
      break;
    case ServerState::behind:
      counters_.servers_ejected.add();
      log::warning("health", "reads avoid a replica that lags behind",
                   {{"database", server.database},
                    {"data_source", name},
                    {"seconds", result && result->lag ? std::to_string(result->lag->count())
                                                      : std::string("does not replicate")}});
      break;
    case ServerState::down:
      counters_.servers_ejected.add();
      log::warning("health", "reads avoid a server that does not answer",
                   {{"database", server.database},
                    {"data_source", name},
                    {"error", result ? std::string() : result.error().message()}});
      break;
  }
}

}  // namespace sluice::backend
