// SPDX-License-Identifier: Apache-2.0
// A number as HAVING compares it: exact (integers and DECIMAL of any size) or a double. As servers
// do, two exact numbers compare exactly, and a double with anything as doubles. Ownership: an exact
// number views the text that it was read from.
#pragma once

#include <array>
#include <string_view>

#include "executor/operators/cell_value.h"
#include "executor/operators/decimal_text.h"

namespace sluice::executor::operators {

struct Number {
  bool is_real = false;
  double real = 0;
  DecimalText exact;

  double as_real() const { return is_real ? real : to_double(exact); }
};

// The text of an SQL number: digits are exact, an exponent makes a double. False for other text.
bool parse_number(std::string_view text, Number& value);

// Room for the digits of an integer that came in binary.
using NumberScratch = std::array<char, 24>;

// Precondition: the cell is not NULL, the column a number. False if the cell is malformed.
bool read_number(const wire::Cell& cell, const wire::ColumnInfo& column, wire::RowFormat format,
                 NumberScratch& scratch, Number& value);

int compare(const Number& a, const Number& b);
int compare_as_real(const Number& a, const Number& b);

}  // namespace sluice::executor::operators
