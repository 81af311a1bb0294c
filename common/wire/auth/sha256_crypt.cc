// SPDX-License-Identifier: Apache-2.0
#include "common/wire/auth/sha256_crypt.h"

#include <cassert>

#include "common/wire/auth/digest.h"

namespace sluice::wire {
namespace {

using Sha256 = std::array<std::byte, 32>;

Sha256 sha256(Bytes bytes) {
  return digest_of<std::tuple_size_v<Sha256>>(EVP_sha256(), bytes);
}

// `digest` over and over, `length` bytes in all.
void append_repeated(const Sha256& digest, std::size_t length, Buffer& out) {
  for (std::size_t at = 0; at < length; ++at) out.push_back(digest[at % digest.size()]);
}

Buffer repeated(const Sha256& digest, std::size_t length) {
  Buffer out;
  append_repeated(digest, length, out);
  return out;
}

// Steps 4 to 12 of the specification.
Sha256 first_digest(std::string_view password, std::string_view salt) {
  Buffer both;
  append(both, password);
  append(both, salt);
  Buffer middle = both;
  append(middle, password);
  const Sha256 alternate = sha256(middle);

  append_repeated(alternate, password.size(), both);
  for (std::size_t bits = password.size(); bits > 0; bits >>= 1) {
    if ((bits & 1) != 0) {
      both.insert(both.end(), alternate.begin(), alternate.end());
    } else {
      append(both, password);
    }
  }
  return sha256(both);
}

Sha256 digest_of_copies(std::string_view text, std::size_t copies) {
  Buffer all;
  for (std::size_t i = 0; i < copies; ++i) append(all, text);
  return sha256(all);
}

// Step 22: three bytes at a time, in this order, as four characters each.
std::string printed(const Sha256& digest) {
  constexpr std::string_view kDigits =
      "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string text;
  const auto print = [&](unsigned value, int characters) {
    for (; characters > 0; --characters, value >>= 6) text += kDigits[value & 63];
  };
  const auto byte = [&](std::size_t at) { return std::to_integer<unsigned>(digest[at]); };
  std::size_t a = 0, b = 10, c = 20;
  for (int group = 0; group < 10; ++group) {
    print(byte(a) << 16 | byte(b) << 8 | byte(c), 4);
    const std::size_t first = a;
    a = c + 1;
    c = b + 1;
    b = first + 1;
  }
  print(byte(31) << 8 | byte(30), 3);
  return text;
}

}  // namespace

std::string sha256_crypt(std::string_view password, std::string_view salt, std::uint32_t rounds) {
  assert(password.size() <= kMaxHashedPassword);
  Sha256 digest = first_digest(password, salt);
  const Buffer p = repeated(digest_of_copies(password, password.size()), password.size());
  const std::size_t copies = 16 + std::to_integer<std::size_t>(digest[0]);
  const Buffer s = repeated(digest_of_copies(salt, copies), salt.size());

  const auto add = [](Buffer& out, Bytes bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
  };
  Buffer round;
  for (std::uint32_t i = 0; i < rounds; ++i) {
    round.clear();
    add(round, (i & 1) != 0 ? Bytes(p) : Bytes(digest));
    if (i % 3 != 0) add(round, s);
    if (i % 7 != 0) add(round, p);
    add(round, (i & 1) != 0 ? Bytes(digest) : Bytes(p));
    digest = sha256(round);
  }
  return printed(digest);
}

}  // namespace sluice::wire
