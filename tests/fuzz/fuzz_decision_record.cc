// SPDX-License-Identifier: Apache-2.0
// The decision log's reader on any bytes: it takes no line that does not match its sum, and what it
// takes survives being written again.
#include "backend/xa/decision_record.h"
#include "tests/fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sluice;
  using namespace sluice::backend;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const LogContent content = read_log(bytes);
  std::string lines;
  if (!content.gateway.empty()) lines = gateway_line(content.gateway, content.start);
  for (const std::string& transaction : content.decided) lines += commit_line(transaction);
  const LogContent again = read_log(lines);
  fuzz::check(again.gateway == content.gateway);
  fuzz::check(again.start == content.start);
  fuzz::check(again.decided == content.decided);
  fuzz::check(again.damaged == 0);
  // Behind a line that is whole, anything may follow.
  const LogContent more = read_log(commit_line("sluice-0-1.1") + std::string(bytes));
  fuzz::check(more.damaged == content.damaged);
  return 0;
}
