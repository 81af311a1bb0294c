// SPDX-License-Identifier: Apache-2.0
#include "common/telemetry/end_source.h"

#include <array>

namespace sluice {
namespace {

constexpr std::array<EndSourceInfo, kEndSources> kInfos{{
    {"success", "client", true, &Counters::end_success},
    {"client network break", "client", true, &Counters::end_client_network},
    {"client handshake fail", "client", false, &Counters::end_client_handshake},
    {"auth fail", "client", false, &Counters::end_client_auth},
    {"SQL error", "client", true, &Counters::end_client_sql},
    {"proxy shutdown", "proxy", true, &Counters::end_proxy_shutdown},
    {"malformed packet", "proxy", false, &Counters::end_proxy_malformed},
    {"get backend fail", "proxy", false, &Counters::end_proxy_no_backend},
    {"proxy error", "proxy", false, &Counters::end_proxy_error},
    {"backend network break", "backend", false, &Counters::end_backend_network},
    {"backend handshake fail", "backend", false, &Counters::end_backend_handshake},
}};

constexpr std::uint16_t kBadHandshake = 1043;

// For what the table of errors says enough about.
EndSource by_blame(ErrorId id) {
  switch (error_entry(id).source) {
    case ErrorSource::client:
    case ErrorSource::gateway:  // most are refusals of what a statement asks for
      return EndSource::client_sql;
    case ErrorSource::backend:
    case ErrorSource::configuration:
      return EndSource::proxy_error;
  }
  return EndSource::proxy_error;
}

EndSource source_of(ErrorId id) {
  switch (id) {
    case ErrorId::client_gone:
    case ErrorId::client_timeout:
    case ErrorId::client_idle:
      return EndSource::client_network;
    case ErrorId::access_denied:
      return EndSource::client_auth;
    case ErrorId::server_error:
      return EndSource::client_sql;
    case ErrorId::server_shutdown:
      return EndSource::proxy_shutdown;
    case ErrorId::malformed_packet:
    case ErrorId::packets_out_of_order:
    case ErrorId::packet_too_large:
    case ErrorId::decompression_failed:
    case ErrorId::backend_protocol:
      return EndSource::proxy_malformed;
    case ErrorId::backend_unreachable:
    case ErrorId::backend_connect_timeout:
    case ErrorId::host_unknown:
    case ErrorId::pool_exhausted:
    case ErrorId::schema_not_loaded:
      return EndSource::proxy_no_backend;
    case ErrorId::internal:
    case ErrorId::too_many_connections:
    case ErrorId::memory_budget:
    case ErrorId::federation_limit:
    case ErrorId::decision_log:
      return EndSource::proxy_error;
    case ErrorId::backend_lost:
    case ErrorId::backend_handshake_lost:
    case ErrorId::backend_read_timeout:
    case ErrorId::transaction_lost:
    case ErrorId::outcome_unknown:
      return EndSource::backend_network;
    case ErrorId::backend_handshake:
    case ErrorId::backend_access_denied:
    case ErrorId::backend_auth_plugin:
    case ErrorId::backend_tls_missing:
    case ErrorId::backend_tls_failed:
      return EndSource::backend_handshake;
    default:
      return by_blame(id);
  }
}

}  // namespace

const EndSourceInfo& end_source_info(EndSource source) {
  return kInfos[static_cast<std::size_t>(source)];
}

EndSource source_of_failure(const Error& error) {
  const EndSource cause = source_of(error.cause());
  const bool broken = cause == EndSource::client_network || cause == EndSource::backend_network;
  return broken ? cause : source_of(error.id());
}

EndSource source_of_refusal(const Error& error) {
  switch (error.id()) {
    case ErrorId::access_denied:
    case ErrorId::database_access_denied:
    case ErrorId::unknown_database:
      return EndSource::client_auth;
    case ErrorId::malformed_packet:  // well-formed packets of the wrong content are 1043
      return error.number() == kBadHandshake ? EndSource::client_handshake
                                             : EndSource::proxy_malformed;
    default:
      break;
  }
  const EndSource source = source_of_failure(error);
  return source == EndSource::client_sql ? EndSource::client_handshake : source;
}

}  // namespace sluice
