// SPDX-License-Identifier: Apache-2.0
// The lines of the decision log (decision_log.h), as bytes:
//
//   <CRC-32 of what follows, 8 hex digits> gateway <id> <start>     first line
//   <CRC-32> commit <transaction>      its branches are committed, whatever happens from now on
//   <CRC-32> done <transaction>        nothing of it is left on any server
//
// A crash may tear the lines that were not on disk yet. Nobody has acted on those, so a line that
// does not match its sum is left out, wherever it stands. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace sluice::backend {

// XIDs have 64 bytes for it (MySQL 9 manual 15.3.8.1); letters, digits, '-' and '.' only.
inline constexpr std::size_t kMaxTransactionId = 64;

struct LogContent {
  std::string gateway;            // empty: the file has no first line yet
  std::uint64_t start = 0;        // counts the starts of the gateway
  std::set<std::string> decided;  // committed, and not done
  std::size_t damaged = 0;        // lines that were left out
};

LogContent read_log(std::string_view bytes);

std::string gateway_line(std::string_view gateway, std::uint64_t start);
std::string commit_line(std::string_view transaction);
std::string done_line(std::string_view transaction);

// "sluice-<gateway>-<start>.<number>"
std::string transaction_id(std::string_view gateway, std::uint64_t start, std::uint64_t number);
// Whether a transaction is of this gateway, of any of its starts.
bool is_transaction_of(std::string_view gateway, std::string_view transaction);

}  // namespace sluice::backend
