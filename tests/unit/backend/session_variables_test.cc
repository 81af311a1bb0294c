// SPDX-License-Identifier: Apache-2.0
#include "backend/session_variables.h"

#include <doctest/doctest.h>

#include "backend/statement_cache.h"

namespace sluice::backend {

TEST_CASE("equal variables are one object while it lives") {
  VariableInterner interner;
  const SessionVariablesPtr first = interner.intern({{"sql_mode", "''"}, {"@a", "1"}});
  const SessionVariablesPtr second = interner.intern({{"@a", "1"}, {"sql_mode", "''"}});
  const SessionVariablesPtr other = interner.intern({{"@a", "2"}, {"sql_mode", "''"}});
  CHECK(first == second);
  CHECK(first != other);
  for (int i = 0; i < 1000; ++i) (void)interner.intern({{"@a", std::to_string(i + 10)}});
  CHECK(interner.intern({{"sql_mode", "''"}, {"@a", "1"}}) == first);
}

TEST_CASE("one SET brings a connection from one state to another") {
  const SessionVariables from({{"a", "1"}, {"b", "'x'"}, {"@u", "5"}});
  const SessionVariables to({{"a", "2"}, {"c", "DEFAULT"}, {"@odd`name", "NULL"}});
  CHECK(sync_statement(nullptr, from) == "SET @`u`=5, a=1, b='x'");
  CHECK(sync_statement(&from, to) == "SET @`u`=NULL, b=DEFAULT, @`odd``name`=NULL, a=2, c=DEFAULT");
  CHECK(sync_statement(&from, from).empty());
}

TEST_CASE("the statement cache forgets what was not used for longest") {
  StatementCache cache(2);
  CHECK_FALSE(cache.insert("one", 1).has_value());
  CHECK_FALSE(cache.insert("two", 2).has_value());
  CHECK(cache.find("one") == 1u);
  CHECK(cache.insert("three", 3) == 2u);
  CHECK_FALSE(cache.find("two").has_value());
  CHECK(cache.find("one") == 1u);
  cache.clear();
  CHECK_FALSE(cache.find("three").has_value());
}

}  // namespace sluice::backend
