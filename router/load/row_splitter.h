// SPDX-License-Identifier: Apache-2.0
// Finds the rows of a file as LOAD DATA does, and the values of the few fields that decide where a
// row goes; everything else of a row is only passed over. Rows are found again and again from their
// own first byte: the server's reader has no memory beyond a row, so that any sequence of whole
// rows is a file that it reads in the same way.
//
// Sans-io: next() looks at the bytes that are there and says "more" if the row's end is not among
// them; the caller asks again with twice as many, so that the work stays linear. Not for fixed-row
// formats and not for FileCharset::other. Thread rule: one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "router/load/file_format.h"

namespace sluice::router {

// A field that was asked for, decoded: escapes and enclosing characters resolved.
struct FieldValue {
  std::uint32_t position = 0;  // which field; set by the caller
  enum class State : std::uint8_t { missing, null_value, text };
  State state = State::missing;
  std::string text;
};

struct FileRow {
  std::size_t begin = 0;     // of the row's bytes; what lies before is not part of any row
  std::size_t fields = 0;    // behind LINES STARTING BY, where its first field begins
  std::size_t end = 0;       // behind its last byte, the line's end included
  std::size_t consumed = 0;  // the next row is looked for from here
};

enum class SplitStep : std::uint8_t {
  row,   // `row` and the values are filled in
  more,  // the bytes end within the row; up to row.consumed nothing is needed any more
  end    // there are no further rows
};

class RowSplitter {
 public:
  // `fields`: how many targets the statement has; at least one.
  RowSplitter(FileFormat format, std::size_t fields);

  // `last`: no bytes will follow. `values` are in ascending order of position.
  SplitStep next(std::string_view bytes, bool last, std::vector<FieldValue>& values, FileRow& row);

 private:
  class Scanner;

  FileFormat format_;
  std::size_t fields_;
  std::uint64_t lines_to_skip_;  // by lines or, without lines, by rows
  bool plain_[256];              // bytes that mean nothing but themselves inside a field
};

}  // namespace sluice::router
