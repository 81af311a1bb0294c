// SPDX-License-Identifier: Apache-2.0
#include "executor/retry_read.h"

#include "executor/choose_servers.h"

namespace sluice::executor {
namespace {

constexpr std::uint16_t kServerShutdown = 1053;    // ER_SERVER_SHUTDOWN
constexpr std::uint16_t kConnectionKilled = 1927;  // MariaDB's ER_CONNECTION_KILLED

bool could_not_open(const Error& error) {
  switch (error.id()) {
    case ErrorId::backend_unreachable:
    case ErrorId::backend_connect_timeout:
    case ErrorId::backend_handshake:
    case ErrorId::backend_access_denied:  // also said of too many connections
      return true;
    default:
      return false;
  }
}

bool is_gone(const Error& error) {
  if (error.id() == ErrorId::backend_lost) return true;
  return error.id() == ErrorId::server_error &&
         (error.number() == kServerShutdown || error.number() == kConnectionKilled);
}

}  // namespace

bool may_run_elsewhere(const Request& request, const Error& error) {
  if (request.client.answer_started() || request.client.torn()) return false;
  if (request.session.interrupted) return false;
  const bool transactional =
      request.session.transaction.is_explicit() || !request.session.autocommit;
  return could_not_open(error) || (!transactional && is_gone(error));
}

void move_elsewhere(Request& request, const Error& error) {
  request.counters.reads_retried.add();
  const bool known = could_not_open(error) && error.id() != ErrorId::backend_access_denied;
  choose_other_servers(request.session, request.pools, known, request.resolution);
}

}  // namespace sluice::executor
