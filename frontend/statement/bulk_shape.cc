// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/bulk_shape.h"

#include <algorithm>

#include "parser/parse.h"

namespace sluice::frontend {
namespace {

namespace ast = parser::ast;
using Kind = BulkShape::Kind;

class ShapeReader {
 public:
  ShapeReader(const PreparedStatement& statement, const parser::ParsedStatement& parsed)
      : statement_(statement), parsed_(parsed) {
    shape_.plan = statement.plan;
    for (const parser::Mark& mark : statement.normalized.marks) {
      if (mark.kind == parser::MarkKind::parameter) {
        shape_.places.push_back({.offset = mark.offset, .takes_default = false, .ignored = {}});
      }
    }
  }

  BulkShape read() {
    const ast::Statement& statement = *parsed_.statement;
    switch (statement.kind) {
      case ast::StatementKind::insert:
        insert(ast::as<ast::InsertStatement>(statement));
        break;
      case ast::StatementKind::update:
        shape_.kind = Kind::each;
        assignments(ast::as<ast::UpdateStatement>(statement).assignments, true);
        note_assigned(ast::as<ast::UpdateStatement>(statement).assignments);
        break;
      case ast::StatementKind::delete_from:
        if (ast::as<ast::DeleteStatement>(statement).multi_table) break;
        shape_.kind = Kind::each;
        shape_.returning = !ast::as<ast::DeleteStatement>(statement).returning.empty();
        break;
      default:
        break;
    }
    return std::move(shape_);
  }

 private:
  void insert(const ast::InsertStatement& insert) {
    if (insert.query != nullptr) return;
    shape_.kind = Kind::insert_each;
    shape_.returning = !insert.returning.empty();
    if (insert.ignore) shape_.on_duplicate = router::OnDuplicate::ignore;
    if (insert.replace) shape_.on_duplicate = router::OnDuplicate::replace;
    if (!insert.on_duplicate.empty()) shape_.on_duplicate = router::OnDuplicate::update;
    assignments(insert.assignments, false);
    assignments(insert.on_duplicate, false);
    for (const ast::InsertRow& row : insert.rows) {
      for (const ast::Expr* value : row.values) takes_default(*value, "DEFAULT");
    }
    if (insert.rows.size() != 1) return;
    const ast::InsertRow& row = insert.rows.front();
    std::size_t parameters = 0;
    for (const ast::Expr* value : row.values) {
      if (!add_value(*value)) return;
      if (value->kind == ast::ExprKind::parameter) ++parameters;
    }
    if (parameters != shape_.places.size()) return;  // others are in ON DUPLICATE KEY UPDATE
    name_columns(insert);
    const std::string_view text = parsed_.text(row.range);
    shape_.rows_begin = static_cast<std::uint32_t>(text.data() - parsed_.sql.data());
    shape_.rows_end = shape_.rows_begin + static_cast<std::uint32_t>(text.size());
    shape_.kind = Kind::insert_rows;
  }

  bool add_value(const ast::Expr& value) {
    BulkShape::Value& made = shape_.values.emplace_back();
    if (const auto* parameter = ast::try_as<ast::Parameter>(&value)) {
      made.is_parameter = true;
      made.ordinal = parameter->ordinal;
      return true;
    }
    made.text = parsed_.text(value.range);
    return value.kind == ast::ExprKind::literal || value.kind == ast::ExprKind::default_value;
  }

  void name_columns(const ast::InsertStatement& insert) {
    const auto& database = statement_.plan->database;
    const router::Table* const table =
        database == nullptr ? nullptr : database->find(insert.table.table.text);
    if (table == nullptr || table->schema == nullptr) return;
    std::size_t at = 0;
    for (BulkShape::Value& value : shape_.values) {
      if (insert.columns.size() > 0) {
        if (at < insert.columns.size()) {
          value.column = table->schema->find(insert.columns.begin()[at].text);
        }
        ++at;
        continue;
      }
      const auto& columns = table->schema->columns;
      while (at < columns.size() && columns[at].invisible) ++at;
      if (at < columns.size()) value.column = &columns[at++];
    }
  }

  void takes_default(const ast::Expr& value, std::string_view ignored) {
    const auto* parameter = ast::try_as<ast::Parameter>(&value);
    if (parameter == nullptr || parameter->ordinal >= shape_.places.size()) return;
    shape_.places[parameter->ordinal].takes_default = true;
    shape_.places[parameter->ordinal].ignored = ignored;
  }

  void note_assigned(ast::List<ast::Assignment> list) {
    for (const ast::Assignment& assignment : list) {
      const auto* parameter = ast::try_as<ast::Parameter>(assignment.value);
      if (parameter == nullptr) return shape_.assigned.clear();
      shape_.assigned.push_back(parameter->ordinal);
    }
  }

  void assignments(ast::List<ast::Assignment> list, bool keeps_column) {
    for (const ast::Assignment& assignment : list) {
      takes_default(*assignment.value,
                    keeps_column ? parsed_.text(assignment.column->range) : "DEFAULT");
    }
  }

  const PreparedStatement& statement_;
  const parser::ParsedStatement& parsed_;
  BulkShape shape_;
};

}  // namespace

Result<BulkShape> bulk_shape(const PreparedStatement& statement) {
  const Result<parser::ParsedStatement> parsed = parser::parse(statement.sql, statement.lex);
  if (!parsed) return parsed.error();
  return ShapeReader(statement, *parsed).read();
}

bool assigns_nothing(const BulkShape& shape, std::span<const wire::BulkParameter> row) {
  return !shape.assigned.empty() &&
         std::all_of(shape.assigned.begin(), shape.assigned.end(), [&](std::uint32_t ordinal) {
           return row[ordinal].indicator == wire::Indicator::ignore;
         });
}

Result<std::string> text_without(const PreparedStatement& statement, const BulkShape& shape,
                                 std::span<const wire::BulkParameter> row) {
  std::string text;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const BulkShape::Place& place = shape.places[i];
    const wire::Indicator indicator = row[i].indicator;
    if (indicator == wire::Indicator::value || indicator == wire::Indicator::null) continue;
    if (!place.takes_default) return make_error(ErrorId::bulk_default);
    text.append(statement.sql, copied, place.offset - copied);
    text += indicator == wire::Indicator::ignore ? place.ignored : "DEFAULT";
    copied = place.offset + 1;
  }
  return text.append(statement.sql, copied);
}

}  // namespace sluice::frontend
