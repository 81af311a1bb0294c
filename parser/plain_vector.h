// SPDX-License-Identifier: Apache-2.0
// std::vector of plain data whose resize() leaves new items as they are, for code that writes them
// next.
#pragma once

#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace sluice::parser {

template <class T>
struct PlainAllocator : std::allocator<T> {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

  PlainAllocator() = default;
  template <class U>
  PlainAllocator(const PlainAllocator<U>&) {}  // NOLINT: implicit, as allocators convert

  template <class U>
  struct rebind {
    using other = PlainAllocator<U>;
  };
  template <class U>
  void construct(U*) {}
  template <class U, class... Args>
  void construct(U* place, Args&&... args) {
    ::new (static_cast<void*>(place)) U(std::forward<Args>(args)...);
  }
};

template <class T>
using PlainVector = std::vector<T, PlainAllocator<T>>;

}  // namespace sluice::parser
