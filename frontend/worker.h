// SPDX-License-Identifier: Apache-2.0
// One thread of the gateway with everything it needs: io_context, listener, sessions, pools, plan
// cache, counters. Workers share nothing on the query path; they talk by post().
//
// Life: create(), listen(), start() runs the thread, serve() lets clients in, drain() refuses new
// ones and lets sessions end, kill() ends them now; after finish() the thread ends with its last
// session, and join() waits for it. Thread rule: create(), listen(), start() and join() from the
// thread that owns it, the rest from any.
#pragma once

#include <atomic>
#include <list>
#include <memory>
#include <thread>

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>

#include "frontend/client_session.h"
#include "frontend/unix_listener.h"
#include "frontend/worker_services.h"

namespace sluice::frontend {

class Worker final : public SessionOwner, public Reporter {
 public:
  static Result<std::unique_ptr<Worker>> create(GatewayShared& shared, std::size_t workers);
  ~Worker() override;

  // Binds with SO_REUSEPORT. Errors: config_invalid naming address and port.
  Result<void> listen(const asio::ip::tcp::endpoint& endpoint);
  // Also lets clients in through a unix socket; one worker does. Empty: there is none.
  Result<void> listen_unix(const std::string& path, std::uint32_t mode);
  // Also lets administrators in through a port of their own; one worker does. Errors:
  // config_invalid, naming the key.
  Result<void> listen_admin(const config::AdminSettings& settings);
  // This worker asks the servers of groups whether they are well; one does. Before start().
  // Errors: backend_tls_failed.
  Result<void> watch_servers();
  void start();
  void join();
  // `peers`: all workers, this one included; a new client goes to the one with the fewest.
  void serve(std::vector<Worker*> peers);

  template <class Function>
  void post(Function function) {
    asio::post(context_, std::move(function));
  }
  void drain();
  void kill();
  void finish();
  void kill_session(std::uint32_t id, KillScope scope) override;
  void list_sessions(std::function<void(std::vector<ProcessInfo>)> done) override;
  void report(ReportParts parts, std::function<void(WorkerReport)> done) override;
  // Uses a new snapshot from the next statement on; drops plans of the old one.
  void set_metadata(router::MetadataSnapshot metadata);

  // Sessions that it has, or is about to have.
  std::uint32_t load() const { return load_.load(std::memory_order_relaxed); }
  const Counters& counters() const { return services_.counters; }

 private:
  explicit Worker(GatewayShared& shared);
  using Peer = ClientSession::Peer;
  void accept();
  void accept_unix();
  void accept_admin();
  template <class Accept>
  void accept_later(Accept accept);
  void place(asio::ip::tcp::socket socket, Peer peer);
  void adopt(asio::ip::tcp::socket socket, Peer peer);
  void ended(std::list<std::unique_ptr<ClientSession>>::iterator session);
  void keep_house();
  void end_if_idle();

  GatewayShared& shared_;
  // UNSAFE_IO: sockets are used by this thread only, so the reactor needs no locks; posting to the
  // context from other threads stays safe.
  asio::io_context context_{ASIO_CONCURRENCY_HINT_UNSAFE_IO};
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  WorkerServices services_;
  asio::ip::tcp::acceptor acceptor_;
  UnixListener unix_;
  asio::ip::tcp::acceptor admin_;  // of the admin port; one worker's is open
  asio::steady_timer housekeeping_;
  std::list<std::unique_ptr<ClientSession>> sessions_;
  std::vector<Worker*> peers_;
  std::atomic<std::uint32_t> load_{0};
  bool draining_ = false;
  bool finishing_ = false;
  std::thread thread_;
};

}  // namespace sluice::frontend
