// SPDX-License-Identifier: Apache-2.0
#include "executor/load_data.h"

#include <algorithm>
#include <chrono>

#include "executor/atomic_write.h"
#include "executor/diagnostics.h"
#include "executor/load_stream.h"
#include "executor/load_warnings.h"
#include "executor/simple_command.h"
#include "executor/unit_answer.h"
#include "router/load/row_placer.h"

namespace sluice::executor {
namespace {

constexpr std::size_t kRowsPerPart = 32 * 1024;
constexpr std::size_t kBufferedBytes = 16u << 20;  // over all units

std::size_t part_bytes(std::size_t units) {
  return std::clamp<std::size_t>(kBufferedBytes / units, 64 * 1024, 1024 * 1024);
}

// Rows on their way to one node, and their numbers in the client's file.
struct Part {
  Buffer bytes;
  std::vector<std::uint64_t> rows;
};

// Bytes of the file that are not part of a finished row.
class Pending {
 public:
  std::string_view view() const { return as_text(Bytes(bytes_).subspan(begin_)); }
  void append(Bytes bytes) {
    if (begin_ > 0) {
      bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(begin_));
      begin_ = 0;
    }
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  void skip(std::size_t count) { begin_ += count; }
  std::size_t size() const { return bytes_.size() - begin_; }

 private:
  Buffer bytes_;
  std::size_t begin_ = 0;
};

class SplitLoad {
 public:
  explicit SplitLoad(Request& request)
      : request_(request),
        plan_(*request.routed.load),
        file_(*request.file),
        frame_(request),
        part_bytes_(part_bytes(request.resolution.units.size())),
        warnings_(max_error_count(request.session, *request.plan.metadata)) {}

  Task<Result<void>> run() {
    request_.session.diagnostics.clear();
    Result<void> done = co_await frame_.begin();
    if (done) done = co_await prepare();
    if (done) done = co_await load();
    done = co_await frame_.end(done);
    if (!done) co_return done.error();
    if (placer_) request_.resolution.first_generated = placer_->first_generated();
    totals_.answer(request_);
    request_.session.diagnostics = warnings_.take();
    co_return Result<void>();
  }

 private:
  // A connection and what runs on it.
  struct Lane {
    UnitSlot* slot = nullptr;
    bool busy = false;  // a part is being loaded whose answer has not been taken
    bool failed = false;
    std::size_t unit = 0;
    std::vector<std::uint64_t> rows;  // of that part
  };

  // A wrong row, or the first row that what went wrong concerns.
  struct Failure {
    std::uint64_t row;
    Error error;
  };

  Task<Result<void>> prepare() {
    parts_.resize(request_.resolution.units.size());
    lane_of_unit_.resize(parts_.size());
    unit_of_node_.assign(plan_.rule->nodes.size(), 0);
    for (UnitSlot& slot : frame_.slots()) {
      for (const std::size_t unit : slot.units) {
        lane_of_unit_[unit] = lanes_.size();
        unit_of_node_[request_.resolution.units[unit].node] = unit;
      }
      lanes_.push_back({.slot = &slot, .busy = false, .failed = false, .unit = 0, .rows = {}});
    }
    Result<std::string> charset = co_await charset_of_file();
    if (!charset) co_return charset.error();
    router::FileFormat format = plan_.format;
    format.charset = router::file_charset(*charset);
    const bool utf8 = format.charset == router::FileCharset::utf8mb3 ||
                      format.charset == router::FileCharset::utf8mb4;
    placer_.emplace(plan_, utf8);
    splitter_.emplace(std::move(format), plan_.fields);
    Result<void> probed = co_await send_part(0);
    if (probed) probed = co_await take_part(lanes_[lane_of_unit_[0]]);
    co_return probed;
  }

  // All servers must read the file alike.
  Task<Result<std::string>> charset_of_file() {
    std::string charset = plan_.charset;
    if (!charset.empty()) co_return charset;
    for (const Lane& lane : lanes_) {
      auto rows =
          co_await query_rows(lane.slot->shard.connection(), "SELECT @@character_set_database");
      if (!rows) co_return rows.error();
      if (rows->size() != 1 || rows->front().size() != 1 || !rows->front()[0]) {
        co_return refused("an unknown character set");
      }
      const std::string& found = *rows->front()[0];
      if (!charset.empty() && charset != found) {
        co_return refused("databases of different character sets");
      }
      charset = found;
    }
    if (router::file_charset(charset) == router::FileCharset::other) {
      co_return refused("a file in " + charset);
    }
    co_return charset;
  }

  Error refused(std::string_view what) const {
    return make_error(ErrorId::unsupported,
                      {"LOAD DATA of " + std::string(what), plan_.rule->name});
  }

  Task<Result<void>> load() {
    Result<void> asked = co_await file_.request(plan_.file_name);
    if (!asked) co_return asked.error();
    Result<void> done = co_await split();
    if (!done) {
      note(row_, done.error());
      Result<void> skipped = co_await file_.skip_rest();
      if (!skipped) co_return skipped.error();
    }
    for (std::size_t unit = 0; unit < parts_.size(); ++unit) co_await send_last(unit);
    for (Lane& lane : lanes_) (void)co_await take_part(lane);
    if (failure_) co_return failure_->error;
    co_return Result<void>();
  }

  // What is left of a unit's rows. Behind a failure only those before it matter: one server would
  // have failed at the first of all wrong rows.
  Task<void> send_last(std::size_t unit) {
    Lane& lane = lanes_[lane_of_unit_[unit]];
    (void)co_await take_part(lane);
    const std::vector<std::uint64_t>& rows = parts_[unit].rows;
    if (rows.empty() || (failure_ && rows.front() >= failure_->row)) co_return;
    if (lane.failed) {
      const bool open = co_await in_transaction(lane);
      if (!open) co_return;
    }
    Result<void> sent = co_await send_part(unit);
    if (!sent) note(rows.empty() ? 0 : rows.front(), sent.error());
  }

  // A server may have ended the transaction with its error, and would commit what comes now.
  Task<bool> in_transaction(Lane& lane) {
    backend::Connection& connection = lane.slot->shard.connection();
    if (connection.broken()) co_return false;
    Result<OkAnswer> answer = co_await ping(connection);
    co_return answer && (answer->status & wire::status::kInTransaction) != 0;
  }

  void note(std::uint64_t row, const Error& error) {
    if (!failure_ || row < failure_->row) failure_ = Failure{row, error};
  }

  Task<Result<void>> split() {
    std::size_t worth_a_try = 0;
    for (bool last = false; !last;) {
      Result<Bytes> piece = co_await file_.next();
      if (!piece) co_return piece.error();
      if (request_.session.interrupted) co_return make_error(ErrorId::query_interrupted);
      last = piece->empty();
      pending_.append(*piece);
      if (!last && pending_.size() < worth_a_try) continue;
      Result<void> placed = co_await place_rows(last);
      if (!placed) co_return placed.error();
      if (pending_.size() > request_.session.max_allowed_packet) {
        co_return make_error(ErrorId::load_row_too_long,
                             {std::to_string(row_ + 1), plan_.rule->name});
      }
      worth_a_try = 2 * pending_.size();  // looked at again from its begin: not for each piece
    }
    co_return Result<void>();
  }

  // All rows that have arrived in full.
  Task<Result<void>> place_rows(bool last) {
    const auto now = std::chrono::system_clock::now();
    for (;;) {
      router::FileRow row;
      const std::string_view bytes = pending_.view();
      const router::SplitStep step = splitter_->next(bytes, last, placer_->values(), row);
      if (step != router::SplitStep::row) {
        pending_.skip(row.consumed);
        co_return Result<void>();
      }
      ++row_;
      const Result<std::size_t> node = placer_->place(row_, now);
      if (!node) co_return node.error();
      const std::size_t first = placer_->everywhere() ? 0 : unit_of_node_[*node];
      const std::size_t end = placer_->everywhere() ? parts_.size() : first + 1;
      for (std::size_t unit = first; unit < end; ++unit) {
        append(parts_[unit], bytes, row);
        if (!is_full(parts_[unit])) continue;
        Result<void> sent = co_await send_part(unit);
        if (!sent) co_return sent.error();
      }
      pending_.skip(row.consumed);
    }
  }

  void append(Part& part, std::string_view bytes, const router::FileRow& row) const {
    const auto add = [&part](std::string_view text) {
      const Bytes more = as_bytes(text);
      part.bytes.insert(part.bytes.end(), more.begin(), more.end());
    };
    if (plan_.generates_key) {
      add(bytes.substr(row.begin, row.fields - row.begin));
      add(placer_->generated_text());
      add(plan_.format.field_end);
      add(bytes.substr(row.fields, row.end - row.fields));
    } else {
      add(bytes.substr(row.begin, row.end - row.begin));
    }
    part.rows.push_back(row_);
  }

  bool is_full(const Part& part) const {
    return part.bytes.size() >= part_bytes_ || part.rows.size() >= kRowsPerPart;
  }

  Task<Result<void>> send_part(std::size_t unit) {
    Lane& lane = lanes_[lane_of_unit_[unit]];
    Result<void> taken = co_await take_part(lane);
    if (!taken) co_return taken.error();
    backend::Connection& connection = lane.slot->shard.connection();
    Result<void> queued =
        co_await queue_unit(request_, request_.resolution.units[unit], lane.slot->shard);
    if (!queued) co_return queued.error();
    LoadStream stream(connection);
    Result<void> opened = co_await stream.open();
    if (!opened) co_return named_error(request_, unit, opened.error());
    Part& part = parts_[unit];
    Result<void> written = co_await stream.write(part.bytes);
    if (written) written = co_await stream.close();
    if (!written) co_return written.error();
    lane.busy = true;
    lane.unit = unit;
    lane.rows.swap(part.rows);
    part.rows.clear();
    part.bytes.clear();
    if (part.bytes.capacity() > 2 * part_bytes_) part.bytes = Buffer();
    co_return Result<void>();
  }

  // The answer to what runs on the lane, if anything does.
  Task<Result<void>> take_part(Lane& lane) {
    if (!lane.busy) co_return Result<void>();
    lane.busy = false;
    backend::Connection& connection = lane.slot->shard.connection();
    Result<UnitAnswer> answer = co_await take_answer(connection);
    if (!connection.broken()) connection.end_answer();
    if (!answer) co_return failed(lane, named_error(request_, lane.unit, answer.error()));
    frame_.note(connection, answer->status);
    if (!request_.routed.sum_affected_rows && lane.unit != 0) co_return Result<void>();
    totals_.add(*answer, true);
    if (answer->warnings == 0 || lane.rows.empty() || !warnings_.wants(lane.rows.front())) {
      co_return Result<void>();
    }
    Result<void> fetched = co_await fetch(lane);
    co_return fetched;
  }

  Error failed(Lane& lane, Error error) {
    lane.failed = true;
    std::uint64_t row = lane.rows.empty() ? 0 : lane.rows.front();
    if (error.id() == ErrorId::server_error) {
      error = Error::from_server(error.number(), error.sqlstate(),
                                 with_file_row(error.message(), lane.rows, row));
    }
    note(row, error);
    return error;
  }

  Task<Result<void>> fetch(Lane& lane) {
    NameMap names;
    request_.fill_names(request_.resolution.units[lane.unit], names);
    Result<void> fetched = co_await fetch_warnings(request_, lane.slot->shard.connection(), names);
    if (!fetched) co_return fetched.error();
    std::uint64_t row = lane.rows.front();
    for (Diagnostic& each : request_.session.diagnostics) {
      warnings_.add(std::move(each), lane.rows, row);
    }
    request_.session.diagnostics.clear();
    co_return Result<void>();
  }

  Request& request_;
  const router::LoadPlan& plan_;
  ClientFile& file_;
  AtomicWrite frame_;
  const std::size_t part_bytes_;
  std::optional<router::RowPlacer> placer_;
  std::optional<router::RowSplitter> splitter_;
  Pending pending_;
  std::uint64_t row_ = 0;    // of the file, counted from 1; the last one placed
  std::vector<Part> parts_;  // by unit
  std::vector<Lane> lanes_;
  std::vector<std::size_t> lane_of_unit_;
  std::vector<std::size_t> unit_of_node_;
  WriteTotals totals_;
  LoadWarnings warnings_;
  std::optional<Failure> failure_;  // the one with the lowest row
};

}  // namespace

Task<Result<void>> run_split_load(Request& request) {
  SplitLoad load(request);
  Result<void> done = co_await load.run();
  co_return done;
}

Task<Result<void>> feed_whole_file(Request& request, backend::Connection& connection) {
  LoadStream stream(connection);
  Result<void> opened = co_await stream.open();
  if (!opened) co_return opened.error();
  ClientFile& file = *request.file;
  Result<void> done = co_await file.request(request.routed.load->file_name);
  while (done) {
    Result<Bytes> piece = co_await file.next();
    if (!piece) {
      connection.mark_broken();  // its server still waits for the rest
      co_return piece.error();
    }
    if (piece->empty()) break;
    done = co_await stream.write(*piece);
    if (done) continue;
    Result<void> skipped = co_await file.skip_rest();
    if (!skipped) co_return skipped.error();
  }
  if (done) {
    done = co_await stream.close();
  } else {
    connection.mark_broken();
  }
  co_return done;
}

}  // namespace sluice::executor
