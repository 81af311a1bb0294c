// SPDX-License-Identifier: Apache-2.0
// The PROXY protocol, versions 1 and 2: what a proxy in front of the gateway writes before anything
// else to tell whose connection it passes on. A MySQL packet never looks like one: read as a packet
// header, both signatures have a sequence id that no first packet has. Sans-io, bounded.
// Source: haproxy.org, "The PROXY protocol, versions 1 & 2".
#pragma once

#include <optional>
#include <string>

#include "common/base/bytes.h"
#include "common/base/result.h"

namespace sluice::frontend {

struct ProxyHeader {
  std::size_t bytes = 0;  // its length
  // The client's numeric address; empty where the proxy speaks for itself (LOCAL, UNKNOWN, UNSPEC)
  // or for a client without one (a unix socket).
  std::string client_host;
};

// The longest that is accepted; version 2 could add 64 KiB of extensions, which are skipped.
inline constexpr std::size_t kMaxProxyHeader = 2'048;

enum class ProxySignature : std::uint8_t { absent, unclear, present };
// Of what has arrived so far; unclear: it may yet become one.
ProxySignature proxy_signature(Bytes bytes);

// Precondition: the signature is present. Nothing if more bytes are needed. Errors:
// proxy_header_invalid.
Result<std::optional<ProxyHeader>> parse_proxy_header(Bytes bytes);

}  // namespace sluice::frontend
