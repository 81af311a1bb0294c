// SPDX-License-Identifier: Apache-2.0
// Plan + values -> execution units. Pure but for generated keys; runs for every statement, so it
// allocates only inside the caller's reusable Resolution.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/bytes.h"
#include "common/base/result.h"
#include "parser/scan.h"
#include "router/hints.h"
#include "router/node_set.h"
#include "router/plan.h"

namespace sluice::router {

// One bound parameter of COM_STMT_EXECUTE, as far as routing and LIMIT need it.
struct ParameterValue {
  enum class Kind : std::uint8_t {
    null_value,
    signed_integer,
    unsigned_integer,
    real,
    text,     // strings and blobs
    decimal,  // DECIMAL, as text; not a string: it compares with a string column as a number
    time,     // DATE, DATETIME, TIMESTAMP: CivilMicros
    other     // TIME and what else routing knows nothing about
  };
  Kind kind = Kind::null_value;
  std::int64_t integer = 0;  // bits of either integer kind; microseconds
  double real = 0;
  std::string_view text;  // text, decimal
};

// The values of this execution. `text` and `normalized` are of the statement being run (for a
// prepared statement: of its text); `parameters` is empty for COM_QUERY.
struct StatementValues {
  std::string_view sql;
  const parser::Normalized* normalized = nullptr;
  const parser::LexOptions* lex = nullptr;
  std::span<const ParameterValue> parameters;
  const Hints* hints = nullptr;  // of a comment in front of the statement
  bool utf8 = true;  // character_set_client is utf8mb3 or utf8mb4; else only ASCII strings route
};

// Session values that templates may need. Texts are plain; render() writes them as SQL literals. An
// empty database is NULL.
struct SessionValues {
  std::uint64_t last_insert_id = 0;
  std::int64_t row_count = -1;
  std::uint64_t found_rows = 0;
  std::uint64_t connection_id = 0;
  std::uint64_t max_allowed_packet = 0;
  std::uint32_t warning_count = 0;
  std::uint32_t error_count = 0;
  bool omits_metadata = false;  // resultset_metadata = NONE
  std::string_view database;
  std::string_view user;          // name@client-host
  std::string_view current_user;  // name@pattern of the account
  std::string_view version;
};

// A parameter of a unit's SQL: one of the client's, or a number that rewriting computed.
struct UnitParameter {
  bool computed = false;
  std::uint32_t ordinal = 0;
  std::uint64_t number = 0;
};

struct Unit {
  DataSourceIndex data_source = 0;
  config::ServerIndex server = 0;         // of the data source's servers
  std::uint16_t node = 0;                 // of the route's first table group, where there is one
  std::vector<std::uint16_t> more_nodes;  // of the route's further groups
  std::vector<std::uint32_t> rows;        // INSERT: indexes of this unit's rows
};

// Room that resolve() works in; nothing in it outlives a call.
struct ResolveScratch {
  std::string text;
  std::vector<NodeSet> sets;
  std::vector<std::int32_t> unit_of_node;
  std::vector<std::vector<std::uint32_t>> spare_rows;
};

// Reused from statement to statement; clear() keeps capacity.
struct Resolution {
  std::vector<Unit> units;
  std::vector<GeneratedKey> keys;     // INSERT: one per row where the plan generates keys; 0 for a
                                      // row that brings its own
  std::uint64_t first_generated = 0;  // for LAST_INSERT_ID(); 0 without a numeric key
  std::uint64_t limit_offset = 0;
  std::uint64_t limit_count = UINT64_MAX;  // as the client wrote it
  // The plan's federation answers: `units` is its one unit on the scratch server, and these are the
  // units of each of its gathers.
  bool federated = false;
  std::vector<std::vector<Unit>> gathers;
  // The plan's staged write does it; there are no units.
  bool staged = false;
  // The units' servers are those that they run on; else a reader's are still to be chosen.
  bool servers_chosen = false;
  ResolveScratch scratch;

  void clear();
};

// Fills `out.units`, at least one but for a staged write. Errors: those of the algorithms and of
// SL-4xxx; scatter_error if the plan has one and several units come out.
Result<void> resolve(const RoutedPlan& plan, const StatementValues& values,
                     std::chrono::system_clock::time_point now, Resolution& out);

// Any one of the units that the plan may ever have, for describing a prepared statement whose
// values are not known yet. Never fails.
void resolve_any(const RoutedPlan& plan, const StatementValues& values, Resolution& out);

// Appends the SQL of one unit to `sql` and its parameters, in order, to `parameters`.
void render(const RoutedPlan& plan, const Unit& unit, const Resolution& resolution,
            const StatementValues& values, const SessionValues& session, bool prepared, Buffer& sql,
            std::vector<UnitParameter>& parameters);

// The same for what a federation sends beforehand: its gather `index` on one of its nodes, and the
// temporary table for it. `prepared` is never the case.
void render_gather(const RoutedPlan& plan, std::size_t index, const Unit& unit,
                   const StatementValues& values, const SessionValues& session, Buffer& sql);
void render_temporary(const RoutedPlan& plan, std::size_t index, const StatementValues& values,
                      const SessionValues& session, Buffer& sql);

// Leaves out the units that hold no row whose sharding column `key` is one of `values`, as digits.
void keep_nodes_of(const TableRule& rule, KeyRef key, std::span<const std::string> values,
                   std::vector<Unit>& units);

// A template of a staged write. `parameters`: those of the statement that it holds, in order.
void render_staged(const RoutedPlan& plan, const SqlTemplate& text, const StatementValues& values,
                   const SessionValues& session, Buffer& sql,
                   std::vector<UnitParameter>& parameters);

// The actual name of the plan's table reference `index` in `unit`.
std::string_view actual_table(const RoutedPlan& plan, const Unit& unit, std::size_t index);

}  // namespace sluice::router
