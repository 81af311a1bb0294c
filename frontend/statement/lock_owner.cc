// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/lock_owner.h"

#include <charconv>
#include <cstring>

#include "executor/answer_reader.h"
#include "frontend/process_list.h"

namespace sluice::frontend {
namespace {

// A SELECT without tables has one row, unless it makes up some.
constexpr std::size_t kMostRows = 1'000;

class OwnerRows final : public executor::AnswerReader {
 public:
  OwnerRows(wire::RowFormat format, const std::vector<std::uint16_t>& cells)
      : AnswerReader(format), cells_(cells) {}

  bool too_many() const { return too_many_; }

  // Server threads become sessions. False: there is one that is nobody's.
  bool translate(const std::vector<ProcessInfo>& processes) {
    for (std::vector<std::optional<std::string>>& row : rows_) {
      for (const std::uint16_t at : cells_) {
        if (at >= row.size() || !row[at]) continue;
        const std::optional<std::uint32_t> session = session_of(id(*row[at]), processes);
        if (!session) return false;
        set(*row[at], *session);
      }
    }
    return true;
  }

  void write(executor::ClientWriter& client) const {
    client.column_count(definitions_.size());
    for (const Buffer& definition : definitions_) client.column(definition);
    client.end_of_columns(ok_.status);
    std::vector<wire::Cell> cells;
    for (const std::vector<std::optional<std::string>>& row : rows_) {
      cells.clear();
      for (const std::optional<std::string>& text : row) {
        const Bytes bytes = as_bytes(text ? std::string_view(*text) : std::string_view());
        cells.push_back({bytes.data(), bytes.size(), !text});
      }
      Buffer payload;
      wire::append_row(cells, cells.size(), format(), columns(), payload);
      client.message(payload);
    }
    client.end_of_rows(ok_.status, ok_.warnings);
  }
  std::size_t rows() const { return rows_.size(); }

 private:
  Result<void> on_columns(const std::vector<Buffer>& definitions) override {
    definitions_ = definitions;
    return {};
  }
  // What goes wrong is told at the end: the server's answer is to be read to its own.
  Result<void> on_row(std::span<const wire::Cell> cells) override {
    too_many_ = too_many_ || rows_.size() == kMostRows;
    if (too_many_) return {};
    std::vector<std::optional<std::string>>& row = rows_.emplace_back();
    row.reserve(cells.size());
    for (const wire::Cell& cell : cells) {
      row.push_back(cell.is_null ? std::nullopt : std::optional(std::string(cell.text())));
    }
    return {};
  }
  Result<void> on_end(const wire::OkPacket& ok, bool) override {
    ok_ = ok;
    return {};
  }

  std::uint64_t id(const std::string& cell) const {
    std::uint64_t value = 0;
    if (format() == wire::RowFormat::text) {
      std::from_chars(cell.data(), cell.data() + cell.size(), value);
    } else {  // little-endian, 4 or 8 bytes
      std::memcpy(&value, cell.data(), std::min(cell.size(), sizeof(value)));
    }
    return value;
  }
  void set(std::string& cell, std::uint64_t value) const {
    if (format() == wire::RowFormat::text) {
      cell = std::to_string(value);
    } else {
      std::memcpy(cell.data(), &value, std::min(cell.size(), sizeof(value)));
    }
  }
  static std::optional<std::uint32_t> session_of(std::uint64_t thread,
                                                 const std::vector<ProcessInfo>& processes) {
    for (const ProcessInfo& process : processes) {
      if (process.lock_thread == thread) return process.id;
    }
    return std::nullopt;
  }

  const std::vector<std::uint16_t>& cells_;
  std::vector<Buffer> definitions_;
  std::vector<std::vector<std::optional<std::string>>> rows_;
  wire::OkPacket ok_;
  bool too_many_ = false;
};

}  // namespace

Task<Result<void>> run_lock_owner(Session& session, const router::PlanPtr& owned,
                                  Execution& execution) {
  OwnerRows rows(execution.row_format(), owned->routed()->lock_owner_cells);
  executor::ClientWriter writer(rows, session.services.counters);
  writer.set_capabilities(executor::AnswerReader::kCapabilities);
  executor::ClientWriter& client = execution.out == nullptr ? session.client : *execution.out;
  Execution inner = execution;
  inner.out = &writer;
  inner.cursor = nullptr;
  Result<void> done = co_await run_routed_plan(session, owned, inner);
  if (done) done = co_await writer.flush();
  if (!done) co_return done;
  if (rows.too_many()) {
    co_return make_error(ErrorId::unsupported, {"IS_USED_LOCK() in many rows", "this statement"});
  }
  // Asked behind the statement: whoever had the lock then had a connection before.
  WorkerServices& services = session.services;
  ProcessListGather gather(services.shared.owners, services.context, services.ticker);
  const std::vector<ProcessInfo> processes = co_await gather;
  if (!rows.translate(processes)) co_return make_error(ErrorId::lock_owner_unknown);
  rows.write(client);
  co_return Result<void>();
}

}  // namespace sluice::frontend
