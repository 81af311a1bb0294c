// SPDX-License-Identifier: Apache-2.0
// The gateway inside this process, so that sanitizers and debuggers see both sides of a test. It
// reads its configuration from files, as `sluice serve` does.
// Errors: std::runtime_error with what the configuration or the start complains about. Thread rule:
// one thread; the gateway's own threads end with the object.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "frontend/gateway.h"
#include "tests/support/gateway_files.h"
#include "tests/support/temp_dir.h"

namespace sluice::test {

class EmbeddedGateway {
 public:
  // File name -> content; Ports are filled in as
  // tests/support/gateway_files.h says. Clients are let in when this returns.
  explicit EmbeddedGateway(const std::map<std::string, std::string>& files);
  // Ends all sessions at once.
  ~EmbeddedGateway();

  std::uint16_t port() const { return ports_.client; }
  std::uint16_t http_port() const { return ports_.http; }
  std::uint16_t admin_port() const { return ports_.admin; }
  void stop(std::chrono::milliseconds patience) { gateway_->stop(patience); }

 private:
  TempDir folder_;
  TestPorts ports_;
  std::unique_ptr<frontend::Gateway> gateway_;
};

}  // namespace sluice::test
