// SPDX-License-Identifier: Apache-2.0
#include "frontend/gateway.h"

#include <algorithm>
#include <csignal>
#include <latch>
#include <thread>

#include <asio/signal_set.hpp>
#include <sys/resource.h>

#include "common/telemetry/log.h"
#include "frontend/tls_context.h"

namespace sluice::frontend {
namespace {

// A first load of the schema usually takes milliseconds; clients are let in without it after this.
constexpr std::chrono::milliseconds kFirstLoad{1'500};

std::size_t worker_count(const config::Config& config) {
  const std::uint32_t configured = config.global.sluice.workers;
  return configured > 0 ? configured : std::max(1u, std::thread::hardware_concurrency());
}

void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

Gateway::Gateway(config::ConfigSnapshot config)
    : config_(std::move(config)), certificate_watch_(config_->global.sluice.tls, shared_.tls) {
  shared_.config = config_;
  shared_.health = std::make_unique<backend::HealthView>(config_);
}

Gateway::~Gateway() {
  stop(std::chrono::milliseconds(0));
}

Result<std::unique_ptr<Gateway>> Gateway::create(config::ConfigSnapshot config) {
  std::unique_ptr<Gateway> gateway(new Gateway(std::move(config)));
  Result<void> opened = gateway->open();
  if (!opened) return opened.error();
  return gateway;
}

Result<void> Gateway::open() {
  raise_descriptor_limit();
  const config::GlobalConfig& global = config_->global;
  shared_.users = std::make_unique<ConfiguredUsers>(global.users);
  Result<wire::RsaKey> key = global.sluice.rsa_key_file.empty()
                                 ? wire::RsaKey::generate()
                                 : wire::RsaKey::load(global.sluice.rsa_key_file);
  if (!key) return key.error();
  shared_.rsa_key = std::make_unique<wire::RsaKey>(std::move(*key));
  if (global.sluice.tls.mode != config::TlsMode::disabled) {
    Result<void> loaded = shared_.tls.load(global.sluice.tls);
    if (!loaded) return loaded;
  }
  Result<std::unique_ptr<MetadataService>> metadata = MetadataService::create(config_);
  if (!metadata) return metadata.error();
  metadata_ = std::move(*metadata);
  shared_.metadata = metadata_.get();
  Result<void> log = open_decision_log();
  if (!log) return log;
  Result<void> working = open_workers();
  if (!working) return working;
  Result<void> watched = open_http();
  if (!watched) return watched;
  return open_admin();
}

// A port that nobody may use is not opened: without an account for it, and the configuration sees
// to it that each account has a password.
Result<void> Gateway::open_admin() {
  const config::GlobalConfig& global = config_->global;
  const bool somebody = std::any_of(global.users.begin(), global.users.end(),
                                    [](const config::User& user) { return user.admin; });
  if (!global.sluice.admin.enabled || !somebody) return {};
  Result<void> listening = workers_.front()->listen_admin(global.sluice.admin);
  if (!listening) return listening;
  admin_ = std::make_unique<AdminService>(shared_);
  shared_.admin = admin_.get();
  return admin_->start();
}

Result<void> Gateway::open_http() {
  if (!config_->global.sluice.http.enabled) return {};
  Result<std::unique_ptr<HttpServer>> http = HttpServer::open(shared_);
  if (!http) return http.error();
  http_ = std::move(*http);
  return {};
}

Result<void> Gateway::open_decision_log() {
  if (config_->global.transaction_type != config::TransactionType::xa) return {};
  Result<std::unique_ptr<backend::DecisionLog>> log =
      backend::DecisionLog::open(config_->global.sluice.xa_log_file);
  if (!log) return log.error();
  decision_log_ = std::move(*log);
  shared_.decision_log = decision_log_.get();
  xa_ = std::make_unique<XaService>(config_, *decision_log_);
  return {};
}

Result<void> Gateway::open_workers() {
  const config::GlobalConfig& global = config_->global;
  std::error_code failed;
  const asio::ip::address address = asio::ip::make_address(global.bind_address, failed);
  if (failed) {
    return make_error(ErrorId::config_invalid,
                      {"sluice.bind-address is not an address: " + global.bind_address});
  }
  const std::size_t count = worker_count(*config_);
  for (std::size_t i = 0; i < count; ++i) {
    Result<std::unique_ptr<Worker>> worker = Worker::create(shared_, count);
    if (!worker) return worker.error();
    Result<void> listening = (*worker)->listen({address, global.port});
    if (!listening) return listening;
    shared_.counters.push_back(&(*worker)->counters());
    shared_.owners.push_back(worker->get());
    shared_.reporters.push_back(worker->get());
    workers_.push_back(std::move(*worker));
  }
  Result<void> watching = workers_.front()->watch_servers();
  if (!watching) return watching;
  return workers_.front()->listen_unix(global.sluice.socket_file, global.sluice.socket_mode);
}

// Returns when every worker uses the new snapshot, so that whoever waits for a DDL's reload can be
// sure of it on any connection.
void Gateway::publish(const router::MetadataSnapshot& metadata) {
  auto done = std::make_shared<std::latch>(static_cast<std::ptrdiff_t>(workers_.size()));
  for (const auto& worker : workers_) {
    Worker* const target = worker.get();
    target->post([target, metadata, done] {
      target->set_metadata(metadata);
      done->count_down();
    });
  }
  done->wait();
}

void Gateway::start() {
  std::vector<Worker*> peers;
  for (const auto& worker : workers_) peers.push_back(worker.get());
  for (const auto& worker : workers_) worker->start();
  if (http_) http_->start();  // before the schema is there: /readyz tells that
  metadata_->start([this](const router::MetadataSnapshot& snapshot) { publish(snapshot); },
                   MetadataService::DueTables::make);
  metadata_->wait_for_first_load(kFirstLoad);
  certificate_watch_.start();
  if (xa_) xa_->start();
  for (const auto& worker : workers_) worker->serve(peers);
  if (admin_) {
    const config::AdminSettings& admin = config_->global.sluice.admin;
    log::info("gateway", "admin SQL", {{"address", admin.host}, {"port", admin.port}});
  }
  log::info("gateway", "ready for connections",
            {{"address", config_->global.bind_address},
             {"port", config_->global.port},
             {"workers", workers_.size()},
             {"databases", config_->databases.size()}});
}

// New certificates under the same names; anything else of the configuration needs a restart for
// now.
void Gateway::on_hangup() {
  const config::FrontendTls& tls = config_->global.sluice.tls;
  if (tls.mode == config::TlsMode::disabled) {
    log::warning("gateway", "SIGHUP: there are no certificates, and the rest needs a restart");
    return;
  }
  reload_certificates(tls, shared_.tls, "SIGHUP");
}

void Gateway::run() {
  // Before clients are let in: who sees the gateway ready may end it.
  asio::io_context signals_context;
  asio::signal_set signals(signals_context, SIGTERM, SIGINT, SIGHUP);
  start();
  for (bool stopped = false; !stopped;) {
    signals.async_wait([&](const std::error_code&, int number) {
      if (number == SIGHUP) {
        on_hangup();
      } else {
        stopped = true;
      }
    });
    signals_context.run();
    signals_context.restart();
  }
  log::info("gateway", "draining", {{"sessions", shared_.open_connections.load()}});
  stop(config_->global.sluice.drain_timeout);
  log::info("gateway", "stopped");
}

void Gateway::stop(std::chrono::milliseconds patience) {
  certificate_watch_.stop();
  if (workers_.empty()) return;
  shared_.draining.store(true);
  for (const auto& worker : workers_) worker->drain();
  const Deadline deadline = Clock::now() + patience;
  while (shared_.open_connections.load() > 0 && Clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  if (http_) http_->stop();
  if (admin_) admin_->stop();
  for (const auto& worker : workers_) worker->kill();
  metadata_->stop();  // may be publishing: the workers still listen
  for (const auto& worker : workers_) worker->finish();
  for (const auto& worker : workers_) worker->join();
  workers_.clear();
  if (xa_) xa_->stop();
}

}  // namespace sluice::frontend
