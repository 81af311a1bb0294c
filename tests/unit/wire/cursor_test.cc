// SPDX-License-Identifier: Apache-2.0
#include "common/wire/cursor.h"

#include "tests/unit/wire/hex.h"

namespace sluice::wire {

using test::hex;
using test::to_hex;

TEST_CASE("integers are little-endian") {
  const Buffer bytes = hex("01 0203 040506 0708090a 0b0c0d0e0f101112");
  Reader in(bytes);
  CHECK(in.u8() == 0x01);
  CHECK(in.u16() == 0x0302);
  CHECK(in.u24() == 0x060504);
  CHECK(in.u32() == 0x0a090807);
  CHECK(in.u64() == 0x1211100f0e0d0c0bull);
  CHECK(in.finished());
  Buffer written;
  Writer out(written);
  out.u8(0x01);
  out.u16(0x0302);
  out.u24(0x060504);
  out.u32(0x0a090807);
  out.u64(0x1211100f0e0d0c0bull);
  CHECK(written == bytes);
}

// The boundaries are those of the protocol documentation, "Length-Encoded Integer".
TEST_CASE("length-encoded integers take the shortest form and are read back") {
  const struct {
    std::uint64_t value;
    std::string_view bytes;
  } cases[] = {
      {0, "00"},
      {250, "fa"},
      {251, "fcfb00"},
      {0xffff, "fcffff"},
      {0x10000, "fd000001"},
      {0xffffff, "fdffffff"},
      {0x1000000, "fe0000000100000000"},
      {UINT64_MAX, "feffffffffffffffff"},
  };
  for (const auto& [value, bytes] : cases) {
    Buffer written;
    Writer(written).lenenc(value);
    CHECK(to_hex(written) == bytes);
    Reader in(written);
    CHECK(in.lenenc() == value);
    CHECK(in.finished());
    test::check_truncations(written, written.size(), [](Bytes prefix) {
      Reader reader(prefix);
      reader.lenenc();
      return reader.ok();
    });
  }
}

TEST_CASE("NULL and ERR markers are no length-encoded integers") {
  for (const std::string_view text : {"fb00", "ff0000000000000000"}) {
    const Buffer bytes = hex(text);
    Reader in(bytes);
    in.lenenc();
    CHECK_FALSE(in.ok());
  }
}

TEST_CASE("a failed read is sticky and yields nothing") {
  const Buffer bytes = hex("010203");
  Reader in(bytes);
  CHECK(in.u32() == 0);
  CHECK_FALSE(in.ok());
  CHECK(in.remaining() == 0);
  CHECK(in.u8() == 0);
  CHECK(in.rest().empty());
  CHECK(in.peek() == 0);
  CHECK_FALSE(in.finished());
}

TEST_CASE("a length beyond the end is refused, however large") {
  const Buffer bytes = hex("fe ffffffffffffffff 61");
  Reader in(bytes);
  CHECK(in.lenenc_text().empty());
  CHECK_FALSE(in.ok());
}

TEST_CASE("zero-terminated strings") {
  const Buffer bytes = hex("616200 00 63");
  Reader in(bytes);
  CHECK(in.zero_terminated() == "ab");
  CHECK(in.zero_terminated().empty());
  CHECK(in.ok());
  SUBCASE("the zero byte may be missing where it is known to be") {
    CHECK(in.zero_terminated_or_rest() == "c");
    CHECK(in.finished());
  }
  SUBCASE("and nowhere else") {
    in.zero_terminated();
    CHECK_FALSE(in.ok());
  }
}

}  // namespace sluice::wire
