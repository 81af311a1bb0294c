// SPDX-License-Identifier: Apache-2.0
// Any bytes as a value of a binary row: shown as text and as the literal of a user variable, or
// refused. Input: type, flags (1 byte each), decimals, the value.
#include "executor/cell_text.h"
#include "executor/user_variable.h"
#include "tests/fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sluice;
  if (size < 3) return 0;
  static const router::Metadata kMetadata = [] {
    router::Metadata metadata;
    router::Collation& latin1 = metadata.collations.emplace_back();
    latin1.id = 8;
    latin1.name = "latin1_swedish_ci";
    latin1.charset = "latin1";
    return metadata;
  }();
  wire::ColumnInfo column;
  column.type = static_cast<wire::ColumnType>(data[0]);
  column.flags = data[1];
  column.decimals = data[2];
  column.collation = (data[1] & 1) != 0 ? 8 : wire::kBinaryCollation;
  column.length = data[2];
  const Bytes value = fuzz::as_input(data, size).subspan(3);
  std::string text;
  (void)executor::append_cell_text(column, value, text);
  for (const auto format : {wire::RowFormat::text, wire::RowFormat::binary}) {
    const wire::Cell cell{value.data(), value.size(), false};
    const auto literal = executor::user_variable_literal(column, format, cell, kMetadata);
    // Nothing that ends the literal or the statement.
    fuzz::check(!literal || literal->find(';') == std::string::npos);
  }
  return 0;
}
