// SPDX-License-Identifier: Apache-2.0
// Any bytes through both sinks of the tokenizer; the first byte selects the options.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/tokenizer_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view sql(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string wrong =
      sluice::parser::testing::TokenizerCheck(sql, sluice::parser::testing::options_of(data[0]))
          .run();
  if (!wrong.empty()) {
    std::fprintf(stderr, "%s\n", wrong.c_str());
    std::abort();
  }
  return 0;
}
