// SPDX-License-Identifier: Apache-2.0
#include "router/utf8.h"

namespace sluice::router {
namespace {

std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

bool fits_length(std::uint32_t code_point, std::size_t length) {
  if (code_point >= 0xD800 && code_point <= 0xDFFF) return false;
  if (length == 3) return code_point >= 0x800;
  if (length == 4) return code_point >= 0x10000 && code_point <= 0x10FFFF;
  return true;
}

}  // namespace

Utf8Character decode_utf8(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = sequence_length(lead);
  if (length == 1) return {lead, 1, true};
  if (length == 0 || length > text.size()) return {};
  std::uint32_t code_point = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0) != 0x80) return {};
    code_point = (code_point << 6) | (next & 0x3F);
  }
  if (!fits_length(code_point, length)) return {};
  return {code_point, length, true};
}

Utf8Text inspect_utf8(std::string_view text) {
  Utf8Text result;
  while (!text.empty()) {
    const Utf8Character next = decode_utf8(text);
    text.remove_prefix(next.length);
    ++result.characters;
    result.valid = result.valid && next.valid;
    result.ascii = result.ascii && next.valid && next.code_point < 0x80;
    result.basic_plane = result.basic_plane && next.code_point < 0x10000;
  }
  return result;
}

}  // namespace sluice::router
