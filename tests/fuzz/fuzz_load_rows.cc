// SPDX-License-Identifier: Apache-2.0
// LOAD DATA's rows. Input: the format (8 bytes: charset and flags, number of fields, how many bytes
// arrive at once, ignored lines, then lengths of field end, line end and line start within the next
// bytes, and one byte that escapes), the separators, the file. RowSplitter must read what a reader
// with the whole file at hand reads, and what it cuts out must read as it did in its place.
#include <algorithm>

#include "tests/fuzz/check.h"
#include "tests/unit/router/load_driver.h"

namespace {

using namespace sluice;
using fuzz::check;

constexpr std::size_t kHeader = 8;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < kHeader) return 0;
  std::string_view text = as_text(fuzz::as_input(data, size).subspan(kHeader));
  const auto take = [&text](std::size_t length) {
    std::string taken(text.substr(0, length % 4));
    text.remove_prefix(taken.size());
    // The planner lets no other separators pass.
    for (char& c : taken) c = static_cast<char>(c & 0x7f);
    return taken;
  };
  router::FileFormat format;
  format.charset = static_cast<router::FileCharset>(data[0] % 6);
  format.mariadb = (data[0] & 8) != 0;
  format.ignored_lines = data[3] % 4;
  format.field_end = take(data[4]);
  format.line_end = take(data[5]);
  format.line_start = take(data[6]);
  format.escape.reset();
  if ((data[0] & 16) != 0) format.escape = static_cast<char>(data[7] & 0x7f);
  if ((data[0] & 32) != 0) format.enclosed = '"';
  if (format.is_fixed_row() || format.needs_next_row()) return 0;  // refused by the planner
  const std::size_t fields = 1 + data[1] % 4;

  const test::SplitFile cut = test::split_in_pieces(format, fields, text, 1 + data[2]);
  check(cut.sane);
  check(cut.rows == test::ReferenceReader(format, fields, text).rows());
  format.ignored_lines = 0;
  check(cut.rows == test::ReferenceReader(format, fields, cut.bytes).rows());
  return 0;
}
