// SPDX-License-Identifier: Apache-2.0
// Column definitions and the answer to COM_STMT_PREPARE.
#include "common/wire/messages.h"

namespace sluice::wire {
namespace {

constexpr std::uint8_t kFixedFieldsBytes = 0x0c;

}  // namespace

void encode(const ColumnDefinition& message, Buffer& buffer) {
  Writer out(buffer);
  out.lenenc_text("def");
  out.lenenc_text(message.schema);
  out.lenenc_text(message.table);
  out.lenenc_text(message.org_table);
  out.lenenc_text(message.name);
  out.lenenc_text(message.org_name);
  out.u8(kFixedFieldsBytes);
  out.u16(message.collation);
  out.u32(message.length);
  out.u8(static_cast<std::uint8_t>(message.type));
  out.u16(message.flags);
  out.u8(message.decimals);
  out.zeros(2);
  out.bytes(message.default_value);
}

Result<ColumnDefinition> decode_column_definition(Bytes payload) {
  ColumnDefinition message;
  Reader in(payload);
  in.lenenc_text();  // catalog, always "def"
  message.schema = in.lenenc_text();
  message.table = in.lenenc_text();
  message.org_table = in.lenenc_text();
  message.name = in.lenenc_text();
  message.org_name = in.lenenc_text();
  const std::uint64_t fixed_fields = in.lenenc();
  message.collation = in.u16();
  message.length = in.u32();
  message.type = static_cast<ColumnType>(in.u8());
  message.flags = in.u16();
  message.decimals = in.u8();
  in.skip(2);
  message.default_value = in.rest();
  if (!in.ok() || fixed_fields != kFixedFieldsBytes) {
    return make_error(ErrorId::malformed_packet, {"column definition"});
  }
  return message;
}

void encode(const PrepareOk& message, Buffer& buffer) {
  Writer out(buffer);
  out.u8(0);
  out.u32(message.statement_id);
  out.u16(message.columns);
  out.u16(message.parameters);
  out.u8(0);
  out.u16(message.warnings);
}

Result<PrepareOk> decode_prepare_ok(Bytes payload) {
  PrepareOk message;
  Reader in(payload);
  const std::uint8_t header = in.u8();
  message.statement_id = in.u32();
  message.columns = in.u16();
  message.parameters = in.u16();
  in.skip(1);
  message.warnings = in.u16();
  if (!in.finished() || header != 0) {
    return make_error(ErrorId::malformed_packet, {"answer to COM_STMT_PREPARE"});
  }
  return message;
}

}  // namespace sluice::wire
