// SPDX-License-Identifier: Apache-2.0
// PROXY headers of both versions, byte by byte, and what is none.
#include "frontend/proxy_header.h"

#include <doctest/doctest.h>

namespace sluice::frontend {
namespace {

constexpr std::string_view kSignature2("\r\n\r\n\0\r\nQUIT\n", 12);

std::string version2(unsigned char command, unsigned char family, std::string_view addresses) {
  std::string header(kSignature2);
  header += static_cast<char>(0x20 | command);
  header += static_cast<char>(family);
  header += static_cast<char>(addresses.size() >> 8);
  header += static_cast<char>(addresses.size());
  return header + std::string(addresses);
}

std::string parsed(std::string_view text) {
  REQUIRE(proxy_signature(as_bytes(text)) == ProxySignature::present);
  const auto header = parse_proxy_header(as_bytes(text));
  if (!header) return "error";
  if (!*header) return "more";
  return (*header)->client_host + " " + std::to_string((*header)->bytes);
}

// However few bytes have come, the answer is that more are needed, never another one.
void check_every_cut(const std::string& text) {
  for (std::size_t size = 0; size < text.size(); ++size) {
    const Bytes part = as_bytes(std::string_view(text).substr(0, size));
    const ProxySignature signature = proxy_signature(part);
    REQUIRE(signature != ProxySignature::absent);
    if (signature == ProxySignature::unclear) continue;
    const auto header = parse_proxy_header(part);
    REQUIRE(header);
    REQUIRE_FALSE(*header);
  }
}

const std::string kAddresses4("\xc0\x00\x02\x01\xc6\x33\x64\x07\xdc\x04\x0c\xeb", 12);

}  // namespace

TEST_CASE("PROXY version 1") {
  CHECK(parsed("PROXY TCP4 192.0.2.1 198.51.100.7 56324 3307\r\nrest") == "192.0.2.1 46");
  CHECK(parsed("PROXY TCP6 2001:DB8:0::1 ::1 1 2\r\n") == "2001:db8::1 34");
  CHECK(parsed("PROXY UNKNOWN\r\n") == " 15");
  CHECK(parsed("PROXY UNKNOWN anything at all\r\n") == " 31");
  for (const char* const wrong :
       {"PROXY \r\n", "PROXY TCP4\r\n", "PROXY TCP5 1.1.1.1 2.2.2.2 1 2\r\n",
        "PROXY TCP4 ::1 ::1 1 2\r\n", "PROXY TCP6 1.1.1.1 2.2.2.2 1 2\r\n",
        "PROXY TCP4 1.1.1.1 2.2.2.2 1\r\n", "PROXY TCP4 1.1.1.1 2.2.2.2 1 65536\r\n",
        "PROXY TCP4 1.1.1.1 2.2.2.2 1 2 3\r\n", "PROXY TCP4 1.1.1.256 2.2.2.2 1 2\r\n",
        "PROXY TCP4  1.1.1.1 2.2.2.2 1 2\r\n", "PROXY tcp4 1.1.1.1 2.2.2.2 1 2\r\n"}) {
    CAPTURE(wrong);
    CHECK(parsed(wrong) == "error");
  }
  CHECK(parsed("PROXY TCP4 " + std::string(95, '1')) == "more");
  CHECK(parsed("PROXY TCP4 " + std::string(96, '1')) == "error");
  check_every_cut("PROXY TCP4 192.0.2.1 198.51.100.7 56324 3307\r\n");
}

TEST_CASE("PROXY version 2") {
  CHECK(parsed(version2(1, 0x11, kAddresses4) + "rest") == "192.0.2.1 28");
  CHECK(parsed(version2(1, 0x11, kAddresses4 + std::string(100, 't'))) == "192.0.2.1 128");
  const std::string v6 =
      std::string("\x20\x01\x0d\xb8", 4) + std::string(11, '\0') + "\x01" + std::string(20, '\0');
  CHECK(parsed(version2(1, 0x21, v6)) == "2001:db8::1 52");
  CHECK(parsed(version2(1, 0x31, std::string(216, 'u'))) == " 232");
  CHECK(parsed(version2(1, 0x00, "")) == " 16");
  CHECK(parsed(version2(0, 0x00, "")) == " 16");
  CHECK(parsed(version2(0, 0x11, kAddresses4)) == " 28");
  CHECK(parsed(version2(1, 0x11, kAddresses4.substr(1))) == "error");
  CHECK(parsed(version2(1, 0x21, kAddresses4)) == "error");
  CHECK(parsed(version2(1, 0x11, "")) == "error");
  CHECK(parsed(version2(1, 0x41, kAddresses4)) == "error");
  CHECK(parsed(version2(2, 0x11, kAddresses4)) == "error");
  CHECK(parsed(version2(1, 0x11, std::string(2'032, 'x'))) != "error");
  CHECK(parsed(version2(1, 0x11, std::string(2'033, 'x'))) == "error");
  std::string version3 = version2(1, 0x11, kAddresses4);
  version3[12] = 0x31;
  CHECK(parsed(version3) == "error");
  check_every_cut(version2(1, 0x11, kAddresses4 + "extension"));
}

TEST_CASE("a client's first packet is no PROXY header") {
  for (int length = 0; length < 256; ++length) {
    const std::string packet{static_cast<char>(length), '\0', '\0', '\x01', 'P'};
    CHECK(proxy_signature(as_bytes(packet)) == ProxySignature::absent);
  }
  CHECK(proxy_signature(as_bytes("PROX")) == ProxySignature::unclear);
  CHECK(proxy_signature(as_bytes("PROXX")) == ProxySignature::absent);
  CHECK(proxy_signature({}) == ProxySignature::unclear);
}

}  // namespace sluice::frontend
