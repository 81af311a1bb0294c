// SPDX-License-Identifier: Apache-2.0
// A plan's template and one execution's values to the SQL of one unit.
#include <charconv>

#include "router/operand_value.h"
#include "router/render_value.h"
#include "router/resolve.h"

namespace sluice::router {
namespace {

class Renderer {
 public:
  Renderer(const RoutedPlan& plan, const Unit& unit, const Resolution& resolution,
           const StatementValues& values, const SessionValues& session, bool prepared, Buffer& sql,
           std::vector<UnitParameter>& parameters, bool gathers = false)
      : plan_(plan),
        unit_(unit),
        gathers_(gathers),
        resolution_(resolution),
        values_(values),
        session_(session),
        out_(sql, parameters, prepared) {}

  void run(const std::vector<SqlOp>& ops) {
    for (const SqlOp& op : ops) write(op);
  }

 private:
  void write(const SqlOp& op) {
    switch (op.kind) {
      case SqlOp::Kind::copy:
        return copy(op);
      case SqlOp::Kind::text:
        return out_.text(op.text);
      case SqlOp::Kind::table:
        return table(op.index);
      case SqlOp::Kind::session_value:
        return write_session_value(op.session, session_, *values_.lex, out_);
      case SqlOp::Kind::row_limit:
        return row_limit();
      case SqlOp::Kind::rows:
        return rows();
      case SqlOp::Kind::generated_key:
        return op.to.behind && !is_generated(row_) ? copy(op) : key(row_);
    }
  }

  std::uint32_t offset_of(Anchor anchor) const {
    const parser::Mark& mark = values_.normalized->marks[anchor.mark];
    return anchor.behind ? mark.offset + mark.length : mark.offset;
  }

  void copy(const SqlOp& op) {
    const std::uint32_t from = offset_of(op.from);
    out_.text(values_.sql.substr(from, offset_of(op.to) - from));
    for (const std::uint32_t ordinal : op.parameters) out_.client_parameter(ordinal);
  }

  void table(std::size_t index) {
    const TableBinding& binding = plan_.tables[index];
    if (gathers_) return out_.text(binding.rule->nodes[unit_.node].sql_name);
    if (binding.group < 0) return out_.text(binding.sql_name);
    const std::size_t node = binding.group == 0
                                 ? unit_.node
                                 : unit_.more_nodes[static_cast<std::size_t>(binding.group) - 1];
    out_.text(binding.rule->nodes[node].sql_name);
  }

  // As a parameter only where the client used one, so that the text stays the same from one
  // execution to the next.
  void row_limit() {
    const LimitPlan& limit = *plan_.merge.limit;
    const bool variable = limit.offset.kind == Operand::Kind::parameter ||
                          limit.count.kind == Operand::Kind::parameter;
    const std::uint64_t room = UINT64_MAX - resolution_.limit_offset;
    const std::uint64_t rows = resolution_.limit_count > room
                                   ? UINT64_MAX
                                   : resolution_.limit_count + resolution_.limit_offset;
    out_.number(rows, variable);
  }

  void rows() {
    bool first = true;
    for (const std::uint32_t row : unit_.rows) {
      if (!first) out_.text(", ");
      first = false;
      row_ = row;
      if (plan_.insert->folded) {
        folded_row(row);
      } else {
        run(plan_.insert->rows[row].ops);
      }
    }
  }

  void folded_row(std::size_t row) {
    const InsertPlan& insert = *plan_.insert;
    const parser::Mark& mark = values_.normalized->marks[insert.rows_mark];
    const parser::LiteralSpan* literals =
        values_.normalized->literals.data() + mark.first_literal + row * mark.row_width;
    const std::uint32_t begin = literals[0].offset;
    const std::uint32_t end =
        literals[mark.row_width - 1].offset + literals[mark.row_width - 1].length;
    out_.text("(");
    if (insert.key_value.kind == InsertPlan::Source::Kind::position && is_generated(row)) {
      const parser::LiteralSpan& null = literals[insert.key_value.position];
      out_.text(values_.sql.substr(begin, null.offset - begin));
      key(row);
      const std::uint32_t behind = null.offset + null.length;
      out_.text(values_.sql.substr(behind, end - behind));
    } else {
      out_.text(values_.sql.substr(begin, end - begin));
      if (insert.key_value.kind == InsertPlan::Source::Kind::generated) {
        out_.text(", ");
        key(row);
      }
    }
    out_.text(")");
  }

  bool is_generated(std::size_t row) const {
    const auto* number = std::get_if<std::int64_t>(&resolution_.keys[row]);
    return number == nullptr || *number != 0;
  }

  void key(std::size_t row) {
    const GeneratedKey& key = resolution_.keys[row];
    if (const auto* number = std::get_if<std::int64_t>(&key)) {
      out_.number(static_cast<std::uint64_t>(*number), true);
    } else {
      out_.text("'");
      out_.text(std::get<std::string>(key));  // hex digits
      out_.text("'");
    }
  }

  const RoutedPlan& plan_;
  const Unit& unit_;
  bool gathers_;  // table references are the unit's node, whatever their group
  const Resolution& resolution_;
  const StatementValues& values_;
  const SessionValues& session_;
  SqlWriter out_;
  std::size_t row_ = 0;
};

}  // namespace

void render(const RoutedPlan& plan, const Unit& unit, const Resolution& resolution,
            const StatementValues& values, const SessionValues& session, bool prepared, Buffer& sql,
            std::vector<UnitParameter>& parameters) {
  const bool scattered = resolution.units.size() > 1 && !plan.scattered.ops.empty();
  const SqlTemplate& text = resolution.federated ? plan.federation->statement
                            : scattered          ? plan.scattered
                                                 : plan.single;
  Renderer(plan, unit, resolution, values, session, prepared, sql, parameters).run(text.ops);
}

void render_gather(const RoutedPlan& plan, std::size_t index, const Unit& unit,
                   const StatementValues& values, const SessionValues& session, Buffer& sql) {
  const Resolution none;
  std::vector<UnitParameter> parameters;
  Renderer(plan, unit, none, values, session, false, sql, parameters, true)
      .run(plan.federation->gathers[index].query.ops);
}

void render_staged(const RoutedPlan& plan, const SqlTemplate& text, const StatementValues& values,
                   const SessionValues& session, Buffer& sql,
                   std::vector<UnitParameter>& parameters) {
  const Unit unit;
  const Resolution none;
  Renderer(plan, unit, none, values, session, false, sql, parameters).run(text.ops);
}

void render_temporary(const RoutedPlan& plan, std::size_t index, const StatementValues& values,
                      const SessionValues& session, Buffer& sql) {
  const Gather& gather = plan.federation->gathers[index];
  Unit unit;
  unit.node = gather.model;
  const Resolution none;
  std::vector<UnitParameter> parameters;
  Renderer(plan, unit, none, values, session, false, sql, parameters, true).run(gather.create.ops);
}

}  // namespace sluice::router
