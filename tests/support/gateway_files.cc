// SPDX-License-Identifier: Apache-2.0
#include "tests/support/gateway_files.h"

#include <string_view>

#include "tests/support/free_port.h"

namespace sluice::test {
namespace {

void replace_all(std::string& text, std::string_view place, const std::string& value) {
  for (std::size_t at = 0; (at = text.find(place, at)) != std::string::npos;) {
    text.replace(at, place.size(), value);
    at += value.size();
  }
}

// As the first key of the `sluice` block, which is made if there is none. `key`: in flow style.
void insert_key(std::string& yaml, const std::string& key) {
  constexpr std::string_view kFlow = "\nsluice: {";
  constexpr std::string_view kBlock = "\nsluice:\n";
  yaml.insert(0, "\n");
  if (!yaml.ends_with('\n')) yaml += '\n';
  if (const std::size_t flow = yaml.find(kFlow); flow != std::string::npos) {
    yaml.insert(flow + kFlow.size(), key + ", ");
  } else {
    std::size_t block = yaml.find(kBlock);
    if (block == std::string::npos) {
      block = yaml.size() - 1;
      yaml.append(kBlock.substr(1));
    }
    yaml.insert(block + kBlock.size(), "  " + key + "\n");
  }
  yaml.erase(0, 1);
}

}  // namespace

TestPorts free_test_ports() {
  const std::uint16_t client = free_port();
  const std::uint16_t http = free_port();
  return {client, http, free_port()};
}

std::string with_test_ports(const std::string& file, std::string content, const TestPorts& ports) {
  const auto lacks = [&](const char* text) { return content.find(text) == std::string::npos; };
  if (file == "global.yaml") {
    if (lacks("\n  http:")) insert_key(content, "http: {port: {http_port}}");
    if (lacks("\n  admin:") && !lacks("admin: true")) {
      insert_key(content, "admin: {port: {admin_port}}");
    }
  }
  replace_all(content, "{port}", std::to_string(ports.client));
  replace_all(content, "{http_port}", std::to_string(ports.http));
  replace_all(content, "{admin_port}", std::to_string(ports.admin));
  return content;
}

}  // namespace sluice::test
