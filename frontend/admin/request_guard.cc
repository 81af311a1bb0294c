// SPDX-License-Identifier: Apache-2.0
#include "frontend/admin/request_guard.h"

#include <algorithm>

#include <arpa/inet.h>
#include <openssl/crypto.h>

#include "router/metadata.h"

namespace sluice::frontend {
namespace {

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_address(const std::string& text) {
  unsigned char address[16];
  return inet_pton(AF_INET, text.c_str(), address) == 1;
}

bool is_bracketed_address(std::string_view text) {
  if (text.size() < 4 || text.front() != '[' || text.back() != ']') return false;
  unsigned char address[16];
  return inet_pton(AF_INET6, std::string(text.substr(1, text.size() - 2)).c_str(), address) == 1;
}

// "host:port" or "host" (RFC 9110, 7.2); empty: no such thing.
std::string_view without_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  if (colon == std::string_view::npos || host.ends_with(']')) return host;
  return all_digits(host.substr(colon + 1)) ? host.substr(0, colon) : std::string_view();
}

}  // namespace

bool is_own_host(std::string_view host, std::span<const std::string> names) {
  const std::string name = router::to_lower(without_port(host));
  if (name == "localhost" || is_address(name) || is_bracketed_address(name)) return true;
  return !name.empty() && std::find(names.begin(), names.end(), name) != names.end();
}

std::optional<Refusal> refuse(const GuardedRequest& request, std::span<const std::string> names) {
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (!reads && request.method != "POST") return Refusal{405, "only GET and POST are answered"};
  if (!is_own_host(request.host, names)) {
    return Refusal{403, "the Host header is no address and not in sluice.http.host-names"};
  }
  if (!request.transfer_encoding.empty()) return Refusal{411, "send a Content-Length"};
  if (reads) return std::nullopt;
  // A foreign page cannot send JSON without asking first (CORS), and nobody answers that here.
  if (!router::to_lower(request.content_type).starts_with("application/json")) {
    return Refusal{415, "a POST must be of Content-Type application/json"};
  }
  const bool own_page = request.fetch_site.empty() || request.fetch_site == "same-origin" ||
                        request.fetch_site == "none";
  if (!own_page) return Refusal{403, "the request comes from another site"};
  return std::nullopt;
}

bool token_fits(std::string_view authorization, std::string_view token) {
  constexpr std::string_view kScheme = "Bearer ";
  if (token.empty() || !authorization.starts_with(kScheme)) return false;
  authorization.remove_prefix(kScheme.size());
  return authorization.size() == token.size() &&
         CRYPTO_memcmp(authorization.data(), token.data(), token.size()) == 0;
}

}  // namespace sluice::frontend
