// SPDX-License-Identifier: Apache-2.0
// What test gateways have in common: ports of their own for everything that they listen on.
#pragma once

#include <cstdint>
#include <string>

namespace sluice::test {

struct TestPorts {
  std::uint16_t client;
  std::uint16_t http;
  std::uint16_t admin;
};
TestPorts free_test_ports();

// A configuration file's content with "{port}", "{http_port}" and "{admin_port}" replaced. A
// global.yaml that says nothing of sluice.http gets it on that port, and of sluice.admin, if it has
// an administrator: the default ports are the same for all gateways.
std::string with_test_ports(const std::string& file, std::string content, const TestPorts& ports);

}  // namespace sluice::test
