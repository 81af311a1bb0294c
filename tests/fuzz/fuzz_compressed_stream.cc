// SPDX-License-Identifier: Apache-2.0
// The decompressing reader: whatever a peer sends, and however it is cut, it makes no more than the
// cap allows per frame, and the same bytes (up to the same error) for every cut; and what it has
// made comes back through a writer. Input: algorithm and side (1 byte), cap (2), cut (1), stream.
#include <algorithm>
#include <optional>

#include "common/wire/compression/compressed_stream.h"
#include "tests/fuzz/check.h"

namespace {

using namespace sluice;
using wire::CompressedStream;
using wire::CompressionSettings;

struct Outcome {
  Buffer plain;
  std::optional<ErrorId> error;
};

Outcome read_all(const CompressionSettings& settings, Bytes raw, std::size_t piece) {
  CompressedStream stream(settings);
  Outcome outcome;
  Buffer into(piece * 3 + 1);
  for (;;) {
    const Result<std::size_t> got = stream.read(into);
    if (!got) {
      outcome.error = got.error().id();
      return outcome;
    }
    fuzz::check(*got <= into.size());
    outcome.plain.insert(outcome.plain.end(), into.begin(),
                         into.begin() + static_cast<std::ptrdiff_t>(*got));
    if (outcome.plain.size() > (1u << 20)) return outcome;
    if (*got > 0) continue;
    if (raw.empty()) return outcome;
    const std::span<std::byte> space = stream.prepare();
    fuzz::check(!space.empty());
    const std::size_t count = std::min({space.size(), raw.size(), piece});
    std::copy_n(raw.begin(), count, space.begin());
    stream.commit(count);
    raw = raw.subspan(count);
  }
}

// What may be read of a broken frame depends on the cut, what is read of whole ones does not.
void check_same(const Outcome& one, const Outcome& other) {
  const std::size_t both = std::min(one.plain.size(), other.plain.size());
  fuzz::check(std::equal(one.plain.begin(), one.plain.begin() + static_cast<std::ptrdiff_t>(both),
                         other.plain.begin()));
  if (!one.error && one.plain.size() <= (1u << 20)) fuzz::check(one.plain == other.plain);
}

void check_written(CompressionSettings settings, Bytes plain) {
  settings.side = CompressionSettings::Side::client;
  settings.cap_bytes = wire::kMaxPayload;
  CompressedStream writer(settings);
  Buffer raw;
  for (Bytes left = plain; !left.empty();) writer.write_frame(left, raw);
  fuzz::check(read_all(settings, raw, 1000).plain.size() >= std::min<std::size_t>(plain.size(), 1));
  const Outcome back = read_all(settings, raw, 4000);
  fuzz::check(!back.error && std::equal(back.plain.begin(), back.plain.end(), plain.begin()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 4) return 0;
  CompressionSettings settings;
  settings.algorithm =
      (data[0] & 1) != 0 ? wire::CompressionAlgorithm::zstd : wire::CompressionAlgorithm::zlib;
  settings.side =
      (data[0] & 2) != 0 ? CompressionSettings::Side::client : CompressionSettings::Side::server;
  settings.cap_bytes = static_cast<std::size_t>(data[1] | data[2] << 8);
  const Bytes stream = fuzz::as_input(data, size).subspan(4);
  const Outcome whole = read_all(settings, stream, 20'000);
  const Outcome pieces = read_all(settings, stream, std::size_t{1} + data[3]);
  check_same(whole, pieces);
  check_same(pieces, whole);
  check_written(settings, stream);
  return 0;
}
