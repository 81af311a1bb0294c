// SPDX-License-Identifier: Apache-2.0
#include "config/jdbc_url.h"

#include <algorithm>

#include "config/jdbc_property.h"
#include "config/scalar.h"

namespace sluice::config {
namespace {

// "%41" to "A"; nothing if a '%' has no two hex digits behind it or stands for a NUL.
std::optional<std::string> percent_decode(std::string_view text) {
  const auto hex = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      result += text[at];
      continue;
    }
    if (text.size() - at < 3) return std::nullopt;
    const int byte = hex(text[at + 1]) * 16 + hex(text[at + 2]);
    if (hex(text[at + 1]) < 0 || hex(text[at + 2]) < 0 || byte == 0) return std::nullopt;
    result += static_cast<char>(byte);
    at += 2;
  }
  return result;
}

class UrlParser {
 public:
  explicit UrlParser(std::string_view text) : rest_(text) {}

  std::variant<JdbcUrl, UrlProblem> parse() {
    if (scheme() && host_and_port() && database() && properties()) return std::move(url_);
    return UrlProblem{std::move(problem_)};
  }

 private:
  bool fail(std::string message) {
    problem_ = std::move(message);
    return false;
  }

  bool scheme() {
    if (take("jdbc:mysql://")) return true;
    if (take("jdbc:mariadb://")) {
      properties_.is_mariadb = true;
      return true;
    }
    const bool known = rest_.starts_with("jdbc:mysql") || rest_.starts_with("jdbc:mariadb");
    if (known && rest_.find("//") != std::string_view::npos) {
      return fail(
          "load balancing, replication and DNS SRV are the gateway's task: write "
          "jdbc:mysql://host:port/database, one data source per server");
    }
    return fail("the url must be jdbc:mysql://host:port/database");
  }

  bool take(std::string_view prefix) {
    if (!rest_.starts_with(prefix)) return false;
    rest_.remove_prefix(prefix.size());
    return true;
  }

  // Up to '/' or '?': [host][:port], an IPv6 address in brackets.
  bool host_and_port() {
    std::string_view authority = rest_.substr(0, rest_.find_first_of("/?"));
    rest_.remove_prefix(authority.size());
    if (authority.find('@') != std::string_view::npos) {
      return fail(
          "user and password do not belong into the url, use the keys username and password");
    }
    if (authority.find(',') != std::string_view::npos) {
      return fail("the url names several hosts, write one data source per server");
    }
    if (authority.find_first_of("()=") != std::string_view::npos) {
      return fail("the url must name its host as host:port");
    }
    if (authority.starts_with('[')) {
      const std::size_t end = authority.find(']');
      if (end == std::string_view::npos || end == 1)
        return fail("the url's IPv6 address is not closed by ']'");
      url_.host = authority.substr(1, end - 1);
      authority.remove_prefix(end + 1);
      if (!authority.empty() && authority.front() != ':')
        return fail("unexpected text behind the url's IPv6 address");
      return port(authority);
    }
    const std::size_t colon = std::min(authority.find(':'), authority.size());
    const std::optional<std::string> host = percent_decode(authority.substr(0, colon));
    if (!host) return fail("'%' in the url's host must be followed by two hex digits");
    if (!host->empty()) url_.host = *host;
    authority.remove_prefix(colon);
    if (authority.find(':', 1) != std::string_view::npos)
      return fail("an IPv6 address in a url needs brackets: [::1]:3306");
    return port(authority);
  }

  // ":3306", ":" or nothing.
  bool port(std::string_view text) {
    if (text.size() <= 1) return true;
    const std::optional<std::int64_t> number = parse_integer(text.substr(1));
    if (!number || *number < 1 || *number > 65'535)
      return fail("the url's port must be a number from 1 to 65535");
    url_.port = static_cast<std::uint16_t>(*number);
    return true;
  }

  bool database() {
    if (!take("/")) return true;
    const std::string_view text = rest_.substr(0, rest_.find('?'));
    rest_.remove_prefix(text.size());
    std::optional<std::string> name = percent_decode(text);
    if (!name) return fail("'%' in the url's database must be followed by two hex digits");
    url_.database = std::move(*name);
    return true;
  }

  bool properties() {
    if (!take("?")) return true;
    while (!rest_.empty()) {
      const std::string_view pair = rest_.substr(0, rest_.find('&'));
      rest_.remove_prefix(std::min(pair.size() + 1, rest_.size()));
      if (pair.empty()) continue;
      const std::size_t equals = std::min(pair.find('='), pair.size());
      const auto name = percent_decode(pair.substr(0, equals));
      const auto value = percent_decode(pair.substr(std::min(equals + 1, pair.size())));
      if (!name || !value)
        return fail("'%' in the url's properties must be followed by two hex digits");
      if (auto problem = properties_.set(*name, *value, url_)) return fail(std::move(*problem));
    }
    url_.tls = properties_.tls_mode();
    return true;
  }

  std::string_view rest_;
  JdbcUrl url_;
  JdbcProperties properties_;
  std::string problem_;
};

}  // namespace

std::variant<JdbcUrl, UrlProblem> parse_jdbc_url(std::string_view url) {
  return UrlParser(trim(url)).parse();
}

}  // namespace sluice::config
