// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/wire_table.h"

namespace sluice::test {
namespace {

constexpr int kRowsPerInsert = 500;

void both(const std::string& sql) {
  shared_cluster().connect().query(sql);
  shared_cluster().connect_alone().query(sql);
}

}  // namespace

WireTable::WireTable(int count) {
  both("CREATE TABLE t_wire (id INT NOT NULL PRIMARY KEY, note VARCHAR(200))");
  for (int from = 0; from < count; from += kRowsPerInsert) {
    std::string sql = "INSERT INTO t_wire (id, note) VALUES ";
    for (int id = from; id < std::min(count, from + kRowsPerInsert); ++id) {
      if (id != from) sql += ", ";
      sql += "(" + std::to_string(id) + ", 'note " + std::to_string(id) + "')";
    }
    both(sql);
  }
}

WireTable::~WireTable() {
  try {
    both("DROP TABLE t_wire");
  } catch (const QueryError&) {
    // The failure that left it there is reported by the test itself.
  }
}

}  // namespace sluice::test
