// SPDX-License-Identifier: Apache-2.0
// What a client may send, handshake responses included. Whatever decodes is encoded and decoded
// again where there is an encoder, with the same result. Input: capabilities (4 bytes), parameters
// of the prepared statement (1), which of them have long data (1, bits), the payload.
#include "common/wire/commands.h"
#include "tests/fuzz/check.h"

namespace {

using namespace sluice;
using fuzz::check;

bool same(Bytes left, Bytes right) {
  return as_text(left) == as_text(right);
}

bool same(const wire::Parameter& left, const wire::Parameter& right) {
  return left.type.type == right.type.type && left.type.is_unsigned == right.type.is_unsigned &&
         left.is_null == right.is_null && same(left.value, right.value);
}

void read_as_everything(const wire::Parameter& parameter) {
  std::string text;
  wire::read_integer(parameter.type.type, parameter.type.is_unsigned, parameter.value);
  wire::read_real(parameter.type.type, parameter.value);
  wire::append_temporal_text(parameter.type.type, parameter.value, text);
}

void execute(Bytes payload, std::size_t count, unsigned long_bits, bool query_attributes) {
  const Result<wire::StmtExecute> command = wire::decode_stmt_execute(payload);
  if (!command) return;
  std::vector<wire::ParameterType> types(count);
  wire::LongData long_data(count);
  for (std::size_t i = 0; i < count; ++i) {
    if ((long_bits >> (i % 8) & 1) != 0) long_data[i] = Buffer(i, std::byte{'x'});
  }
  bool types_known = false;
  std::vector<wire::Parameter> parameters;
  const wire::ExecuteShape shape{.parameters = count, .query_attributes = query_attributes};
  if (!wire::decode_parameters(*command, shape, long_data, types, types_known, parameters)) return;
  check(parameters.size() == count);
  for (const wire::Parameter& parameter : parameters) read_as_everything(parameter);

  Buffer encoded;
  wire::encode_stmt_execute(command->statement_id, parameters, encoded);
  const Result<wire::StmtExecute> again = wire::decode_stmt_execute(encoded);
  check(again.ok());
  std::vector<wire::Parameter> parameters_again;
  check(wire::decode_parameters(*again, {.parameters = count}, {}, types, types_known,
                                parameters_again)
            .ok());
  check(parameters_again.size() == count);
  for (std::size_t i = 0; i < count; ++i) check(same(parameters[i], parameters_again[i]));
}

void handshake_response(Bytes payload, wire::Capabilities offered) {
  const auto response = wire::decode_handshake_response(payload, offered);
  if (!response) return;
  (void)wire::decode_connect_attributes(response->connect_attributes).ok();
  if (response->tls_request ||
      (response->capabilities & wire::capability::kSecureConnection) == 0) {
    return;
  }
  Buffer encoded;
  wire::encode(*response, encoded);
  const auto again = wire::decode_handshake_response(encoded, offered);
  // An empty response of 32 bytes with CLIENT_SSL cannot be: the user's name has a zero byte.
  check(again.ok());
  check(again->user == response->user && again->database == response->database &&
        again->auth_plugin == response->auth_plugin &&
        same(again->auth_response, response->auth_response) &&
        same(again->connect_attributes, response->connect_attributes));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 6) return 0;
  const Bytes input = fuzz::as_input(data, size);
  const wire::Capabilities capabilities = wire::Reader(input).u32() | wire::capability::kProtocol41;
  const Bytes payload = input.subspan(6);
  handshake_response(payload, capabilities);
  (void)wire::command_of(payload);
  (void)wire::decode_field_list(payload).ok();
  (void)wire::decode_set_option(payload).ok();
  (void)wire::decode_process_kill(payload).ok();
  (void)wire::decode_statement_id(payload).ok();
  (void)wire::decode_stmt_fetch(payload).ok();
  (void)wire::decode_send_long_data(payload).ok();
  (void)wire::decode_change_user(payload, capabilities).ok();
  (void)wire::decode_query(payload, capabilities).ok();
  execute(payload, data[4], data[5], (capabilities & wire::capability::kQueryAttributes) != 0);
  return 0;
}
