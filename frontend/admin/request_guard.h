// SPDX-License-Identifier: Apache-2.0
// Which requests the HTTP listener takes at all. A web page of somebody else's, open in the
// operator's browser, can send requests to loopback: what it may not do is learn anything, or act.
// Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sluice::frontend {

// What of a request the guard looks at.
struct GuardedRequest {
  std::string_view method;
  std::string_view host;          // the Host header
  std::string_view fetch_site;    // Sec-Fetch-Site, as browsers send it; empty: not sent
  std::string_view content_type;  // of a POST
  std::string_view transfer_encoding;
};

struct Refusal {
  int status;
  const char* reason;
};

// Nothing: it may be answered. `names`: sluice.http.host-names.
std::optional<Refusal> refuse(const GuardedRequest& request, std::span<const std::string> names);

// Host is localhost, an address, or one of the names: a name that an attacker has made point here
// (DNS rebinding) is none of them.
bool is_own_host(std::string_view host, std::span<const std::string> names);

// `authorization`: the header's value, "Bearer .."; takes as long whatever it is. An empty token
// fits nothing.
bool token_fits(std::string_view authorization, std::string_view token);

}  // namespace sluice::frontend
