// SPDX-License-Identifier: Apache-2.0
#include "tests/verdicts/server_verdict.h"

#include <chrono>
#include <stdexcept>

#include "common/wire/cursor.h"
#include "tests/support/mariadb_server.h"
#include "tests/support/mysql_server.h"

namespace sluice::test {
namespace {

using namespace std::chrono_literals;

std::unique_ptr<DatabaseServer> start_server(ServerKind kind) {
  if (kind == ServerKind::mysql) return std::make_unique<MySqlServer>();
  return std::make_unique<MariaDbServer>();
}

ServerAnswer answer_of(const RawReply& reply) {
  if (!reply.is_error()) return {};
  const wire::ErrPacket error = reply.error();
  return {error.number, std::string(error.message)};
}

}  // namespace

ServerVerdict::ServerVerdict(ServerKind kind) : kind_(kind), server_(start_server(kind)) {}

void ServerVerdict::connect() {
  client_.emplace(server_->port());
  LoginOptions login;
  if (kind_ == ServerKind::mysql) login.plugin = "caching_sha2_password";
  if (client_->login(login).is_error()) throw std::runtime_error("the server refuses root");
  client_->socket().set_timeout(10s);
  // Parsers look at the default database, nothing in it is needed.
  client_->query("CREATE DATABASE IF NOT EXISTS corpus");
  client_->query("USE corpus");
  client_->query("SET max_statement_time = 5");     // MariaDB
  client_->query("SET max_execution_time = 5000");  // MySQL
  current_.reset();
}

ServerAnswer ServerVerdict::prepare(const std::string& sql, const CorpusSettings& settings) {
  return ask(sql, settings, false);
}

std::optional<bool> ServerVerdict::accepts(const std::string& sql, const CorpusSettings& settings) {
  const ServerAnswer answer = prepare(sql, settings);
  if (!answer.refused()) {
    return parsed_to_the_end(sql, settings, answer) ? std::optional(true) : std::nullopt;
  }
  // A parameter outside of a prepared statement is a syntax error, but not one that says anything.
  const bool accepted = !ask(sql, settings, true).refused();
  if (accepted) client_.reset();  // whatever it did to the session
  return accepted;
}

bool ServerVerdict::parsed_to_the_end(const std::string& sql, const CorpusSettings& settings,
                                      const ServerAnswer& answer) {
  if (answer.error == 0) return true;
  return prepare(sql + "\n)))", settings).refused();
}

ServerAnswer ServerVerdict::ask(const std::string& sql, const CorpusSettings& settings,
                                bool execute) {
  try {
    if (!client_) connect();
    if (current_ != settings) {
      client_->query("SET NAMES " + (settings.charset.empty() ? "utf8mb4" : settings.charset));
      client_->query("SET sql_mode = '" + settings.sql_mode + "'");
      current_ = settings;
    }
    client_->send_command(execute ? wire::Command::query : wire::Command::stmt_prepare, sql);
    return execute ? answer_of(client_->read_reply()) : read_prepared();
  } catch (const SocketError&) {
    client_.reset();
    if (server_->process().wait_for(2s)) {
      ++deaths_;
      server_->start();
    }
    return {2013, "the connection was lost"};
  }
}

// COM_STMT_PREPARE_OK: 0x00, the statement's number, number of columns, of parameters; definitions
// of both follow, each closed by EOF.
ServerAnswer ServerVerdict::read_prepared() {
  const std::optional<RawPacket> first = read_message(client_->socket());
  if (!first) throw SocketError("closed");
  RawReply reply;
  reply.packets.push_back(*first);
  reply.capabilities = client_->capabilities();
  if (reply.is_error()) return answer_of(reply);
  wire::Reader reader(first->payload);
  reader.u8();
  const std::uint32_t id = reader.u32();
  const int columns = reader.u16();
  const int parameters = reader.u16();
  int rest = (columns > 0 ? columns + 1 : 0) + (parameters > 0 ? parameters + 1 : 0);
  for (; rest > 0; --rest) {
    if (!read_message(client_->socket())) throw SocketError("closed");
  }
  std::string number;
  for (int shift = 0; shift < 32; shift += 8) number += static_cast<char>(id >> shift & 0xff);
  client_->send_command(wire::Command::stmt_close, number);
  return {};
}

}  // namespace sluice::test
