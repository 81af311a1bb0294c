// SPDX-License-Identifier: Apache-2.0
#include "backend/resolve_host.h"

#include <coroutine>

namespace sluice::backend {
namespace {

using asio::ip::tcp;

class Lookup {
 public:
  Lookup(asio::io_context& context, const std::string& host, std::uint16_t port)
      : resolver_(context), host_(host), port_(std::to_string(port)) {}
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    resolver_.async_resolve(host_, port_,
                            [this, waiter](const std::error_code& failed, const auto& results) {
                              failed_ = failed;
                              for (const auto& entry : results)
                                endpoints_.push_back(entry.endpoint());
                              waiter.resume();
                            });
  }
  Result<std::vector<tcp::endpoint>> await_resume() {
    if (failed_ || endpoints_.empty()) {
      return make_error(ErrorId::host_unknown, {failed_ ? failed_.message() : "no address"});
    }
    return std::move(endpoints_);
  }

 private:
  tcp::resolver resolver_;
  std::string host_;
  std::string port_;
  std::error_code failed_;
  std::vector<tcp::endpoint> endpoints_;
};

}  // namespace

Task<Result<std::vector<tcp::endpoint>>> resolve_host(asio::io_context& context, std::string host,
                                                      std::uint16_t port) {
  std::error_code not_numeric;
  const asio::ip::address address = asio::ip::make_address(host, not_numeric);
  if (!not_numeric) co_return std::vector<tcp::endpoint>{tcp::endpoint(address, port)};
  Lookup lookup(context, host, port);
  Result<std::vector<tcp::endpoint>> endpoints = co_await lookup;
  co_return endpoints;
}

}  // namespace sluice::backend
