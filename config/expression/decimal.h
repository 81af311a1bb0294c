// SPDX-License-Identifier: Apache-2.0
// BigDecimal as far as Groovy expressions need it: what Java's class of that name answers.
#pragma once

#include "config/expression/number.h"

namespace sluice::config::expression {

Decimal decimal_of(const Number& number);

Decimal add(const Decimal& left, const Decimal& right);
Decimal subtract(const Decimal& left, const Decimal& right);
Decimal multiply(const Decimal& left, const Decimal& right);
// Precondition: right is not zero.
Decimal divide(const Decimal& left, const Decimal& right);
int compare(const Decimal& left, const Decimal& right);

// The value without its fraction.
BigInteger truncate(const Decimal& number);

// BigDecimal.toString(), with an exponent where Java writes one.
std::string to_text(const Decimal& number);

// False if the digits or the scale exceed what we compute with.
bool within_limits(const Decimal& number);

}  // namespace sluice::config::expression
