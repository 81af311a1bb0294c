// SPDX-License-Identifier: Apache-2.0
// The statements that one server connection has prepared, by their SQL, least recently used out
// first. Pure. Thread rule: owned by one Connection.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sluice::backend {

class StatementCache {
 public:
  static constexpr std::size_t kDefaultLimit = 256;

  explicit StatementCache(std::size_t limit = kDefaultLimit) : limit_(limit) {}

  // The server's statement id, if `sql` is prepared; marks it as used.
  std::optional<std::uint32_t> find(std::string_view sql);

  // Remembers a freshly prepared statement. Returns the id of the one that had to go, which the
  // caller closes on the server.
  std::optional<std::uint32_t> insert(std::string_view sql, std::uint32_t id);

  // A reset connection has no statements any more.
  void clear();
  std::size_t size() const { return index_.size(); }

 private:
  struct Entry {
    std::string sql;
    std::uint32_t id;
  };
  std::list<Entry>
      entries_;  // most recently used first; nodes do not move, so views into them hold
  std::unordered_map<std::string_view, std::list<Entry>::iterator> index_;
  std::size_t limit_;
};

}  // namespace sluice::backend
