// SPDX-License-Identifier: Apache-2.0
#include "executor/request.h"

namespace sluice::executor {

void Request::fill_names(const router::Unit& unit, NameMap& names) const {
  names.tables.clear();
  names.actual_database = pools.source(unit.data_source).database;
  names.logic_database = pools.name();
  for (std::size_t i = 0; i < routed.tables.size(); ++i) {
    const std::string_view actual = router::actual_table(routed, unit, i);
    const std::string_view logic = routed.tables[i].logic_table;
    if (actual != logic) names.tables.push_back({actual, logic});
  }
}

}  // namespace sluice::executor
