// SPDX-License-Identifier: Apache-2.0
// A set of a table's nodes, by index. Up to 256 nodes live inside the object, so that routing does
// not allocate; tables with more nodes pay for one vector. Thread rule: a value type.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sluice::router {

class NodeSet {
 public:
  static constexpr std::size_t kInlineNodes = 256;

  NodeSet() = default;
  // Empty, over nodes 0 .. nodes-1.
  explicit NodeSet(std::size_t nodes) : nodes_(nodes) {
    if (nodes > kInlineNodes) large_.resize((nodes + 63) / 64);
  }

  static NodeSet all(std::size_t nodes) {
    NodeSet set(nodes);
    set.fill();
    return set;
  }

  std::size_t universe() const { return nodes_; }

  void insert(std::size_t node) { words()[node / 64] |= std::uint64_t{1} << (node % 64); }
  bool contains(std::size_t node) const { return (words()[node / 64] >> (node % 64)) & 1; }

  void fill() {
    for (std::size_t i = 0; i < nodes_; ++i) insert(i);
  }
  void clear() {
    for (std::uint64_t& word : words()) word = 0;
  }

  // Precondition of both: the same universe.
  void intersect(const NodeSet& other) {
    const auto mine = words();
    const auto theirs = other.words();
    for (std::size_t i = 0; i < mine.size(); ++i) mine[i] &= theirs[i];
  }
  void unite(const NodeSet& other) {
    const auto mine = words();
    const auto theirs = other.words();
    for (std::size_t i = 0; i < mine.size(); ++i) mine[i] |= theirs[i];
  }

  std::size_t size() const {
    std::size_t count = 0;
    for (const std::uint64_t word : words()) count += static_cast<std::size_t>(std::popcount(word));
    return count;
  }
  bool empty() const {
    for (const std::uint64_t word : words()) {
      if (word != 0) return false;
    }
    return true;
  }
  // The lowest member. Precondition: not empty.
  std::size_t first() const {
    std::size_t at = 0;
    while (words()[at] == 0) ++at;
    return at * 64 + static_cast<std::size_t>(std::countr_zero(words()[at]));
  }

  // Calls visit(node) in ascending order.
  template <class Visit>
  void for_each(Visit visit) const {
    const auto all_words = words();
    for (std::size_t i = 0; i < all_words.size(); ++i) {
      for (std::uint64_t word = all_words[i]; word != 0; word &= word - 1) {
        visit(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
      }
    }
  }

  bool operator==(const NodeSet&) const = default;

 private:
  std::size_t word_count() const { return (nodes_ + 63) / 64; }
  std::span<std::uint64_t> words() {
    return nodes_ <= kInlineNodes ? std::span(inline_).first(word_count()) : std::span(large_);
  }
  std::span<const std::uint64_t> words() const {
    return nodes_ <= kInlineNodes ? std::span(inline_).first(word_count()) : std::span(large_);
  }

  std::size_t nodes_ = 0;
  std::array<std::uint64_t, kInlineNodes / 64> inline_{};
  std::vector<std::uint64_t> large_;
};

}  // namespace sluice::router
