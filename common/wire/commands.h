// SPDX-License-Identifier: Apache-2.0
// Commands: what clients send, decoded, and what the gateway sends to servers, encoded. Payloads
// begin with the command byte. Decoded structs hold views into the payload they were decoded from.
// Query attributes (CLIENT_QUERY_ATTRIBUTES) are taken apart, since they change where things are,
// and left out. Errors: malformed_packet naming the command; wrong_arguments where a server says
// 1210. Source: MySQL source documentation, "Text Protocol", "Utility Commands", "Prepared
// Statements", "Query Attributes".
#pragma once

#include <optional>

#include "common/wire/binary_value.h"
#include "common/wire/messages.h"

namespace sluice::wire {

// The command of a payload; nothing for an empty one and for bytes that are no command of ours.
std::optional<Command> command_of(Bytes payload);

// ------------------------------------------------------------------------------ what clients send

// COM_QUERY: the statement, without attributes.
Result<std::string_view> decode_query(Bytes payload, Capabilities capabilities);

// COM_STMT_PREPARE: the statement. COM_INIT_DB, COM_CREATE_DB and COM_DROP_DB: the
// database. Precondition: not empty.
inline std::string_view text_argument(Bytes payload) {
  return as_text(payload.subspan(1));
}

struct FieldList {
  std::string_view table;
  std::string_view wildcard;
};
Result<FieldList> decode_field_list(Bytes payload);
Result<std::uint16_t> decode_set_option(Bytes payload);
Result<std::uint32_t> decode_process_kill(Bytes payload);
// COM_STMT_CLOSE and COM_STMT_RESET: the statement's id.
Result<std::uint32_t> decode_statement_id(Bytes payload);

struct StmtFetch {
  std::uint32_t statement_id = 0;
  std::uint32_t rows = 0;
};
Result<StmtFetch> decode_stmt_fetch(Bytes payload);

struct SendLongData {
  std::uint32_t statement_id = 0;
  std::uint16_t parameter = 0;
  Bytes data;
};
Result<SendLongData> decode_send_long_data(Bytes payload);

// COM_CHANGE_USER; `capabilities` are those of the connection.
struct ChangeUser {
  std::string_view user;
  Bytes auth_response;
  std::string_view database;
  std::uint16_t collation = 0;   // 0: the server's default
  std::string_view auth_plugin;  // empty without CLIENT_PLUGIN_AUTH
  Bytes connect_attributes;
};
Result<ChangeUser> decode_change_user(Bytes payload, Capabilities capabilities);

// ------------------------------------------------------------------------------ COM_STMT_EXECUTE

struct StmtExecute {
  std::uint32_t statement_id = 0;
  std::uint8_t cursor = 0;  // 0: none
  Bytes parameters;         // NULL bitmap, types, values; empty for a statement without parameters
};
Result<StmtExecute> decode_stmt_execute(Bytes payload);

// The client's MEDIUMINT and YEAR are bound as types that servers know for parameters.
ColumnType bindable(ColumnType type);

struct ParameterType {
  ColumnType type = ColumnType::null_type;
  bool is_unsigned = false;
};

// One parameter as it came and as it is sent on: the value's bytes without length prefix, which
// read_integer(), read_real() and append_temporal_text() read and which are the text itself for all
// types of ValueLayout::lenenc.
struct Parameter {
  ParameterType type;
  bool is_null = true;
  Bytes value;
};

// What COM_STMT_SEND_LONG_DATA has collected: one entry per parameter, or none at all.
using LongData = std::vector<std::optional<Buffer>>;

// How many parameters a statement has, and whether CLIENT_QUERY_ATTRIBUTES was negotiated.
struct ExecuteShape {
  std::size_t parameters = 0;
  bool query_attributes = false;
};

// Fills `out` with the statement's parameters. `types` are those of the last execution, attributes
// included, and are replaced if the client sent new ones; `types_known` says whether there has been
// one and is set. A parameter with long data takes its value from there, and the packet has none
// for it. Precondition: `long_data` is empty or has an entry for each parameter.
Result<void> decode_parameters(const StmtExecute& execute, ExecuteShape shape,
                               const LongData& long_data, std::vector<ParameterType>& types,
                               bool& types_known, std::vector<Parameter>& out);

// --------------------------------------------------------------------- what the gateway sends

// QUIT, PING, RESET_CONNECTION: the byte alone. QUERY and STMT_PREPARE: write the statement behind
// it.
void encode_command(Command command, Buffer& out);
// INIT_DB, QUERY, STMT_PREPARE.
void encode_command(Command command, std::string_view text, Buffer& out);
void encode_field_list(const FieldList& command, Buffer& out);
void encode_stmt_close(std::uint32_t statement_id, Buffer& out);
void encode_stmt_fetch(const StmtFetch& command, Buffer& out);
inline constexpr std::uint8_t kReadOnlyCursor = 1;  // CURSOR_TYPE_READ_ONLY
// With all types. `cursor`: 0 for none.
void encode_stmt_execute(std::uint32_t statement_id, std::span<const Parameter> parameters,
                         Buffer& out, std::uint8_t cursor = 0);

}  // namespace sluice::wire
