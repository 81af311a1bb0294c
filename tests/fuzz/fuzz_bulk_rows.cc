// SPDX-License-Identifier: Apache-2.0
// COM_STMT_BULK_EXECUTE: whatever rows decode are encoded and decoded again, with the same result.
// Input: parameters of the statement (1 byte), the payload.
#include "common/wire/stmt_bulk.h"
#include "tests/fuzz/check.h"

namespace {

using namespace sluice;
using fuzz::check;
using Row = std::vector<wire::BulkParameter>;

// Nothing if the payload is no command, or a row of it is cut off.
std::optional<std::vector<Row>> read(Bytes payload, std::size_t parameters,
                                     std::vector<wire::ParameterType>& types) {
  const Result<wire::StmtBulk> command = wire::decode_stmt_bulk(payload);
  if (!command) return std::nullopt;
  bool known = false;
  Result<wire::BulkRows> reader = wire::BulkRows::begin(*command, parameters, types, known);
  if (!reader) return std::nullopt;
  std::vector<Row> rows;
  while (!reader->at_end()) {
    if (!reader->next(rows.emplace_back())) return std::nullopt;
    check(rows.back().size() == parameters);
  }
  return rows;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::size_t parameters = data[0] % 8u + 1u;
  std::vector<wire::ParameterType> types;
  const auto rows =
      read(as_bytes({reinterpret_cast<const char*>(data + 1), size - 1}), parameters, types);
  if (!rows) return 0;
  Buffer encoded;
  wire::encode_stmt_bulk(7, types, *rows, encoded);
  std::vector<wire::ParameterType> types_again;
  const auto again = read(encoded, parameters, types_again);
  check(again.has_value() && again->size() == rows->size());
  for (std::size_t i = 0; i < rows->size(); ++i) {
    for (std::size_t j = 0; j < parameters; ++j) {
      const wire::BulkParameter& left = (*rows)[i][j];
      const wire::BulkParameter& right = (*again)[i][j];
      check(left.indicator == right.indicator);
      check(left.parameter.is_null == right.parameter.is_null);
      check(as_text(left.parameter.value) == as_text(right.parameter.value));
    }
  }
  return 0;
}
