// SPDX-License-Identifier: Apache-2.0
// Result sets packet by packet, with column types, for scripted servers: whole, or cut anywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/wire/messages.h"
#include "common/wire/row.h"
#include "tests/support/scripted_steps.h"

namespace sluice::test {

struct WireColumn {
  std::string name;
  wire::ColumnType type = wire::ColumnType::var_string;
  std::string table = "t_user";
  std::string schema = "ds_0";
};

inline const std::vector<WireColumn> kIdAndName = {
    {.name = "user_id", .type = wire::ColumnType::long_long}, {.name = "name"}};
inline const std::vector<WireColumn> kIdAndPayload = {
    {.name = "user_id", .type = wire::ColumnType::long_long},
    {.name = "payload", .type = wire::ColumnType::long_blob}};

Buffer column_count_packet(std::size_t count);
Buffer column_packet(const WireColumn& column);
Buffer text_row_packet(const Cells& cells);
// Integers (long_long) are given as decimal text; everything else is the value itself.
Buffer binary_row_packet(const std::vector<WireColumn>& columns, const Cells& cells);
// What ends rows under these capabilities: OK with a header of 0xfe, or EOF.
Buffer end_of_rows_packet(wire::Capabilities capabilities);

// Column count, definitions and, where the connection wants one, their EOF.
Step result_head(std::vector<WireColumn> columns);
Step row(Buffer payload);
Step result_end();
// All three; text or binary rows.
Step text_result(std::vector<WireColumn> columns, std::vector<Cells> rows);
Step binary_result(std::vector<WireColumn> columns, std::vector<Cells> rows);
// COM_STMT_PREPARE's answer.
Step prepared(std::uint32_t id, std::size_t parameters, std::vector<WireColumn> columns);

}  // namespace sluice::test
