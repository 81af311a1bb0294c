// SPDX-License-Identifier: Apache-2.0
#include "executor/answer_reader.h"

#include <doctest/doctest.h>

#include "common/wire/frame.h"

namespace sluice::executor {
namespace {

class Recorder final : public AnswerReader {
 public:
  Recorder() : AnswerReader(wire::RowFormat::text, 1024) {}
  std::string log;

 private:
  Result<void> on_columns(const std::vector<Buffer>& definitions) override {
    log += "columns " + std::to_string(definitions.size()) + "\n";
    return {};
  }
  Result<void> on_row(std::span<const wire::Cell> cells) override {
    log += "row";
    for (const wire::Cell& cell : cells) {
      log += " " + (cell.is_null ? "NULL" : std::string(cell.text()));
    }
    log += "\n";
    return {};
  }
  Result<void> on_end(const wire::OkPacket& ok, bool behind_rows) override {
    log += (behind_rows ? "end " : "ok ") + std::to_string(ok.affected_rows) + "\n";
    return {};
  }
};

void append(Buffer& out, Bytes payload) {
  wire::append_message(out, 1, payload);
}

// Two columns, a row with NULL, the end; then an OK alone.
Buffer answer() {
  Buffer out;
  append(out, as_bytes("\x02"));
  for (int i = 0; i < 2; ++i) {
    wire::ColumnDefinition column;
    column.name = "c";
    column.type = wire::ColumnType::var_string;
    Buffer payload;
    wire::encode(column, payload);
    append(out, payload);
  }
  append(out, as_bytes(std::string_view("\x02"
                                        "ab\xfb",
                                        4)));
  Buffer payload;
  wire::encode(wire::OkPacket{}, AnswerReader::kCapabilities, true, payload);
  append(out, payload);
  payload.clear();
  wire::encode(wire::OkPacket{.affected_rows = 7}, AnswerReader::kCapabilities, false, payload);
  append(out, payload);
  return out;
}

Result<void> take(Recorder& reader, Bytes bytes) {
  Result<void> outcome;
  spawn(
      [](Recorder& to, Bytes all, Result<void>& result) -> Task<void> {
        result = co_await to.take(all);
      }(reader, bytes, outcome),
      [] {});
  return outcome;
}

}  // namespace

TEST_CASE("an answer is read wherever it is cut") {
  const Buffer bytes = answer();
  const std::string whole = "columns 2\nrow ab NULL\nend 0\nok 7\n";
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    Recorder reader;
    REQUIRE(take(reader, Bytes(bytes).first(cut)));
    REQUIRE(take(reader, Bytes(bytes).subspan(cut)));
    CHECK(reader.log == whole);
  }
}

TEST_CASE("a malformed answer is an error") {
  Buffer bytes;
  append(bytes, as_bytes(std::string_view("\xfc\x01", 2)));
  Recorder reader;
  CHECK_FALSE(take(reader, bytes));
  Buffer large;
  append(large, Buffer(2000, std::byte{1}));
  Recorder other;
  CHECK_FALSE(take(other, large));
}

}  // namespace sluice::executor
