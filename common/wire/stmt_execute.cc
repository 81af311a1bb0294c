// SPDX-License-Identifier: Apache-2.0
// COM_STMT_EXECUTE, both directions.
#include <cassert>
#include <optional>

#include "common/wire/commands.h"

namespace sluice::wire {
namespace {

constexpr std::uint8_t kUnsignedFlag = 0x80;
constexpr std::uint32_t kIterations = 1;                 // always
constexpr std::uint8_t kParameterCountAvailable = 0x08;  // among the cursor flags

Error malformed() {
  return make_error(ErrorId::malformed_packet, {"COM_STMT_EXECUTE"});
}

std::size_t bitmap_bytes(std::size_t parameters) {
  return (parameters + 7) / 8;
}

bool is_null_bit(Bytes bitmap, std::size_t parameter) {
  return (std::to_integer<unsigned>(bitmap[parameter / 8]) >> (parameter % 8) & 1) != 0;
}

// An unknown type has no known length, which would put every later value in doubt.
bool read_types(Reader& in, bool named, std::vector<ParameterType>& types) {
  for (ParameterType& type : types) {
    type.type = bindable(static_cast<ColumnType>(in.u8()));
    type.is_unsigned = (in.u8() & kUnsignedFlag) != 0;
    if (named) in.lenenc_bytes();
    if (!in.ok() || value_layout(type.type) == ValueLayout::unknown) return false;
  }
  return true;
}

// Long data are characters or bytes whatever type the parameter was bound with.
Parameter long_parameter(ParameterType type, const Buffer& data) {
  if (value_layout(type.type) != ValueLayout::lenenc) type.type = ColumnType::blob;
  return {type, false, data};
}

Parameter read_parameter(ParameterType type, bool null_bit, Reader& in) {
  if (null_bit || type.type == ColumnType::null_type) return {type, true, {}};
  return {type, false, read_value(value_layout(type.type), in)};
}

}  // namespace

// Client libraries bind no MEDIUMINT or YEAR, and MariaDB takes such a parameter for NULL. Their
// values are those of the types named here, so that is what they become.
ColumnType bindable(ColumnType type) {
  if (type == ColumnType::int24) return ColumnType::long_int;
  if (type == ColumnType::year) return ColumnType::short_int;
  return type;
}

Result<StmtExecute> decode_stmt_execute(Bytes payload) {
  Reader in(payload);
  in.skip(1);
  StmtExecute command;
  command.statement_id = in.u32();
  command.cursor = in.u8();
  in.skip(sizeof kIterations);
  command.parameters = in.rest();
  if (!in.ok()) return malformed();
  return command;
}

// Types and values of COM_QUERY's attributes and COM_STMT_EXECUTE's parameters have the same form.
Result<std::string_view> decode_query(Bytes payload, Capabilities capabilities) {
  Reader in(payload);
  in.skip(1);
  if ((capabilities & capability::kQueryAttributes) == 0) return in.rest_text();
  const auto bad = [] { return make_error(ErrorId::malformed_packet, {"COM_QUERY"}); };
  const std::uint64_t count = in.lenenc();
  in.lenenc();  // number of sets, always 1
  if (!in.ok() || count > in.remaining()) return bad();
  if (count > 0) {
    const Bytes nulls = in.bytes(bitmap_bytes(count));
    const bool new_types = in.u8() != 0;
    std::vector<ParameterType> types(count);
    if (!in.ok() || !new_types || !read_types(in, true, types)) return bad();
    for (std::size_t i = 0; i < count; ++i) read_parameter(types[i], is_null_bit(nulls, i), in);
  }
  const std::string_view text = in.rest_text();
  if (!in.ok()) return bad();
  return text;
}

namespace {

// The number of values in the packet; attributes come behind the statement's own parameters.
std::optional<std::size_t> value_count(const StmtExecute& execute, ExecuteShape shape, Reader& in) {
  if (!shape.query_attributes) return shape.parameters;
  if (shape.parameters == 0 && (execute.cursor & kParameterCountAvailable) == 0) return 0;
  const std::uint64_t count = in.lenenc();
  if (!in.ok() || count < shape.parameters || count > in.remaining()) return std::nullopt;
  return static_cast<std::size_t>(count);
}

}  // namespace

Result<void> decode_parameters(const StmtExecute& execute, ExecuteShape shape,
                               const LongData& long_data, std::vector<ParameterType>& types,
                               bool& types_known, std::vector<Parameter>& out) {
  assert(long_data.empty() || long_data.size() == shape.parameters);
  out.clear();
  Reader in(execute.parameters);
  const std::optional<std::size_t> count = value_count(execute, shape, in);
  if (!count) return malformed();
  if (*count == 0) return {};
  const Bytes nulls = in.bytes(bitmap_bytes(*count));
  const bool new_types = in.u8() != 0;
  if (!in.ok()) return malformed();
  if (new_types) {
    types_known = false;
    types.assign(*count, ParameterType{});
    if (!read_types(in, shape.query_attributes, types)) return malformed();
    types_known = true;
  } else if (!types_known || types.size() != *count) {
    return make_error(ErrorId::wrong_arguments, {"mysqld_stmt_execute"});
  }
  for (std::size_t i = 0; i < *count; ++i) {
    if (i < long_data.size() && long_data[i]) {
      out.push_back(long_parameter(types[i], *long_data[i]));
    } else {
      out.push_back(read_parameter(types[i], is_null_bit(nulls, i), in));
    }
  }
  if (!in.finished()) return malformed();
  out.resize(shape.parameters);
  return {};
}

void encode_stmt_execute(std::uint32_t statement_id, std::span<const Parameter> parameters,
                         Buffer& buffer, std::uint8_t cursor) {
  encode_command(Command::stmt_execute, buffer);
  Writer out(buffer);
  out.u32(statement_id);
  out.u8(cursor);
  out.u32(kIterations);
  if (parameters.empty()) return;
  const std::size_t bitmap = out.size();
  out.zeros(bitmap_bytes(parameters.size()));
  out.u8(1);  // types follow
  for (const Parameter& parameter : parameters) {
    out.u8(static_cast<std::uint8_t>(parameter.type.type));
    out.u8(parameter.type.is_unsigned ? kUnsignedFlag : 0);
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].is_null) {
      buffer[bitmap + i / 8] |= static_cast<std::byte>(1u << i % 8);
    } else {
      write_value(value_layout(parameters[i].type.type), parameters[i].value, out);
    }
  }
}

}  // namespace sluice::wire
