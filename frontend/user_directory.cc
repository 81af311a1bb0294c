// SPDX-License-Identifier: Apache-2.0
#include "frontend/user_directory.h"

#include <cstdint>
#include <functional>
#include <string>

#include <arpa/inet.h>

namespace sluice::frontend {
namespace {

constexpr std::string_view kLocalhost = "localhost";
constexpr std::string_view kMappedIpv4 = "::ffff:";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (lower(left[i]) != lower(right[i])) return false;
  }
  return true;
}

// LIKE without recursion: on a mismatch the last % takes one character more.
bool is_like(std::string_view pattern, std::string_view text) {
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t after_percent = kNone;
  std::size_t retry_at = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '%') {
      after_percent = ++p;
      retry_at = t;
      continue;
    }
    const bool escaped = p + 1 < pattern.size() && pattern[p] == '\\';
    const std::size_t literal = escaped ? p + 1 : p;
    const bool any = !escaped && p < pattern.size() && pattern[p] == '_';
    if (any || (literal < pattern.size() && lower(pattern[literal]) == lower(text[t]))) {
      p = literal + 1;
      ++t;
    } else if (after_percent != kNone) {
      p = after_percent;
      t = ++retry_at;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '%') ++p;
  return p == pattern.size();
}

bool is_loopback(std::string_view host) {
  return host.starts_with("127.") || host == "::1" || equal_ignoring_case(host, kLocalhost);
}

// "192.168.1.0/255.255.255.0": an IPv4 address and which of its bits count; MySQL knows no other
// form of it, and no bits of the address beyond the mask.
struct Netmask {
  std::uint32_t address = 0;
  std::uint32_t mask = 0;
};

std::optional<std::uint32_t> parse_ipv4(std::string_view text) {
  std::uint32_t address = 0;
  if (inet_pton(AF_INET, std::string(text).c_str(), &address) != 1) return std::nullopt;
  return address;
}

std::optional<Netmask> parse_netmask(std::string_view pattern) {
  const std::size_t slash = pattern.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::optional<std::uint32_t> address = parse_ipv4(pattern.substr(0, slash));
  const std::optional<std::uint32_t> mask = parse_ipv4(pattern.substr(slash + 1));
  if (!address || !mask) return std::nullopt;
  return Netmask{*address, *mask};
}

// Larger is more specific.
std::size_t specificity(std::string_view pattern) {
  if (parse_netmask(pattern)) return SIZE_MAX - 1;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      ++i;
    } else if (pattern[i] == '%' || pattern[i] == '_') {
      return i;
    }
  }
  return pattern.empty() ? 0 : SIZE_MAX;
}

}  // namespace

bool host_matches(std::string_view pattern, std::string_view client_host) {
  if (client_host.starts_with(kMappedIpv4) && client_host.find('.') != std::string_view::npos) {
    client_host.remove_prefix(kMappedIpv4.size());
  }
  if (pattern.empty()) return true;
  if (equal_ignoring_case(pattern, kLocalhost)) return is_loopback(client_host);
  if (const std::optional<Netmask> netmask = parse_netmask(pattern)) {
    const std::optional<std::uint32_t> host = parse_ipv4(client_host);
    return host && (*host & netmask->mask) == netmask->address;
  }
  return is_like(pattern, client_host);
}

std::optional<config::User> ConfiguredUsers::find(std::string_view user,
                                                  std::string_view client_host) const {
  const config::User* best = nullptr;
  for (const config::User& account : users_) {
    if (account.name != user || !host_matches(account.host, client_host)) continue;
    if (best == nullptr || specificity(account.host) > specificity(best->host)) best = &account;
  }
  if (best == nullptr) return std::nullopt;
  return *best;
}

config::User ConfiguredUsers::stand_in(std::string_view user) const {
  if (users_.empty()) return {};
  return users_[std::hash<std::string_view>()(user) % users_.size()];
}

}  // namespace sluice::frontend
