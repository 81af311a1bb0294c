// SPDX-License-Identifier: Apache-2.0
// COM_STMT_BULK_EXECUTE of MariaDB's clients: one prepared statement, many rows of parameters. Rows
// are read one at a time; their values are views into the payload. Pure. Errors: malformed_packet,
// wrong_arguments, unsupported_prepared, as the server says them.
// Source: MariaDB knowledge base, "COM_STMT_BULK_EXECUTE".
#pragma once

#include <vector>

#include "common/wire/commands.h"

namespace sluice::wire {

struct StmtBulk {
  std::uint32_t statement_id = 0;
  bool types_follow = false;
  Bytes rows;  // types, if they follow, and the rows to the end of the packet
};
Result<StmtBulk> decode_stmt_bulk(Bytes payload);

// What stands in place of a value.
enum class Indicator : std::uint8_t {
  value = 0,
  null = 1,
  use_default = 2,  // the column's DEFAULT
  ignore = 3,       // INSERT: as DEFAULT; UPDATE: the column stays as it is
};

struct BulkParameter {
  Indicator indicator = Indicator::value;
  Parameter parameter;  // null unless the indicator is `value`
};

class BulkRows {
 public:
  // Takes the types, if they follow, into `types`, which must outlive this; else those of the last
  // execution hold. Precondition: parameters > 0.
  static Result<BulkRows> begin(const StmtBulk& command, std::size_t parameters,
                                std::vector<ParameterType>& types, bool& types_known);

  bool at_end() const { return in_.remaining() == 0; }
  // Precondition: not at_end(). Replaces what `row` holds.
  Result<void> next(std::vector<BulkParameter>& row);

 private:
  BulkRows(Reader in, const std::vector<ParameterType>& types) : in_(in), types_(&types) {}

  Reader in_;
  const std::vector<ParameterType>* types_;
};

// What a client sends, for tests: rows of as many parameters as there are types.
void encode_stmt_bulk(std::uint32_t statement_id, std::span<const ParameterType> types,
                      std::span<const std::vector<BulkParameter>> rows, Buffer& buffer);

}  // namespace sluice::wire
