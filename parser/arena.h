// SPDX-License-Identifier: Apache-2.0
// Bump allocator for AST nodes: everything it hands out lives until the arena dies, and no
// destructor runs, so only trivially destructible types may be made in it. Thread rule: one thread
// while building; the finished tree is read-only.
#pragma once

#include <cstddef>
#include <memory_resource>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace sluice::parser {

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  template <class T, class... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (pool_.allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  template <class T>
  std::span<const T> copy(const std::vector<T>& items) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (items.empty()) return {};
    T* place = static_cast<T*>(pool_.allocate(sizeof(T) * items.size(), alignof(T)));
    for (std::size_t i = 0; i < items.size(); ++i) new (place + i) T(items[i]);
    return {place, items.size()};
  }

  // `count` value-initialized items, to be filled by the caller.
  template <class T>
  std::span<T> make_array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (count == 0) return {};
    T* place = static_cast<T*>(pool_.allocate(sizeof(T) * count, alignof(T)));
    for (std::size_t i = 0; i < count; ++i) new (place + i) T();
    return {place, count};
  }

  std::string_view copy_text(std::string_view text) {
    if (text.empty()) return {};
    char* place = static_cast<char*>(pool_.allocate(text.size(), 1));
    for (std::size_t i = 0; i < text.size(); ++i) place[i] = text[i];
    return {place, text.size()};
  }

 private:
  std::pmr::monotonic_buffer_resource pool_{2048};
};

}  // namespace sluice::parser
