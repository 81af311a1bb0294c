// SPDX-License-Identifier: Apache-2.0
// HTTP requests over a plain socket on loopback, with any header: one connection each, read to its
// end. Errors: SocketError.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "tests/support/raw_socket.h"

namespace sluice::test {

struct HttpReply {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

struct HttpRequest {
  std::string method = "GET";
  std::string path = "/";
  std::string host = "127.0.0.1";
  std::map<std::string, std::string> headers = {};
  std::string body = {};  // sent with its length if it is a POST
};

HttpReply http(std::uint16_t port, const HttpRequest& request);
HttpReply http_get(std::uint16_t port, const std::string& path);
// With the content type that the gateway asks for.
HttpReply http_post(std::uint16_t port, const std::string& path, const std::string& body,
                    const std::string& token = {});

// What the server has sent until it closed the connection.
HttpReply read_http(RawSocket& socket);

}  // namespace sluice::test
