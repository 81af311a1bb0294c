// SPDX-License-Identifier: Apache-2.0
#include "common/wire/stmt_bulk.h"

namespace sluice::wire {
namespace {

constexpr std::uint8_t kUnsignedFlag = 0x80;
constexpr std::uint16_t kTypesFollow = 128;  // STMT_BULK_FLAG_CLIENT_SEND_TYPES
constexpr auto kLastIndicator = static_cast<std::uint8_t>(Indicator::ignore);

Error malformed() {
  return make_error(ErrorId::malformed_packet, {"COM_STMT_BULK_EXECUTE"});
}

Error wrong_arguments() {
  return make_error(ErrorId::wrong_arguments, {"mysqld_stmt_bulk_execute"});
}

}  // namespace

Result<StmtBulk> decode_stmt_bulk(Bytes payload) {
  Reader in(payload);
  in.skip(1);
  StmtBulk command;
  command.statement_id = in.u32();
  const std::uint16_t flags = in.u16();
  command.rows = in.rest();
  if (!in.ok()) return malformed();
  // Results for each row are asked for with another capability, which is not offered.
  if ((flags & ~kTypesFollow) != 0)
    return make_error(ErrorId::unsupported_prepared, {"bulk flags"});
  command.types_follow = (flags & kTypesFollow) != 0;
  return command;
}

Result<BulkRows> BulkRows::begin(const StmtBulk& command, std::size_t parameters,
                                 std::vector<ParameterType>& types, bool& types_known) {
  Reader in(command.rows);
  if (!command.types_follow) {
    if (!types_known || types.size() != parameters) return wrong_arguments();
    return BulkRows(in, types);
  }
  types_known = false;
  types.assign(parameters, ParameterType{});
  for (ParameterType& type : types) {
    type.type = bindable(static_cast<ColumnType>(in.u8()));
    type.is_unsigned = (in.u8() & kUnsignedFlag) != 0;
    if (!in.ok() || value_layout(type.type) == ValueLayout::unknown) return wrong_arguments();
  }
  types_known = true;
  return BulkRows(in, types);
}

Result<void> BulkRows::next(std::vector<BulkParameter>& row) {
  row.clear();
  for (const ParameterType& type : *types_) {
    const std::uint8_t indicator = in_.u8();
    if (!in_.ok() || indicator > kLastIndicator) return malformed();
    BulkParameter& parameter =
        row.emplace_back(BulkParameter{static_cast<Indicator>(indicator), {type, true, {}}});
    if (parameter.indicator != Indicator::value) continue;
    parameter.parameter.is_null = type.type == ColumnType::null_type;
    parameter.parameter.value = read_value(value_layout(type.type), in_);
    if (!in_.ok()) return malformed();
  }
  return {};
}

void encode_stmt_bulk(std::uint32_t statement_id, std::span<const ParameterType> types,
                      std::span<const std::vector<BulkParameter>> rows, Buffer& buffer) {
  encode_command(Command::stmt_bulk_execute, buffer);
  Writer out(buffer);
  out.u32(statement_id);
  out.u16(kTypesFollow);
  for (const ParameterType& type : types) {
    out.u8(static_cast<std::uint8_t>(type.type));
    out.u8(type.is_unsigned ? kUnsignedFlag : 0);
  }
  for (const std::vector<BulkParameter>& row : rows) {
    for (const BulkParameter& parameter : row) {
      out.u8(static_cast<std::uint8_t>(parameter.indicator));
      if (parameter.indicator != Indicator::value) continue;
      write_value(value_layout(parameter.parameter.type.type), parameter.parameter.value, out);
    }
  }
}

}  // namespace sluice::wire
