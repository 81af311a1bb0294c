// SPDX-License-Identifier: Apache-2.0
#include "frontend/client_session.h"

#include "common/telemetry/log.h"
#include "frontend/command/dispatch.h"

namespace sluice::frontend {
namespace {

constexpr std::size_t kHandshakeCap = 1u << 20;
constexpr std::chrono::milliseconds kLastWords{2'000};  // for an ERR before closing
constexpr std::size_t kReadBytes = 4 * 1024;

constexpr wire::Capabilities kOffered =
    wire::capability::kLongPassword | wire::capability::kFoundRows | wire::capability::kLongFlag |
    wire::capability::kConnectWithDb | wire::capability::kProtocol41 |
    wire::capability::kInteractive | wire::capability::kTransactions | wire::capability::kReserved |
    wire::capability::kSecureConnection | wire::capability::kMultiStatements |
    wire::capability::kMultiResults | wire::capability::kPluginAuth |
    wire::capability::kConnectAttrs | wire::capability::kPluginAuthLenenc |
    wire::capability::kDeprecateEof;

constexpr const char* kDefaultVersion = "8.0.36";

std::string advertised_version(const WorkerServices& services) {
  const std::string& configured = services.config.global.sluice.server_version;
  if (!configured.empty()) return configured;
  const std::string& loaded = services.metadata->server_version;
  return loaded.empty() ? kDefaultVersion : loaded;
}

}  // namespace

ClientSession::ClientSession(WorkerServices& services, net::Stream::Socket socket,
                             std::string client_host, std::uint32_t connection_id)
    : services_(services),
      client_host_(std::move(client_host)),
      connection_id_(connection_id),
      stream_(std::move(socket), services.ticker),
      reader_(kHandshakeCap, kReadBytes),
      writer_(stream_, services.counters),
      session_(services, writer_) {}

Task<void> ClientSession::run() {
  const bool logged_in = co_await log_in();
  if (logged_in) {
    co_await serve();
    co_await end_session();
  } else {
    services_.counters.logins_failed.add();
  }
  stream_.cancel();
}

Task<void> ClientSession::turn_away(Error error) {
  writer_.begin_answer(0);
  co_await refuse(error);
  stream_.cancel();
}

// ----------------------------------------------------------------------------------------
// handshake

Task<bool> ClientSession::log_in() {
  const config::GlobalConfig& global = services_.config.global;
  ServerHandshakeSetup setup;
  setup.server_version = advertised_version(services_);
  setup.connection_id = connection_id_;
  setup.offered = kOffered;
  setup.tls = services_.shared.tls ? global.sluice.tls.mode : config::TlsMode::disabled;
  setup.auth_plugin = global.default_auth;
  setup.client_host = client_host_;
  setup.users = services_.shared.users.get();
  setup.cache = &services_.shared.sha2_cache;
  setup.rsa_key = services_.shared.rsa_key.get();
  ServerHandshake handshake(std::move(setup));

  const Deadline deadline = deadline_after(global.sluice.handshake_timeout);
  std::optional<Error> failed = co_await shake_hands(handshake, deadline);
  if (failed) {
    count(*failed);
    log::warning(
        "client", "login failed",
        {{"connection", connection_id_}, {"client", client_host_}, {"error", failed->message()}});
    co_return false;
  }
  const Login& login = handshake.login();
  writer_.set_capabilities(login.capabilities);
  writer_.begin_answer(login.next_sequence);
  Result<void> opened = open_session(login);
  if (!opened) {
    count(opened.error());
    co_await refuse(opened.error());
    co_return false;
  }
  wire::OkPacket welcome;
  welcome.status = session_.state.status();
  writer_.ok(welcome);
  Result<void> sent = co_await writer_.flush();
  co_return sent.ok();
}

Task<std::optional<Error>> ClientSession::shake_hands(ServerHandshake& handshake,
                                                      Deadline deadline) {
  wire::HandshakeAction action = handshake.start();
  for (;;) {
    // The last action has something to send as well, so it is performed before it ends the loop.
    const wire::HandshakeAction::Kind kind = action.kind;
    std::optional<Error> failed = co_await perform(handshake, action, deadline);
    if (failed) co_return failed;
    if (kind == wire::HandshakeAction::Kind::done) co_return std::nullopt;
    if (kind == wire::HandshakeAction::Kind::fail) co_return handshake.error();
  }
}

// Does what `action` says and replaces it with the next one.
Task<std::optional<Error>> ClientSession::perform(ServerHandshake& handshake,
                                                  wire::HandshakeAction& action,
                                                  Deadline deadline) {
  if (!action.send.empty()) {
    auto writing = stream_.write(Bytes(action.send), deadline);
    const net::IoStatus written = co_await writing;
    if (written != net::IoStatus::ok) co_return make_error(ErrorId::client_gone);
    action.send.clear();
  }
  reader_.expect_sequence(action.expected_sequence);
  if (action.kind == wire::HandshakeAction::Kind::start_tls) {
    const Buffer early = reader_.take_pending();
    const net::IoStatus secured =
        co_await stream_.start_tls_server(*services_.shared.tls, early, deadline);
    if (secured != net::IoStatus::ok) {
      co_return make_error(ErrorId::client_tls_failed, {stream_.last_error()});
    }
    action = handshake.on_tls();
    co_return std::nullopt;
  }
  if (action.kind != wire::HandshakeAction::Kind::read) co_return std::nullopt;
  for (;;) {
    Result<std::optional<wire::Message>> next = reader_.next();
    if (!next) {
      action = handshake.fail(next.error(), reader_.refusal_sequence());
      co_return std::nullopt;
    }
    if (*next) {
      action = handshake.on_message(**next);
      co_return std::nullopt;
    }
    auto reading = stream_.read_some(reader_.prepare(), deadline);
    const net::IoResult got = co_await reading;
    if (got.status == net::IoStatus::timed_out) co_return make_error(ErrorId::handshake_timeout);
    if (got.status != net::IoStatus::ok) co_return make_error(ErrorId::client_gone);
    services_.counters.bytes_from_clients.add(got.bytes);
    reader_.commit(got.bytes);
  }
}

Result<void> ClientSession::open_session(const Login& login) {
  session_.login = login;
  executor::SessionState& state = session_.state;
  state.connection_id = connection_id_;
  state.user = login.user + "@" + client_host_;
  state.current_user = login.user + "@" + login.account_host;
  state.version = services_.config.global.sluice.server_version;
  state.found_rows = (login.capabilities & wire::capability::kFoundRows) != 0;
  state.interner = &services_.variables;
  state.max_allowed_packet = services_.config.global.sluice.max_allowed_packet;
  reader_.set_cap(services_.config.global.sluice.max_allowed_packet);
  set_initial_state(session_);
  return login.database.empty() ? Result<void>() : use_database(session_, login.database);
}

// -----------------------------------------------------------------------------------------
// commands

std::chrono::milliseconds ClientSession::idle_timeout() const {
  return services_.config.global.idle_timeout;
}

Task<std::optional<wire::Message>> ClientSession::next_command() {
  reader_.expect_sequence(0);
  for (;;) {
    Result<std::optional<wire::Message>> next = reader_.next();
    if (!next) {
      count(next.error());
      writer_.begin_answer(reader_.refusal_sequence());
      co_await refuse(next.error());
      co_return std::nullopt;
    }
    if (*next) co_return **next;
    waiting_ = !reader_.has_pending();
    auto reading = stream_.read_some(reader_.prepare(), deadline_after(idle_timeout()));
    const net::IoResult got = co_await reading;
    waiting_ = false;
    if (got.status != net::IoStatus::ok) {
      if (draining_) {
        writer_.begin_answer(0);
        co_await refuse(make_error(ErrorId::server_shutdown));
      }
      co_return std::nullopt;
    }
    services_.counters.bytes_from_clients.add(got.bytes);
    reader_.commit(got.bytes);
  }
}

Task<void> ClientSession::serve() {
  while (!session_.closing && !stream_.cancelled()) {
    if (draining_ && !session_.state.transaction.active()) {
      writer_.begin_answer(0);
      co_await refuse(make_error(ErrorId::server_shutdown));
      co_return;
    }
    std::optional<wire::Message> message = co_await next_command();
    if (!message) co_return;
    services_.counters.commands.add();
    writer_.begin_answer(message->next_sequence);
    Result<void> done = co_await dispatch(session_, message->payload);
    if (!done) {
      count(done.error());
      if (writer_.torn()) co_return;
      writer_.error(done.error());
    }
    Result<void> sent = co_await writer_.flush();
    if (!sent) co_return;
  }
}

void ClientSession::count(const Error& error) {
  switch (error.source()) {
    case ErrorSource::client:
      return services_.counters.errors_client.add();
    case ErrorSource::backend:
      return services_.counters.errors_backend.add();
    case ErrorSource::gateway:
    case ErrorSource::configuration:
      return services_.counters.errors_gateway.add();
  }
}

// -------------------------------------------------------------------------------------------
// ending

// Sends an ERR as the last thing the client hears.
Task<void> ClientSession::refuse(const Error& error) {
  writer_.set_write_timeout(kLastWords);
  writer_.error(error);
  (void)co_await writer_.flush();
}

Task<void> ClientSession::end_session() {
  (void)co_await session_.state.transaction.rollback(false);
  log::debug("client", "session ended", {{"connection", connection_id_}});
}

void ClientSession::drain() {
  draining_ = true;
  if (waiting_ && !session_.state.transaction.active()) stream_.cancel_read();
}

void ClientSession::kill() {
  session_.closing = true;
  stream_.cancel();
}

}  // namespace sluice::frontend
