// SPDX-License-Identifier: Apache-2.0
// A client session's connection phase, and COM_CHANGE_USER, which repeats most of it.
#include <algorithm>

#include "common/telemetry/log.h"
#include "config/network.h"
#include "frontend/client_session.h"
#include "frontend/proxy_header.h"
#include "frontend/statement/run_plan.h"

namespace sluice::frontend {
namespace {

constexpr wire::Capabilities kOffered =
    wire::capability::kLongPassword | wire::capability::kFoundRows | wire::capability::kLongFlag |
    wire::capability::kConnectWithDb | wire::capability::kProtocol41 |
    wire::capability::kInteractive | wire::capability::kTransactions | wire::capability::kReserved |
    wire::capability::kSecureConnection | wire::capability::kMultiStatements |
    wire::capability::kMultiResults | wire::capability::kPluginAuth | wire::capability::kOdbc |
    wire::capability::kIgnoreSpace | wire::capability::kPsMultiResults |
    wire::capability::kSessionTrack | wire::capability::kQueryAttributes |
    wire::capability::kConnectAttrs | wire::capability::kPluginAuthLenenc |
    wire::capability::kDeprecateEof;

constexpr const char* kDefaultVersion = "8.0.36";

TlsFacts tls_facts(const net::Stream& stream) {
  TlsFacts facts{stream.is_tls(), std::nullopt};
  if (const std::optional<net::TlsPeer> peer = stream.tls_peer()) {
    facts.certificate = PeerCertificate{peer->subject, peer->issuer};
  }
  return facts;
}

std::string advertised_version(const WorkerServices& services) {
  const std::string& configured = services.config.global.sluice.server_version;
  if (!configured.empty()) return configured;
  const std::string& loaded = services.metadata->server_version;
  if (loaded.empty()) return kDefaultVersion;
  // MariaDB 10 greets so, for replicas that know one digit per place; drivers that compare versions
  // (Connector/J, Connector/Python) take 10.11 for a MySQL behind 8 without it.
  const bool is_mariadb_10 =
      loaded.starts_with("10.") && loaded.find("MariaDB") != std::string::npos;
  return is_mariadb_10 ? "5.5.5-" + loaded : loaded;
}

}  // namespace

ServerHandshakeSetup ClientSession::handshake_setup() const {
  const config::GlobalConfig& global = services_.config.global;
  ServerHandshakeSetup setup;
  setup.server_version = advertised_version(services_);
  setup.connection_id = connection_id_;
  setup.offered = kOffered;
  if (global.sluice.local_infile) setup.offered |= wire::capability::kLocalFiles;
  if (global.sluice.compress_zlib) setup.offered |= wire::capability::kCompress;
  if (global.sluice.compress_zstd) setup.offered |= wire::capability::kZstd;
  if (setup.server_version.find("MariaDB") == std::string::npos) {
    setup.offered |= wire::capability::kOptionalMetadata;
  } else if (services_.metadata->is_mariadb()) {
    // Clients look for MariaDB's own capabilities where CLIENT_MYSQL is missing.
    setup.offered &= ~wire::capability::kLongPassword;
    setup.offered |= wire::capability::kMariadbBulk;
  }
  setup.tls = services_.shared.tls.current() ? global.sluice.tls.mode : config::TlsMode::disabled;
  setup.auth_plugin = global.default_auth;
  setup.client_host = client_host_;
  setup.unix_socket = unix_socket_;
  setup.users = services_.shared.users.get();
  setup.cache = &services_.shared.sha2_cache;
  setup.rsa_key = services_.shared.rsa_key.get();
  setup.nonce = nonce_;
  return setup;
}

void ClientSession::login_failed(const Error& error) {
  count(error);
  services_.counters.logins_failed.add();
  note_end(source_of_refusal(error), error.message());
}

Task<bool> ClientSession::log_in() {
  ServerHandshake handshake(handshake_setup());
  const Deadline deadline = deadline_after(services_.config.global.sluice.handshake_timeout);
  std::optional<Error> failed = co_await shake_hands(handshake, handshake.start(), deadline);
  if (failed) {
    login_failed(*failed);
    co_return false;
  }
  const bool welcomed = co_await welcome(handshake.login());
  co_return welcomed;
}

// The end of a successful authentication: the session begins, or the database is refused.
Task<bool> ClientSession::welcome(const Login& login) {
  if (session_.admin_port && !login.admin) {
    const Error refused = make_error(ErrorId::access_denied, {login.user, client_host_, "YES"});
    writer_.begin_answer(login.next_sequence);
    login_failed(refused);
    co_await refuse(refused);
    co_return false;
  }
  writer_.set_capabilities(login.capabilities);
  writer_.begin_answer(login.next_sequence);
  Result<void> opened = open_session(login);
  if (!opened) {
    login_failed(opened.error());
    co_await refuse(opened.error());
    co_return false;
  }
  answer_ok(session_, 0);
  Result<void> sent = co_await writer_.flush();
  if (!sent) note_end(source_of_failure(sent.error()), sent.error().message());
  if (sent && stream_.compression() == nullptr && wire::uses_compression(login.capabilities)) {
    start_compression(login);
  }
  co_return sent.ok();
}

// From here on, what both sides send is compressed: whatever has been read already, too.
void ClientSession::start_compression(const Login& login) {
  constexpr std::size_t kFurtherCommands = 64 * 1024;  // behind the longest, in one frame
  const config::SluiceSettings& sluice = services_.config.global.sluice;
  wire::CompressionSettings settings;
  settings.algorithm = wire::compression_algorithm(login.capabilities);
  settings.cap_bytes = sluice.max_allowed_packet + kFurtherCommands;
  if (settings.algorithm == wire::CompressionAlgorithm::zstd) {
    settings.level = std::clamp(static_cast<int>(login.zstd_level), 1, wire::kMaxZstdLevel);
  }
  stream_.start_compression(settings, reader_.take_pending());
  reader_.ignore_sequences();
}

// COM_CHANGE_USER: as if the client had come anew, on the same connection. When it fails, MariaDB
// goes on with a fresh session of the user that was there before, and MySQL ends the connection.
Task<bool> ClientSession::change_user(const wire::Message& message) {
  ServerHandshake handshake(handshake_setup());
  wire::HandshakeAction action = handshake.change_user(message, session_.login, tls_facts(stream_));
  const Deadline deadline = deadline_after(services_.config.global.sluice.handshake_timeout);
  std::optional<Error> failed = co_await shake_hands(handshake, std::move(action), deadline);
  session_.prepared.clear();
  co_await session_.state.transaction.end();
  session_.state.locks.abandon();
  if (!failed) {
    const Login before = session_.login;
    const std::string database = session_.state.database;
    const bool welcomed = co_await welcome(handshake.login());
    if (welcomed || writer_.torn() || !session_.lex.mariadb) co_return welcomed;
    restore(before, database);
    co_return true;
  }
  login_failed(*failed);
  const bool client_is_there = failed->id() == ErrorId::access_denied;
  if (!client_is_there || !session_.lex.mariadb) co_return false;
  restore(session_.login, session_.state.database);
  co_return true;
}

// A fresh session for a user who has logged in before.
void ClientSession::restore(Login login, std::string database) {
  writer_.set_write_timeout(std::chrono::milliseconds(0));  // refuse() has set one
  end_noted_ = false;  // the login has failed, the connection has not ended
  login.database.clear();
  (void)open_session(login);
  session_.state.database = std::move(database);
}

Task<std::optional<Error>> ClientSession::shake_hands(ServerHandshake& handshake,
                                                      wire::HandshakeAction action,
                                                      Deadline deadline) {
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
    const std::shared_ptr<asio::ssl::context> context = services_.shared.tls.current();
    const net::IoStatus secured = co_await stream_.start_tls_server(*context, early, deadline);
    if (secured != net::IoStatus::ok) {
      co_return make_error(ErrorId::client_tls_failed, {stream_.last_error()});
    }
    action = handshake.on_tls(tls_facts(stream_).certificate);
    co_return std::nullopt;
  }
  if (action.kind != wire::HandshakeAction::Kind::read) co_return std::nullopt;
  for (;;) {
    Result<bool> begins = take_proxy_header(handshake);
    if (!begins) {
      action = handshake.fail(begins.error(), 1);
      co_return std::nullopt;
    }
    Result<std::optional<wire::Message>> next =
        *begins ? reader_.next() : std::optional<wire::Message>();
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

// Proxies write their header at once, and the greeting holds nothing that depends on the address:
// so the gateway need not wait for a header before it greets, and a trusted address can send one or
// not.
Result<bool> ClientSession::take_proxy_header(ServerHandshake& handshake) {
  if (!proxy_header_possible_) return true;
  const Bytes received = reader_.pending();
  const ProxySignature signature = proxy_signature(received);
  if (signature == ProxySignature::absent) {
    proxy_header_possible_ = false;
    return true;
  }
  if (signature == ProxySignature::unclear) return false;
  if (!config::contains(services_.config.global.sluice.proxy_networks, client_host_)) {
    return make_error(ErrorId::proxy_header_refused);
  }
  Result<std::optional<ProxyHeader>> header = parse_proxy_header(received);
  if (!header) return header.error();
  if (!*header) return false;
  reader_.skip((*header)->bytes);
  proxy_header_possible_ = false;
  if ((*header)->client_host.empty()) return true;
  client_host_ = (*header)->client_host;
  handshake.set_client_host(client_host_);
  return true;
}

Result<void> ClientSession::open_session(const Login& login) {
  session_.login = login;
  executor::SessionState& state = session_.state;
  state.connection_id = connection_id_;
  services_.shared.sessions.set_user(connection_id_, login.user);
  state.database.clear();
  state.user = login.user + "@" + client_host_;
  state.current_user = login.user + "@" + login.account_host;
  state.version = services_.config.global.sluice.server_version;
  state.found_rows = (login.capabilities & wire::capability::kFoundRows) != 0;
  state.interner = &services_.variables;
  if (services_.decisions) state.transaction.set_decisions(&*services_.decisions);
  state.max_allowed_packet = services_.config.global.sluice.max_allowed_packet;
  reader_.set_cap(services_.config.global.sluice.max_allowed_packet);
  set_initial_state(session_);
  return login.database.empty() ? Result<void>() : use_database(session_, login.database);
}

}  // namespace sluice::frontend
