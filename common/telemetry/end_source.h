// SPDX-License-Identifier: Apache-2.0
// Why a client's connection ended or one of its commands failed: one of eleven sources. Each event
// is counted once, in the counter whose name ends with the source's name, and logged under the
// same name, so that a graph and the log agree.
//
// A connection to a server that breaks does not end the client's, so failed commands count, too.
// A disconnect counts as such, whatever error was made of it on the way (Error::cause()).
// Thread rule: a Counters' own.
#pragma once

#include <string_view>

#include "common/base/error.h"
#include "common/telemetry/counters.h"

namespace sluice {

enum class EndSource : std::uint8_t {
  success,
  client_network,
  client_handshake,
  client_auth,
  client_sql,
  proxy_shutdown,
  proxy_malformed,
  proxy_no_backend,
  proxy_error,
  backend_network,
  backend_handshake,
};
inline constexpr std::size_t kEndSources = 11;

struct EndSourceInfo {
  std::string_view name;
  std::string_view component;  // client, proxy or backend: who is to blame
  bool normal;                 // nothing that an operator must know of
  Counter Counters::*member;
};
const EndSourceInfo& end_source_info(EndSource source);

// What a command failed of.
EndSource source_of_failure(const Error& error);
// What a handshake failed of, COM_CHANGE_USER's as well.
EndSource source_of_refusal(const Error& error);

}  // namespace sluice
