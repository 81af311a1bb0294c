// SPDX-License-Identifier: Apache-2.0
#include "common/wire/commands.h"

#include <string>

namespace sluice::wire {
namespace {

constexpr std::size_t kCommandByte = 1;

Error malformed(std::string_view what) {
  return make_error(ErrorId::malformed_packet, {what});
}

Reader arguments_of(Bytes payload) {
  Reader in(payload);
  in.skip(kCommandByte);
  return in;
}

}  // namespace

std::optional<Command> command_of(Bytes payload) {
  if (payload.empty()) return std::nullopt;
  const auto command = static_cast<Command>(payload[0]);
  switch (command) {
    case Command::sleep:
    case Command::quit:
    case Command::init_db:
    case Command::query:
    case Command::field_list:
    case Command::create_db:
    case Command::drop_db:
    case Command::refresh:
    case Command::shutdown:
    case Command::statistics:
    case Command::process_info:
    case Command::process_kill:
    case Command::debug:
    case Command::ping:
    case Command::change_user:
    case Command::stmt_prepare:
    case Command::stmt_execute:
    case Command::stmt_send_long_data:
    case Command::stmt_close:
    case Command::stmt_reset:
    case Command::set_option:
    case Command::stmt_fetch:
    case Command::stmt_bulk_execute:
    case Command::reset_connection:
      return command;
  }
  return std::nullopt;
}

Result<FieldList> decode_field_list(Bytes payload) {
  Reader in = arguments_of(payload);
  FieldList command;
  command.table = in.zero_terminated();
  command.wildcard = in.rest_text();
  if (!in.ok()) return malformed("COM_FIELD_LIST");
  return command;
}

Result<std::uint16_t> decode_set_option(Bytes payload) {
  Reader in = arguments_of(payload);
  const std::uint16_t option = in.u16();
  if (!in.finished()) return malformed("COM_SET_OPTION");
  return option;
}

Result<std::uint32_t> decode_process_kill(Bytes payload) {
  Reader in = arguments_of(payload);
  const std::uint32_t id = in.u32();
  if (!in.finished()) return malformed("COM_PROCESS_KILL");
  return id;
}

Result<std::uint32_t> decode_statement_id(Bytes payload) {
  Reader in = arguments_of(payload);
  const std::uint32_t id = in.u32();
  if (!in.finished()) return malformed("COM_STMT_CLOSE or COM_STMT_RESET");
  return id;
}

Result<StmtFetch> decode_stmt_fetch(Bytes payload) {
  Reader in = arguments_of(payload);
  StmtFetch command;
  command.statement_id = in.u32();
  command.rows = in.u32();
  if (!in.finished()) return malformed("COM_STMT_FETCH");
  return command;
}

Result<SendLongData> decode_send_long_data(Bytes payload) {
  Reader in = arguments_of(payload);
  SendLongData command;
  command.statement_id = in.u32();
  command.parameter = in.u16();
  command.data = in.rest();
  if (!in.ok()) return malformed("COM_STMT_SEND_LONG_DATA");
  return command;
}

Result<ChangeUser> decode_change_user(Bytes payload, Capabilities capabilities) {
  Reader in = arguments_of(payload);
  ChangeUser command;
  command.user = in.zero_terminated();
  command.auth_response = (capabilities & capability::kSecureConnection) != 0
                              ? in.bytes(in.u8())
                              : as_bytes(in.zero_terminated());
  command.database = in.zero_terminated();
  // What follows was added by later versions, each of which may be where a client ends.
  if (in.remaining() > 0) command.collation = in.u16();
  if ((capabilities & capability::kPluginAuth) != 0 && in.remaining() > 0) {
    command.auth_plugin = in.zero_terminated_or_rest();
  }
  if ((capabilities & capability::kConnectAttrs) != 0 && in.remaining() > 0) {
    command.connect_attributes = in.lenenc_bytes();
  }
  if (!in.ok()) return malformed("COM_CHANGE_USER");
  return command;
}

void encode_command(Command command, Buffer& out) {
  Writer(out).u8(static_cast<std::uint8_t>(command));
}

void encode_command(Command command, std::string_view text, Buffer& out) {
  encode_command(command, out);
  append(out, text);
}

void encode_field_list(const FieldList& command, Buffer& buffer) {
  encode_command(Command::field_list, buffer);
  Writer out(buffer);
  out.zero_terminated(command.table);
  out.text(command.wildcard);
}

void encode_stmt_fetch(const StmtFetch& command, Buffer& buffer) {
  encode_command(Command::stmt_fetch, buffer);
  Writer out(buffer);
  out.u32(command.statement_id);
  out.u32(command.rows);
}

void encode_stmt_close(std::uint32_t statement_id, Buffer& buffer) {
  encode_command(Command::stmt_close, buffer);
  Writer(buffer).u32(statement_id);
}

}  // namespace sluice::wire
