// SPDX-License-Identifier: Apache-2.0
// JDBC URLs. What is accepted names a place; no message shows the value of a property.
#include "config/jdbc_url.h"
#include "tests/fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sluice;
  using fuzz::check;
  const std::string_view text = as_text(fuzz::as_input(data, size));
  const auto parsed = config::parse_jdbc_url(text);
  if (const auto* url = std::get_if<config::JdbcUrl>(&parsed)) {
    check(!url->host.empty() && url->port != 0);
    check(url->database.find('\0') == std::string::npos || text.find('\0') != text.npos);
    check(!url->connect_timeout || url->connect_timeout->count() >= 0);
  } else {
    check(!std::get_if<config::UrlProblem>(&parsed)->message.empty());
  }
  config::parse_jdbc_url("jdbc:mysql://h/d?" + std::string(text));
  const auto secret =
      config::parse_jdbc_url(std::string(text.substr(0, text.find('='))) + "=QZJXsecretQZJX");
  if (const auto* problem = std::get_if<config::UrlProblem>(&secret)) {
    check(problem->message.find("QZJXsecretQZJX") == std::string::npos);
  }
  return 0;
}
