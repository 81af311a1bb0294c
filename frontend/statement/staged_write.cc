// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/staged_write.h"

#include <algorithm>
#include <array>

#include "frontend/statement/staged_frame.h"
#include "frontend/statement/staged_parts.h"

namespace sluice::frontend {

StagedParts::StagedParts(Session& session, const router::PlanPtr& plan, const Execution& execution)
    : session_(session),
      plan_(plan),
      execution_(execution),
      statements_(session, execution),
      room_bytes_(session.services.config.global.sluice.write_memory_bytes) {}

InnerSql StagedParts::render(const router::SqlTemplate& text) const {
  Buffer sql;
  std::vector<router::UnitParameter> parameters;
  router::render_staged(*plan_->routed(), text, execution_.values, session_.state.values(), sql,
                        parameters);
  InnerSql rendered{std::string(as_text(sql))};
  for (const router::UnitParameter& parameter : parameters) {
    rendered.parameters.push_back(parameter.ordinal);
  }
  return rendered;
}

Result<void> StagedParts::take_room(std::size_t bytes) {
  used_bytes_ += bytes;
  if (used_bytes_ <= room_bytes_) return {};
  return make_error(ErrorId::staged_limit);
}

Task<Result<WriteAnswer>> StagedParts::change(const InnerSql& sql) {
  return statements_.write(sql, nullptr);
}

Task<Result<void>> StagedParts::read(const InnerSql& sql, const router::StagedPart& part,
                                     const InnerStatements::OnRow& on_row) {
  return statements_.read(sql, part, on_row);
}

namespace {

// What a SELECT warns of and a write in strict mode refuses: truncated and wrong values, values out
// of range, division by zero (with a mode of its own), and the SQLSTATE of each.
struct StrictError {
  std::uint16_t number;
  std::string_view sqlstate;
  std::string_view mode;
};
constexpr std::array kStrictErrors{
    StrictError{1292, "22007", "STRICT_"}, StrictError{1264, "22003", "STRICT_"},
    StrictError{1265, "01000", "STRICT_"}, StrictError{1366, "22007", "STRICT_"},
    StrictError{1260, "HY000", "STRICT_"}, StrictError{1411, "HY000", "STRICT_"},
    StrictError{1441, "22008", "STRICT_"}, StrictError{1365, "22012", "ERROR_FOR_DIVISION"}};

const StrictError* strict_error(const executor::Diagnostic& diagnostic) {
  const auto found =
      std::find_if(kStrictErrors.begin(), kStrictErrors.end(),
                   [&](const StrictError& each) { return each.number == diagnostic.number; });
  return diagnostic.level == "Note" || found == kStrictErrors.end() ? nullptr : &*found;
}

}  // namespace

Task<Result<void>> StagedParts::check_strictly() {
  const std::vector<executor::Diagnostic>& warned = statements_.diagnostics();
  const auto first = std::find_if(warned.begin(), warned.end(),
                                  [](const auto& each) { return strict_error(each) != nullptr; });
  if (write().ignore || first == warned.end()) co_return Result<void>();
  const executor::Diagnostic warning = *first;
  std::string mode;
  const InnerSql sql("SELECT @@sql_mode");
  const router::StagedPart part;
  const InnerStatements::OnRow on_row = [&mode](auto, auto, std::span<const wire::Cell> cells) {
    mode = cells.front().text();
    return Result<void>();
  };
  Result<void> read = co_await statements_.read(sql, part, on_row);
  if (!read) co_return read;
  const StrictError& strict = *strict_error(warning);
  if (mode.find("STRICT_") == std::string::npos || mode.find(strict.mode) == std::string::npos) {
    co_return Result<void>();
  }
  co_return Error::from_server(warning.number, strict.sqlstate, warning.message);
}

void StagedParts::add(std::uint64_t affected_rows, std::string_view info) {
  affected_rows_ += affected_rows;
  info_.add(info);
}

void StagedParts::answer() {
  statements_.finish();
  wire::OkPacket ok;
  ok.affected_rows = affected_rows_;
  ok.insert_id = statements_.insert_id();
  ok.status = static_cast<wire::StatusFlags>(session_.state.status() | execution_.more_results);
  ok.warnings = static_cast<std::uint16_t>(std::min<std::uint32_t>(statements_.warnings(), 0xffff));
  ok.info = info_.text();
  session_.state.row_count = static_cast<std::int64_t>(affected_rows_);
  (execution_.out == nullptr ? session_.client : *execution_.out).ok(ok);
}

namespace {

Task<Result<void>> run_parts(StagedParts& parts) {
  switch (parts.write().kind) {
    case router::StagedWrite::Kind::by_key:
      return run_staged_change(parts);
    case router::StagedWrite::Kind::rows:
      return run_staged_rows(parts);
    case router::StagedWrite::Kind::evaluated:
      break;
  }
  return run_staged_values(parts);
}

// A part that would have to be staged itself.
class Nesting {
 public:
  explicit Nesting(Session& session) : session_(session) { session_.in_staged_write = true; }
  ~Nesting() { session_.in_staged_write = false; }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;

 private:
  Session& session_;
};

}  // namespace

Task<Result<void>> run_staged_write(Session& session, const router::PlanPtr& plan,
                                    const Execution& execution) {
  if (session.in_staged_write) {
    co_return make_error(ErrorId::staged_nested, {plan->routed()->staged->table});
  }
  const Nesting nesting(session);
  session.services.counters.routed_staged.add();
  StagedFrame frame(session);
  StagedParts parts(session, plan, execution);
  Result<void> done = co_await frame.begin();
  if (!done) co_return done;
  done = co_await run_parts(parts);
  done = co_await frame.end(std::move(done));
  if (done) parts.answer();
  co_return done;
}

}  // namespace sluice::frontend
