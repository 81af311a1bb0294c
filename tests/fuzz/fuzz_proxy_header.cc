// SPDX-License-Identifier: Apache-2.0
// PROXY headers: what is accepted lies within the input and the limit, does not depend on what
// comes behind it, and names a numeric address or none.
#include <string>

#include <arpa/inet.h>

#include "frontend/proxy_header.h"
#include "tests/fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sluice;
  using fuzz::check;
  const Bytes input = fuzz::as_input(data, size);
  if (frontend::proxy_signature(input) != frontend::ProxySignature::present) return 0;
  const auto parsed = frontend::parse_proxy_header(input);
  if (!parsed) return 0;
  if (!*parsed) {
    check(size < frontend::kMaxProxyHeader);
    return 0;
  }
  const frontend::ProxyHeader& header = **parsed;
  check(header.bytes <= size && header.bytes <= frontend::kMaxProxyHeader);
  unsigned char address[16];
  const char* const host = header.client_host.c_str();
  check(header.client_host.empty() || inet_pton(AF_INET, host, address) == 1 ||
        inet_pton(AF_INET6, host, address) == 1);
  const auto alone = frontend::parse_proxy_header(input.first(header.bytes));
  check(alone && *alone && (*alone)->client_host == header.client_host);
  return 0;
}
