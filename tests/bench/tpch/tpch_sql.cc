// SPDX-License-Identifier: Apache-2.0
// bench_tpch SCALE: CREATE TABLE and INSERT statements of TPC-H at SCALE thousandths, a line each.
#include <cstdlib>
#include <iostream>

#include "tests/support/tpc/tpch_data.h"

namespace {

constexpr std::size_t kRowsPerInsert = 1000;

void print(const sluice::test::TpchTable& table, std::uint32_t scale) {
  std::cout << "DROP TABLE IF EXISTS " << table.name << ";\n" << table.create << ";\n";
  std::size_t rows = 0;
  sluice::test::make_tpch_rows(table.name, scale, [&](const sluice::test::TpchRow& row) {
    if (rows % kRowsPerInsert == 0) {
      std::cout << (rows == 0 ? "" : ";\n") << "INSERT INTO " << table.name << " VALUES ";
    } else {
      std::cout << ',';
    }
    const char* before = "(";
    for (const std::string& value : row) {
      std::cout << before << value;
      before = ",";
    }
    std::cout << ')';
    ++rows;
  });
  std::cout << ";\n";
}

}  // namespace

int main(int argc, char** argv) {
  const long scale = argc == 2 ? std::strtol(argv[1], nullptr, 10) : 0;
  if (scale <= 0) {
    std::cerr << "usage: bench_tpch SCALE, in thousandths of scale factor 1\n";
    return 2;
  }
  for (const sluice::test::TpchTable& table : sluice::test::tpch_tables()) {
    print(table, static_cast<std::uint32_t>(scale));
  }
}
