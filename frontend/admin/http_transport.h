// SPDX-License-Identifier: Apache-2.0
// cpp-httplib's server without its sockets: it reads requests and finds handlers. Ours are the
// listening socket (whose errors tell something), an accept loop that no failed accept() ends, a
// deadline and a size for each connection, and a stop that waits for nobody. Every connection
// serves one request.
//
// Thread rule: listen_on(), start() and stop() are the owner's; handlers run on the server's
// threads.
#pragma once

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include <httplib.h>

#include "common/base/result.h"
#include "config/config.h"

namespace sluice::frontend {

class HttpTransport : public httplib::Server {
 public:
  static constexpr std::size_t kMaxBody = 64 * 1024;

  HttpTransport();
  ~HttpTransport() override;

  // Errors: config_invalid, naming address and keys.
  Result<void> listen_on(const config::HttpSettings& settings);
  void start();
  // Hides the library's, which would close the listener while accept() may be using it.
  void stop();

 private:
  void accept_connections();
  void serve(int handle);
  bool enter(int handle);
  void leave(int handle);

  int listener_ = -1;
  std::thread thread_;
  std::mutex mutex_;
  std::set<int> connections_;  // under mutex_
  bool stopping_ = false;      // under mutex_
  std::condition_variable stopped_;
};

}  // namespace sluice::frontend
