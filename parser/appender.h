// SPDX-License-Identifier: Apache-2.0
// Writes to the end of a vector or string by pointer, for loops in which push_back() would be most
// of the work. Until finish() the container is larger than what was written.
#pragma once

#include <cstddef>

namespace sluice::parser {

template <class Container>
class Appender {
 public:
  using Item = typename Container::value_type;

  Appender(Container& items, std::size_t room) : items_(&items) {
    const std::size_t used = items.size();
    items.resize(used + room);
    next_ = items.data() + used;
    limit_ = items.data() + items.size();
  }

  // Makes sure that `count` more items fit.
  [[gnu::always_inline]] void room(std::size_t count) {
    if (static_cast<std::size_t>(limit_ - next_) < count) grow(count);
  }
  // Precondition of these: there is room.
  void push(Item item) { *next_++ = item; }
  void advance(std::size_t count) { next_ += count; }
  Item* next() const { return next_; }
  Item* limit() const { return limit_; }

  // What was written, with what the container held before.
  std::size_t size() const { return static_cast<std::size_t>(next_ - items_->data()); }
  void finish() { items_->resize(size()); }

 private:
  void grow(std::size_t count) {
    const std::size_t used = size();
    items_->resize(2 * used + count);
    next_ = items_->data() + used;
    limit_ = items_->data() + items_->size();
  }

  Container* items_;
  Item* next_;
  Item* limit_;
};

}  // namespace sluice::parser
