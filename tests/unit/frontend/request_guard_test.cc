// SPDX-License-Identifier: Apache-2.0
#include "frontend/admin/request_guard.h"

#include <vector>

#include <doctest/doctest.h>

namespace sluice::frontend {
namespace {

int status_of(const GuardedRequest& request, const std::vector<std::string>& names = {}) {
  const std::optional<Refusal> refusal = refuse(request, names);
  return refusal ? refusal->status : 200;
}

GuardedRequest get(std::string_view host) {
  return {
      .method = "GET", .host = host, .fetch_site = {}, .content_type = {}, .transfer_encoding = {}};
}

GuardedRequest post(std::string_view type, std::string_view site = {}) {
  return {.method = "POST",
          .host = "localhost:8307",
          .fetch_site = site,
          .content_type = type,
          .transfer_encoding = {}};
}

}  // namespace

TEST_CASE("a name that may be an attacker's is no host of ours") {
  for (const char* host : {"localhost", "LOCALHOST:8307", "127.0.0.1", "127.0.0.1:8307", "10.1.2.3",
                           "[::1]", "[::1]:8307"}) {
    CAPTURE(host);
    CHECK(status_of(get(host)) == 200);
  }
  for (const char* host :
       {"", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:8307",
        "127.1", "0x7f000001", "::1", "[::1", "[evil]", "localhost:80x", "user@localhost"}) {
    CAPTURE(host);
    CHECK(status_of(get(host)) == 403);
  }
  CHECK(status_of(get("sluice.internal:8307"), {"sluice.internal"}) == 200);
  CHECK(status_of(get("SLUICE.internal"), {"sluice.internal"}) == 200);
  CHECK(status_of(get("other.internal"), {"sluice.internal"}) == 403);
}

TEST_CASE("only GET, HEAD and POST") {
  GuardedRequest request = get("localhost");
  request.method = "HEAD";
  CHECK(status_of(request) == 200);
  for (const char* method : {"PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "PRI"}) {
    request.method = method;
    CHECK(status_of(request) == 405);
  }
}

TEST_CASE("a POST that a foreign page can send is refused") {
  CHECK(status_of(post("application/json")) == 200);
  CHECK(status_of(post("Application/JSON; charset=utf-8", "same-origin")) == 200);
  CHECK(status_of(post("application/json", "none")) == 200);
  CHECK(status_of(post("application/json", "cross-site")) == 403);
  CHECK(status_of(post("application/json", "same-site")) == 403);
  for (const char* type :
       {"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"}) {
    CAPTURE(type);
    CHECK(status_of(post(type)) == 415);
  }
}

TEST_CASE("a body without a length is refused before it is read") {
  GuardedRequest request = post("application/json");
  request.transfer_encoding = "chunked";
  CHECK(status_of(request) == 411);
}

TEST_CASE("tokens") {
  const std::string token = "0123456789abcdef";
  CHECK(token_fits("Bearer 0123456789abcdef", token));
  CHECK_FALSE(token_fits("Bearer 0123456789abcdeF", token));
  CHECK_FALSE(token_fits("Bearer 0123456789abcdef ", token));
  CHECK_FALSE(token_fits("Bearer ", token));
  CHECK_FALSE(token_fits("Basic 0123456789abcdef", token));
  CHECK_FALSE(token_fits("", token));
  CHECK_FALSE(token_fits("Bearer ", ""));
  CHECK_FALSE(token_fits("", ""));
}

}  // namespace sluice::frontend
