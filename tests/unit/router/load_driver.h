// SPDX-License-Identifier: Apache-2.0
// Drives a RowSplitter over a file that arrives in pieces, for tests.
#pragma once

#include <vector>

#include "router/load/row_splitter.h"
#include "tests/unit/router/load_reference.h"

namespace sluice::test {

struct SplitFile {
  std::vector<ReferenceRow> rows;
  std::string bytes;  // of all rows, one behind the other
  bool sane = true;   // offsets were in order
};

// `piece`: how many bytes arrive at a time.
inline SplitFile split_in_pieces(const router::FileFormat& format, std::size_t fields,
                                 std::string_view file, std::size_t piece) {
  SplitFile out;
  router::RowSplitter splitter(format, fields);
  std::vector<router::FieldValue> values(fields);
  for (std::uint32_t i = 0; i < fields; ++i) values[i].position = i;
  std::size_t at = 0;
  for (std::size_t arrived = std::min(piece, file.size());;
       arrived = std::min(arrived + piece, file.size())) {
    const bool last = arrived == file.size();
    for (;;) {
      router::FileRow row;
      const std::string_view bytes = file.substr(at, arrived - at);
      const router::SplitStep step = splitter.next(bytes, last, values, row);
      if (row.consumed > bytes.size()) out.sane = false;
      if (step != router::SplitStep::row) {
        at += row.consumed;
        if (step == router::SplitStep::end) return out;
        break;
      }
      const bool ordered = row.begin <= row.fields && row.fields <= row.end &&
                           row.end <= row.consumed && row.consumed > 0;
      if (!ordered) out.sane = false;
      if (!out.sane) return out;
      out.bytes += bytes.substr(row.begin, row.end - row.begin);
      ReferenceRow& read = out.rows.emplace_back();
      for (const router::FieldValue& value : values) {
        using State = router::FieldValue::State;
        if (value.state == State::missing) break;
        const bool null = value.state == State::null_value;
        read.push_back({null, null ? std::string() : value.text});
      }
      at += row.consumed;
    }
    if (last) {
      out.sane = false;  // "more", although there is no more
      return out;
    }
  }
}

}  // namespace sluice::test
