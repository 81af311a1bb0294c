// SPDX-License-Identifier: Apache-2.0
// What COM_STMT_BULK_EXECUTE may do with a prepared statement, told from its text: whether its rows
// can be written into one INSERT, and what stands in the text for an indicator. Pure.
#pragma once

#include <string>
#include <vector>

#include "common/wire/stmt_bulk.h"
#include "frontend/prepared_statements.h"

namespace sluice::frontend {

struct BulkShape {
  enum class Kind : std::uint8_t {
    refused,      // servers run no such statement in bulk
    each,         // UPDATE, DELETE: a statement of its own for each row
    insert_each,  // INSERT, REPLACE: one statement, whose rows have to be run one by one here
    insert_rows,  // the same, and all rows can stand behind one VALUES
  };
  Kind kind = Kind::refused;
  bool returning = false;
  // What an INSERT does with a row that is there already: decides what it counts as a duplicate.
  router::OnDuplicate on_duplicate = router::OnDuplicate::fail;

  // insert_rows: what is copied for each row, in order.
  struct Value {
    bool is_parameter = false;
    std::uint32_t ordinal = 0;
    std::string text;                              // else
    const router::ColumnSchema* column = nullptr;  // that it goes to; null: not known
  };
  std::vector<Value> values;
  std::uint32_t rows_begin = 0;  // offset of the row's `(`
  std::uint32_t rows_end = 0;    // behind its `)`

  // Of each `?`.
  struct Place {
    std::uint32_t offset = 0;
    bool takes_default = false;  // it is all of a column's value
    std::string ignored;         // what IGNORE stands for: DEFAULT, or the column itself
  };
  std::vector<Place> places;
  std::vector<std::uint32_t> assigned;  // UPDATE: the `?`, if there is nothing else to assign
  router::PlanPtr plan;                 // keeps the columns alive
};

// Precondition: the statement has a plan.
Result<BulkShape> bulk_shape(const PreparedStatement& statement);

// Every column of an UPDATE is to stay as it is: a server does nothing then.
bool assigns_nothing(const BulkShape& shape, std::span<const wire::BulkParameter> row);

// The statement's text with DEFAULT and the like in place of the `?` that have such an indicator.
// Errors: bulk_default.
Result<std::string> text_without(const PreparedStatement& statement, const BulkShape& shape,
                                 std::span<const wire::BulkParameter> row);

}  // namespace sluice::frontend
