// SPDX-License-Identifier: Apache-2.0
#include "frontend/proxy_header.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include <arpa/inet.h>

#include "common/wire/cursor.h"

namespace sluice::frontend {
namespace {

constexpr std::string_view kSignature1 = "PROXY ";
constexpr std::string_view kSignature2("\r\n\r\n\0\r\nQUIT\n", 12);
constexpr std::size_t kMaxVersion1 = 107;
constexpr std::size_t kFixedVersion2 = 16;

using Parsed = Result<std::optional<ProxyHeader>>;

Error invalid(std::string_view what) {
  return make_error(ErrorId::proxy_header_invalid, {what});
}

// As inet_ntop() writes it, so that one address has one form; empty if it is none.
std::string canonical(int family, const void* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const char* const written = inet_ntop(family, address, text.data(), text.size());
  return written == nullptr ? std::string() : std::string(written);
}

std::string canonical_text(int family, std::string_view text) {
  std::array<unsigned char, 16> address{};
  const bool valid = inet_pton(family, std::string(text).c_str(), address.data()) == 1;
  return valid ? canonical(family, address.data()) : std::string();
}

// Takes the next word; words are divided by exactly one blank.
std::string_view take_word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [stop, failed] = std::from_chars(text.data(), text.data() + text.size(), port);
  return failed == std::errc{} && stop == text.data() + text.size() && port <= 65'535;
}

// "PROXY TCP4 192.0.2.1 198.51.100.7 56324 3307\r\n"
Parsed parse_version1(std::string_view text) {
  const std::size_t end = text.substr(0, kMaxVersion1).find("\r\n");
  if (end == std::string_view::npos) {
    if (text.size() >= kMaxVersion1) return invalid("no end of line");
    return std::optional<ProxyHeader>();
  }
  std::string_view line = text.substr(0, end);
  line.remove_prefix(kSignature1.size());
  ProxyHeader header{end + 2, {}};
  const std::string_view protocol = take_word(line);
  if (protocol == "UNKNOWN") return std::optional(header);
  if (protocol != "TCP4" && protocol != "TCP6") return invalid("unknown protocol");
  const int family = protocol == "TCP4" ? AF_INET : AF_INET6;
  header.client_host = canonical_text(family, take_word(line));
  const std::string destination = canonical_text(family, take_word(line));
  if (header.client_host.empty() || destination.empty()) return invalid("no address");
  const std::string_view source_port = take_word(line);
  if (!is_port(source_port) || !is_port(line)) return invalid("no port");
  return std::optional(header);
}

// Signature, version and command, family and transport, length; addresses, extensions.
Parsed parse_version2(Bytes bytes) {
  if (bytes.size() < kFixedVersion2) return std::optional<ProxyHeader>();
  wire::Reader in(bytes.subspan(kSignature2.size()));
  const std::uint8_t version_and_command = in.u8();
  const std::uint8_t family = in.u8() >> 4;
  const std::size_t high = in.u8();  // big-endian, unlike all else on this connection
  const std::size_t length = high << 8 | in.u8();
  if (version_and_command >> 4 != 2) return invalid("unknown version");
  const unsigned command = version_and_command & 15;
  if (command > 1) return invalid("unknown command");
  if (kFixedVersion2 + length > kMaxProxyHeader) return invalid("it is too long");
  ProxyHeader header{kFixedVersion2 + length, {}};
  if (bytes.size() < header.bytes) return std::optional<ProxyHeader>();
  wire::Reader addresses(bytes.subspan(kFixedVersion2, length));
  if (command == 0) return std::optional(header);  // LOCAL: a health check of the proxy's own
  if (family > 3) return invalid("unknown address family");
  if (family == 1 || family == 2) {
    const std::size_t size = family == 1 ? 4 : 16;
    const Bytes source = addresses.bytes(size);
    addresses.skip(size + 2 + 2);
    if (!addresses.ok()) return invalid("it is too short for its addresses");
    header.client_host = canonical(family == 1 ? AF_INET : AF_INET6, source.data());
  }
  return std::optional(header);
}

ProxySignature compare(Bytes bytes, std::string_view signature) {
  const std::size_t common = std::min(bytes.size(), signature.size());
  if (as_text(bytes.first(common)) != signature.substr(0, common)) return ProxySignature::absent;
  return common == signature.size() ? ProxySignature::present : ProxySignature::unclear;
}

}  // namespace

ProxySignature proxy_signature(Bytes bytes) {
  return std::max(compare(bytes, kSignature1), compare(bytes, kSignature2));
}

Result<std::optional<ProxyHeader>> parse_proxy_header(Bytes bytes) {
  return compare(bytes, kSignature1) == ProxySignature::present ? parse_version1(as_text(bytes))
                                                                : parse_version2(bytes);
}

}  // namespace sluice::frontend
