// SPDX-License-Identifier: Apache-2.0
// The HTTP listener: health, metrics, the status page and its JSON, on threads of its own. It shows
// what the gateway does and never takes part in it: a scrape costs the workers one message each.
//
// Life: open() takes the port, start() answers, stop() ends connections and threads; open() without
// start() is fine. Ownership: refers to the gateway's shared state, which outlives it. Thread rule:
// its owner's thread.
#pragma once

#include <memory>
#include <string>

#include "common/base/result.h"
#include "frontend/worker_services.h"

namespace sluice::frontend {

class HttpServer {
 public:
  // Errors: config_invalid, naming the key, for a port or a token file that cannot be used.
  static Result<std::unique_ptr<HttpServer>> open(GatewayShared& shared);
  ~HttpServer();

  void start();
  void stop();

 private:
  class Transport;
  explicit HttpServer(std::unique_ptr<Transport> transport);

  std::unique_ptr<Transport> transport_;
};

}  // namespace sluice::frontend
