// SPDX-License-Identifier: Apache-2.0
// What is counted and logged when a client's connection ends and when one of its commands fails
// (common/telemetry/end_source.h).
#include "common/telemetry/log.h"
#include "frontend/client_session.h"
#include "frontend/command/command_name.h"
#include "parser/shape_text.h"

namespace sluice::frontend {
namespace {

constexpr std::size_t kShownStatement = 256;

std::int64_t milliseconds(Clock::duration time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

log::Level level_of(const EndSourceInfo& info) {
  return info.normal ? log::Level::debug : log::Level::warning;
}

}  // namespace

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

// The first reason counts: what follows is its consequence.
void ClientSession::note_end(EndSource source, std::string_view reason) {
  if (end_noted_) return;
  end_noted_ = true;
  const EndSourceInfo& info = end_source_info(source);
  (services_.counters.*info.member).add();
  if (!log::enabled(level_of(info))) return;
  log::write(level_of(info), info.component, "connection ended",
             {{"source", info.name},
              {"connection", connection_id_},
              {"client", client_host_},
              {"error", reason}});
}

void ClientSession::note_end_of_reading(net::IoStatus status) {
  if (const std::optional<Error> broken = stream_.protocol_error()) {
    count(*broken);
    note_end(source_of_failure(*broken), broken->message());
  } else if (draining_) {
    note_end(EndSource::proxy_shutdown);
  } else {
    note_end(EndSource::client_network,
             status == net::IoStatus::timed_out ? "idle for too long" : "closed by the client");
  }
}

// One that ends the connection as well is counted as its end.
void ClientSession::note_failure(const Error& error) {
  const EndSource source = source_of_failure(error);
  if (source == EndSource::client_network) return note_end(source, error.message());
  if (end_noted_) return;
  if (writer_.torn() || session_.closing) end_noted_ = true;
  const EndSourceInfo& info = end_source_info(source);
  (services_.counters.*info.member).add();
  if (!log::enabled(level_of(info))) return;
  const Clock::duration executed = Clock::now() - session_.command_since;
  log::write(
      level_of(info), info.component, "command failed",
      {{"source", info.name},
       {"connection", connection_id_},
       {"client", client_host_},
       {"idle_ms", milliseconds(idle_)},
       {"execute_ms", milliseconds(executed)},
       {"command", command_name(session_.command)},
       {"statement", parser::shape_text(session_.running_sql, session_.lex, kShownStatement)},
       {"errno", error.number()},
       {"error", source == EndSource::client_sql ? std::string() : error.message()}});
}

}  // namespace sluice::frontend
