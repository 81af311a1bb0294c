// SPDX-License-Identifier: Apache-2.0
// The statements that the parser is measured with: one small, one wide, one long, one with huge
// values.
#pragma once

#include <cstdint>
#include <string>

namespace sluice::bench {

inline std::string point_select() {
  return "SELECT c FROM sbtest1 WHERE id=500";
}

// Four tables, grouping, ordering and a limit: about 120 tokens.
inline std::string join_select() {
  return "SELECT c.id, c.name, o.order_no, SUM(i.quantity * i.price) AS total, COUNT(*) AS items "
         "FROM customers c JOIN orders o ON o.customer_id = c.id "
         "JOIN order_items i ON i.order_id = o.id LEFT JOIN products p ON p.id = i.product_id "
         "WHERE c.country = 'DE' AND o.created_at >= '2024-01-01' AND o.status IN (1, 2, 3) "
         "AND (p.category_id = 7 OR p.category_id IS NULL) GROUP BY c.id, c.name, o.order_no "
         "HAVING total > 100 ORDER BY total DESC, c.id LIMIT 20";
}

// `rows` rows as sysbench writes them, about 200 bytes each.
inline std::string insert(int rows) {
  std::string sql = "INSERT INTO sbtest1 (id, k, c, pad) VALUES ";
  std::uint32_t state = 12345;
  const auto digits = [&](int groups) {
    std::string text;
    for (int group = 0; group < groups; ++group) {
      if (group > 0) text += '-';
      for (int digit = 0; digit < 11; ++digit) {
        state = state * 1664525 + 1013904223;
        text += static_cast<char>('0' + (state >> 24) % 10);
      }
    }
    return text;
  };
  for (int row = 0; row < rows; ++row) {
    if (row > 0) sql += ',';
    sql += '(' + std::to_string(row + 1) + ", " + std::to_string(50000 + row * 7) + ", '" +
           digits(10) + "', '" + digits(5) + "')";
  }
  return sql;
}

inline std::string huge_literal(std::size_t bytes) {
  return "INSERT INTO blobs VALUES (1, '" + std::string(bytes, 'x') + "')";
}

inline std::string repeated(const std::string& head, const std::string& item,
                            const std::string& separator, int count, const std::string& tail) {
  std::string sql = head;
  for (int i = 0; i < count; ++i) {
    if (i > 0) sql += separator;
    sql += item;
  }
  return sql + tail;
}

}  // namespace sluice::bench
