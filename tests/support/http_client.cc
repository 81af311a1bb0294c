// SPDX-License-Identifier: Apache-2.0
#include "tests/support/http_client.h"

#include <array>
#include <cctype>

namespace sluice::test {
namespace {

std::string read_to_end(RawSocket& socket) {
  std::string text;
  std::array<std::byte, 4096> buffer{};
  while (const std::size_t got = socket.read_some(buffer)) {
    text.append(reinterpret_cast<const char*>(buffer.data()), got);
  }
  return text;
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

HttpReply read_http(RawSocket& socket) {
  const std::string text = read_to_end(socket);
  const std::size_t end = text.find("\r\n\r\n");
  if (!text.starts_with("HTTP/1.1 ") || end == std::string::npos) {
    throw SocketError("no HTTP answer: " + text.substr(0, 80));
  }
  HttpReply reply;
  reply.status = std::stoi(text.substr(9, 3));
  reply.body = text.substr(end + 4);
  std::string_view head = std::string_view(text).substr(0, end);
  for (std::size_t at = head.find("\r\n"); at != std::string_view::npos;) {
    const std::size_t next = head.find("\r\n", at + 2);
    const std::string_view line = head.substr(at + 2, next == head.npos ? next : next - at - 2);
    const std::size_t colon = line.find(": ");
    if (colon != line.npos) {
      reply.headers[lower(std::string(line.substr(0, colon)))] = line.substr(colon + 2);
    }
    at = next;
  }
  return reply;
}

HttpReply http(std::uint16_t port, const HttpRequest& request) {
  std::string text = request.method + " " + request.path + " HTTP/1.1\r\n";
  if (!request.host.empty()) text += "Host: " + request.host + "\r\n";
  for (const auto& [name, value] : request.headers) text += name + ": " + value + "\r\n";
  if (request.method == "POST") {
    text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  }
  text += "\r\n" + request.body;
  RawSocket socket = RawSocket::connect(port);
  socket.write(as_bytes(text));
  return read_http(socket);
}

HttpReply http_get(std::uint16_t port, const std::string& path) {
  HttpRequest request;
  request.path = path;
  return http(port, request);
}

HttpReply http_post(std::uint16_t port, const std::string& path, const std::string& body,
                    const std::string& token) {
  HttpRequest request;
  request.method = "POST";
  request.path = path;
  request.headers["Content-Type"] = "application/json";
  if (!token.empty()) request.headers["Authorization"] = "Bearer " + token;
  request.body = body;
  return http(port, request);
}

}  // namespace sluice::test
