// SPDX-License-Identifier: Apache-2.0
#include "frontend/worker.h"

#include <algorithm>

#include "common/telemetry/log.h"

namespace sluice::frontend {
namespace {

using asio::ip::tcp;

constexpr std::chrono::seconds kHousekeeping{1};
constexpr std::chrono::milliseconds kAcceptPause{50};
constexpr int kBacklog = 1024;

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

std::string host_of(const tcp::socket& socket) {
  std::error_code failed;
  const tcp::endpoint peer = socket.remote_endpoint(failed);
  if (failed) return "unknown";
  asio::ip::address address = peer.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  }
  return address.to_string();
}

}  // namespace

Worker::Worker(GatewayShared& shared)
    : shared_(shared),
      work_(asio::make_work_guard(context_)),
      services_(shared, context_),
      acceptor_(context_),
      unix_(context_),
      admin_(context_),
      housekeeping_(context_) {}

Worker::~Worker() {
  join();
}

Result<std::unique_ptr<Worker>> Worker::create(GatewayShared& shared, std::size_t workers) {
  std::unique_ptr<Worker> worker(new Worker(shared));
  WorkerServices& services = worker->services_;
  Result<std::unique_ptr<backend::Cluster>> cluster = backend::Cluster::create(
      shared.config, workers, *shared.health, worker->context_, services.ticker, services.counters);
  if (!cluster) return cluster.error();
  services.cluster = std::move(*cluster);
  services.metadata = shared.metadata->current();
  return worker;
}

Result<void> Worker::listen(const tcp::endpoint& endpoint) {
  std::error_code failed;
  acceptor_.open(endpoint.protocol(), failed);
  if (!failed) acceptor_.set_option(tcp::acceptor::reuse_address(true), failed);
  if (!failed) acceptor_.set_option(ReusePort(true), failed);
  if (!failed) acceptor_.bind(endpoint, failed);
  if (!failed) acceptor_.listen(kBacklog, failed);
  if (!failed) return {};
  return make_error(ErrorId::config_invalid,
                    {"cannot listen on " + endpoint.address().to_string() + ":" +
                     std::to_string(endpoint.port()) + ": " + failed.message()});
}

Result<void> Worker::listen_unix(const std::string& path, std::uint32_t mode) {
  if (path.empty()) return {};
  return unix_.listen(path, mode);
}

// Without SO_REUSEPORT: a second gateway shall hear that the port is taken.
Result<void> Worker::listen_admin(const config::AdminSettings& settings) {
  std::error_code failed;
  const tcp::endpoint endpoint(asio::ip::make_address(settings.host, failed), settings.port);
  if (!failed) admin_.open(endpoint.protocol(), failed);
  if (!failed) admin_.set_option(tcp::acceptor::reuse_address(true), failed);
  if (!failed) admin_.bind(endpoint, failed);
  if (!failed) admin_.listen(kBacklog, failed);
  if (!failed) return {};
  return make_error(
      ErrorId::config_invalid,
      {"cannot listen on " + settings.host + ":" + std::to_string(settings.port) + ": " +
       failed.message() + "; give another sluice.admin.port or set sluice.admin.enabled: false"});
}

Result<void> Worker::watch_servers() {
  Result<std::unique_ptr<backend::HealthProber>> prober = backend::HealthProber::create(
      shared_.config, *shared_.health, context_, services_.ticker, services_.counters);
  if (!prober) return prober.error();
  services_.prober = std::move(*prober);
  return {};
}

void Worker::start() {
  keep_house();
  if (services_.prober) services_.prober->start();
  thread_ = std::thread([this] { context_.run(); });
}

void Worker::serve(std::vector<Worker*> peers) {
  post([this, peers = std::move(peers)]() mutable {
    peers_ = std::move(peers);
    accept();
    if (unix_.is_open()) accept_unix();
    if (admin_.is_open()) accept_admin();
  });
}

void Worker::join() {
  if (thread_.joinable()) thread_.join();
}

// ----------------------------------------------------------------------------------------
// accepting

void Worker::accept() {
  acceptor_.async_accept([this](const std::error_code& failed, tcp::socket socket) {
    if (draining_ || failed == asio::error::operation_aborted) return;
    if (failed) {  // out of descriptors, most likely: not to be tried again at once
      log::error("listener", "accept failed", {{"error", failed.message()}});
      return accept_later([this] { accept(); });
    }
    Peer peer{host_of(socket)};
    place(std::move(socket), std::move(peer));
    accept();
  });
}

void Worker::accept_unix() {
  unix_.accept([this](const std::error_code& failed, tcp::socket socket) {
    if (draining_ || failed == asio::error::operation_aborted) return;
    if (failed) {
      log::error("listener", "accept failed", {{"error", failed.message()}});
      return accept_later([this] { accept_unix(); });
    }
    place(std::move(socket), {"localhost", true});
    accept_unix();
  });
}

void Worker::accept_admin() {
  admin_.async_accept([this](const std::error_code& failed, tcp::socket socket) {
    if (draining_ || failed == asio::error::operation_aborted) return;
    if (failed) {
      log::error("listener", "accept failed", {{"error", failed.message()}});
      return accept_later([this] { accept_admin(); });
    }
    Peer peer{host_of(socket), false, true};
    load_.fetch_add(1, std::memory_order_relaxed);
    adopt(std::move(socket), std::move(peer));
    accept_admin();
  });
}

template <class Accept>
void Worker::accept_later(Accept accept) {
  auto pause = std::make_shared<asio::steady_timer>(context_, kAcceptPause);
  pause->async_wait([this, pause, accept](const std::error_code&) {
    if (!draining_) accept();
  });
}

// SO_REUSEPORT spreads clients by hash; the least busy worker takes the client.
void Worker::place(tcp::socket socket, Peer peer) {
  Worker* const least =
      *std::min_element(peers_.begin(), peers_.end(),
                        [](const Worker* a, const Worker* b) { return a->load() < b->load(); });
  Worker* const target = least->load() < load() ? least : this;
  target->load_.fetch_add(1, std::memory_order_relaxed);
  if (target == this) return adopt(std::move(socket), std::move(peer));
  std::error_code failed;
  const auto handle = socket.release(failed);
  if (failed) {
    target->load_.fetch_sub(1, std::memory_order_relaxed);
    return;
  }
  target->post([target, handle, peer = std::move(peer)]() mutable {
    tcp::socket moved(target->context_);
    std::error_code unusable;
    moved.assign(tcp::v4(), handle, unusable);  // of which kind it is matters to nobody
    if (unusable) {
      target->load_.fetch_sub(1, std::memory_order_relaxed);
      return;
    }
    target->adopt(std::move(moved), std::move(peer));
  });
}

void Worker::adopt(tcp::socket socket, Peer peer) {
  const std::uint32_t limit = shared_.config->global.max_connections;
  const std::uint32_t open = shared_.open_connections.fetch_add(1) + 1;
  services_.counters.connections.add();
  const std::uint32_t logins_limit = shared_.config->global.sluice.max_logins;
  const bool too_many_logins =
      logins_limit > 0 && shared_.logins.load(std::memory_order_relaxed) >= logins_limit;
  // Administrators come in when clients fill the place: that is when they are needed.
  const bool full = !peer.admin_port && ((limit > 0 && open > limit) || too_many_logins);
  const bool refused = draining_ || full;
  const std::uint32_t id = shared_.next_connection_id.fetch_add(1);
  shared_.sessions.add(id, *this);
  auto session = std::make_unique<ClientSession>(services_, std::move(socket), std::move(peer), id);
  if (!refused) shared_.logins.fetch_add(1, std::memory_order_relaxed);
  sessions_.push_front(std::move(session));
  const auto place = sessions_.begin();
  if (refused) services_.counters.connections_refused.add();
  const ErrorId reason = draining_ ? ErrorId::server_shutdown : ErrorId::too_many_connections;
  ClientSession& started = **place;
  spawn(refused ? started.turn_away(make_error(reason)) : started.run(), [this, place] {
    // Not at once: the coroutine that has just finished still stands on the session's frames.
    asio::post(context_, [this, place] { ended(place); });
  });
}

void Worker::ended(std::list<std::unique_ptr<ClientSession>>::iterator session) {
  shared_.sessions.remove((*session)->connection_id());
  sessions_.erase(session);
  services_.counters.connections_closed.add();
  shared_.open_connections.fetch_sub(1);
  load_.fetch_sub(1, std::memory_order_relaxed);
  end_if_idle();
}

// -------------------------------------------------------------------------------------------
// ending

void Worker::keep_house() {
  housekeeping_.expires_after(kHousekeeping);
  housekeeping_.async_wait([this](const std::error_code& failed) {
    if (failed) return;
    services_.cluster->housekeeping(Clock::now());
    keep_house();
  });
}

void Worker::set_metadata(router::MetadataSnapshot metadata) {
  services_.metadata = std::move(metadata);
  services_.plans.clear();
}

void Worker::drain() {
  post([this] {
    if (draining_) return;
    draining_ = true;
    std::error_code ignored;
    acceptor_.close(ignored);
    unix_.close();
    admin_.close(ignored);
    for (const auto& session : sessions_) session->drain();
  });
}

void Worker::kill() {
  post([this] {
    for (const auto& session : sessions_) session->kill();
    services_.cluster->stop();
    services_.cluster->cancel_leased();
  });
}

void Worker::kill_session(std::uint32_t id, KillScope scope) {
  post([this, id, scope] {
    const auto found = std::find_if(sessions_.begin(), sessions_.end(), [id](const auto& session) {
      return session->connection_id() == id;
    });
    if (found != sessions_.end()) (*found)->interrupt(scope);
  });
}

void Worker::list_sessions(std::function<void(std::vector<ProcessInfo>)> done) {
  post([this, done = std::move(done)] {
    std::vector<ProcessInfo> rows;
    for (const auto& session : sessions_) rows.push_back(session->describe());
    done(std::move(rows));
  });
}

void Worker::report(ReportParts parts, std::function<void(WorkerReport)> done) {
  post([this, parts, done = std::move(done)] {
    WorkerReport report;
    report.plans = services_.plans.size();
    report.plan_bytes = services_.plans.bytes();
    if (parts.pools) report.pools = services_.cluster->pools();
    if (parts.digests) report.digests = services_.digests.list();
    for (const auto& session : sessions_) {
      if (!parts.sessions) break;
      SessionReport& row = report.sessions.emplace_back();
      row.process = session->describe();
      row.process.info.reset();
      row.statement = session->statement_shape();
    }
    done(std::move(report));
  });
}

void Worker::finish() {
  post([this] {
    finishing_ = true;
    end_if_idle();
  });
}

void Worker::end_if_idle() {
  if (!finishing_ || !sessions_.empty()) return;
  if (services_.prober && services_.prober->running()) {
    return services_.prober->stop([this] { end_if_idle(); });
  }
  services_.cluster->stop();
  services_.ticker.stop();
  housekeeping_.cancel();
  work_.reset();
}

}  // namespace sluice::frontend
