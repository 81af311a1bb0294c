// SPDX-License-Identifier: Apache-2.0
#include "backend/connection.h"

#include <asio/ip/tcp.hpp>

#include "backend/client_handshake.h"
#include "backend/resolve_host.h"
#include "common/telemetry/log.h"
#include "common/wire/commands.h"

namespace sluice::backend {
namespace {

constexpr std::size_t kReadBytes = 32 * 1024;

constexpr wire::Capabilities kUsual =
    wire::capability::kLongPassword | wire::capability::kLongFlag | wire::capability::kProtocol41 |
    wire::capability::kTransactions | wire::capability::kSecureConnection |
    wire::capability::kMultiResults | wire::capability::kPsMultiResults |
    wire::capability::kLocalFiles | wire::capability::kPluginAuth |
    wire::capability::kDeprecateEof | wire::capability::kSessionTrack;  // for GTIDs

std::string milliseconds_text(std::chrono::milliseconds time) {
  return std::to_string(time.count());
}

// Returns the sequence id of the answer.
std::uint8_t append_command(Buffer& out, wire::Command command, std::string_view text = {}) {
  wire::MessageScope scope(out, 0);
  wire::encode_command(command, text, out);
  return scope.close();
}

}  // namespace

Connection::Connection(const Target& target, asio::io_context& context, net::Ticker& ticker,
                       Counters& counters)
    : target_(target),
      stream_(net::Stream::Socket(context), ticker),
      counters_(counters),
      reader_(target.max_message, kReadBytes) {}

Connection::~Connection() {
  if (!established_ || broken_ || answering_ || !stream_.socket().is_open()) return;
  // A polite end keeps the server's log free of aborted connections; nobody waits for it.
  if (stream_.is_tls()) return;
  const std::array<std::byte, 5> quit{std::byte{1}, {}, {}, {}, std::byte{1}};
  Buffer bytes(quit.begin(), quit.end());
  if (is_compressed()) {
    bytes.clear();
    Bytes plain(quit);
    stream_.compression()->write_frame(plain, bytes);
  }
  std::error_code ignored;
  stream_.socket().write_some(asio::buffer(bytes), ignored);
}

Task<Result<std::unique_ptr<Connection>>> Connection::open(const Target& target,
                                                           asio::io_context& context,
                                                           net::Ticker& ticker,
                                                           Counters& counters) {
  std::unique_ptr<Connection> connection(new Connection(target, context, ticker, counters));
  const Deadline deadline = deadline_after(target.source->connect_timeout);
  Result<void> connected = co_await connection->connect_socket(context, deadline);
  if (!connected) co_return connected.error();
  Result<void> greeted = co_await connection->shake_hands(deadline);
  if (!greeted) co_return greeted.error();
  connection->established_ = true;
  co_return connection;
}

Task<Result<void>> Connection::connect_socket(asio::io_context& context, Deadline deadline) {
  const config::DataSource& source = *target_.source;
  Result<std::vector<asio::ip::tcp::endpoint>> endpoints =
      co_await resolve_host(context, source.host, source.port);
  if (!endpoints) {
    co_return make_error(ErrorId::backend_unreachable,
                         {source.name, endpoints.error().message(), source.name});
  }
  net::IoStatus status = net::IoStatus::failed;
  for (const asio::ip::tcp::endpoint& endpoint : *endpoints) {
    std::error_code ignored;
    stream_.socket().close(ignored);
    status = co_await stream_.connect(endpoint, deadline);
    if (status != net::IoStatus::failed) break;
  }
  if (status == net::IoStatus::ok) co_return Result<void>();
  if (status == net::IoStatus::timed_out) {
    co_return make_error(ErrorId::backend_connect_timeout,
                         {source.name, milliseconds_text(source.connect_timeout)});
  }
  co_return make_error(ErrorId::backend_unreachable,
                       {source.name, stream_.last_error(), source.name});
}

Task<Result<void>> Connection::shake_hands(Deadline deadline) {
  ClientHandshakeSetup setup;
  setup.source = target_.source;
  setup.wanted = kUsual | target_.wanted;
  ClientHandshake handshake(std::move(setup));
  wire::HandshakeAction action = handshake.start();
  for (;;) {
    if (!action.send.empty()) {
      auto writing = stream_.write(Bytes(action.send), deadline);
      const net::IoStatus written = co_await writing;
      if (written != net::IoStatus::ok) co_return handshake_lost(written);
      action.send.clear();
    }
    reader_.expect_sequence(action.expected_sequence);
    if (action.kind == wire::HandshakeAction::Kind::done) break;
    if (action.kind == wire::HandshakeAction::Kind::fail) {
      if (handshake.server_errno() != 0) {
        log::warning("backend", "the server refused the login",
                     {{"data_source", name()},
                      {"errno", handshake.server_errno()},
                      {"error", handshake.server_text()}});
      }
      co_return handshake.error();
    }
    if (action.kind == wire::HandshakeAction::Kind::start_tls) {
      const bool named = target_.source->tls == config::TlsMode::verify_identity;
      const net::IoStatus secured = co_await stream_.start_tls_client(
          *target_.tls, named ? target_.source->host : std::string(), deadline);
      if (secured != net::IoStatus::ok) {
        co_return make_error(ErrorId::backend_tls_failed, {name(), stream_.last_error()});
      }
      action = handshake.on_tls();
      continue;
    }
    Result<std::optional<wire::Message>> next = reader_.next();
    if (!next) co_return make_error(ErrorId::backend_protocol, {name(), next.error().message()});
    if (*next) {
      action = handshake.on_message(**next);
      continue;
    }
    auto reading = stream_.read_some(reader_.prepare(), deadline);
    const net::IoResult got = co_await reading;
    if (got.status != net::IoStatus::ok) co_return handshake_lost(got.status);
    reader_.commit(got.bytes);
  }
  capabilities_ = handshake.facts().capabilities;
  server_version_ = handshake.facts().version;
  server_thread_ = handshake.facts().connection_id;
  if (wire::uses_compression(capabilities_)) start_compression();
  co_return Result<void>();
}

void Connection::start_compression() {
  const wire::CompressionAlgorithm algorithm = wire::compression_algorithm(capabilities_);
  const bool zlib = algorithm == wire::CompressionAlgorithm::zlib;
  stream_.start_compression({wire::CompressionSettings::Side::client, algorithm,
                             zlib ? wire::kDefaultZlibLevel : target_.source->zstd_level,
                             wire::kMaxPayload});
  reader_.ignore_sequences();
}

Error Connection::handshake_lost(net::IoStatus status) const {
  if (status == net::IoStatus::timed_out) {
    return make_error(ErrorId::backend_connect_timeout,
                      {name(), milliseconds_text(target_.source->connect_timeout)});
  }
  return make_error(ErrorId::backend_handshake_lost, {name()});
}

Error Connection::lost(net::IoStatus status) {
  broken_ = true;
  if (stream_.protocol_error()) {
    return make_error(ErrorId::backend_protocol, {name(), stream_.protocol_error()->message()});
  }
  if (status == net::IoStatus::timed_out) {
    return make_error(ErrorId::backend_read_timeout,
                      {name(), milliseconds_text(target_.source->socket_timeout)});
  }
  return make_error(ErrorId::backend_lost, {name()});
}

// ---------------------------------------------------------------------------------------- sending

void Connection::append_query(std::string_view sql) {
  statement_queued(append_command(out_, wire::Command::query, sql));
}

void Connection::expect_ok(std::string_view sql) {
  expected_.push_back(append_command(out_, wire::Command::query, sql));
}

void Connection::queue_close_statement(std::uint32_t id) {
  wire::MessageScope scope(deferred_, 0);
  wire::encode_stmt_close(id, deferred_);
  scope.close();
}

void Connection::queue_reset() {
  expected_.push_back(append_command(out_, wire::Command::reset_connection));
  // Both servers keep the database but forget its character set, which LOAD DATA reads files in.
  const std::string& database = target_.source->database;
  if (!database.empty()) {
    expected_.push_back(append_command(out_, wire::Command::init_db, database));
  }
  counters_.backend_resets.add();
  statements_.clear();
  deferred_.clear();
  applied_.reset();
  dirty_ = false;
}

void Connection::queue_sync(const SessionVariablesPtr& wanted) {
  if (dirty_) queue_reset();
  queue_variables(wanted);
}

void Connection::queue_variables(const SessionVariablesPtr& wanted) {
  if (applied_ == wanted) return;
  const std::string sql = sync_statement(applied_.get(), *wanted);
  if (!sql.empty()) expect_ok(sql);
  applied_ = wanted;
}

Task<Result<void>> Connection::flush() {
  const std::array<Bytes, 2> pieces{Bytes(deferred_), Bytes(out_)};
  auto writing = stream_.write(pieces, read_deadline());
  const net::IoStatus status = co_await writing;
  counters_.bytes_to_backends.add(deferred_.size() + out_.size());
  deferred_.clear();
  out_.clear();
  if (out_.capacity() > 4 * kReadBytes) out_ = Buffer();
  if (status != net::IoStatus::ok) co_return lost(status);
  co_return Result<void>();
}

// -------------------------------------------------------------------------------------- receiving

Task<Result<void>> Connection::settle() {
  Result<void> outcome;
  for (const std::uint8_t sequence : expected_) {
    reader_.expect_sequence(sequence);
    Result<wire::Message> answer = co_await message();
    if (!answer) co_return answer.error();
    if (wire::reply_kind(answer->payload) == wire::ReplyKind::ok) continue;
    dirty_ = true;
    const Result<wire::ErrPacket> err = wire::decode_err(answer->payload, capabilities_);
    if (!err) {
      broken_ = true;
      co_return make_error(ErrorId::backend_protocol, {name(), "an OK packet was expected"});
    }
    if (outcome) {
      outcome = Error::from_server(err->number, err->sqlstate, std::string(err->message));
    }
  }
  expected_.clear();
  co_return outcome;
}

Result<std::optional<wire::Message>> Connection::buffered_message() {
  Result<std::optional<wire::Message>> next = reader_.next();
  if (next) return next;
  broken_ = true;
  return make_error(ErrorId::backend_protocol, {name(), next.error().message()});
}

Task<Result<wire::Message>> Connection::message() {
  for (;;) {
    Result<std::optional<wire::Message>> next = buffered_message();
    if (!next) co_return next.error();
    if (*next) co_return **next;
    Result<void> filled = co_await fill();
    if (!filled) co_return filled.error();
  }
}

// A connection whose end has been read gives no sign again: whoever waited for one would wait
// forever.
Task<Result<void>> Connection::fill() {
  if (broken_) co_return make_error(ErrorId::backend_lost, {name()});
  auto reading = stream_.read_some(reader_.prepare(), read_deadline());
  const net::IoResult got = co_await reading;
  if (got.status != net::IoStatus::ok) co_return lost(got.status);
  counters_.bytes_from_backends.add(got.bytes);
  reader_.commit(got.bytes);
  co_return Result<void>();
}

bool Connection::is_stale() {
  if (stream_.is_tls()) return false;  // a session ticket may be waiting there
  return reader_.has_pending() || stream_.has_unexpected_input();
}

}  // namespace sluice::backend
