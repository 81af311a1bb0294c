// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/row_arena.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>

namespace sluice::executor::operators {
namespace {

constexpr std::size_t kFirstBlock = 4 * 1024;
constexpr std::size_t kLargestBlock = 256 * 1024;
constexpr std::size_t kAlignment = alignof(std::max_align_t);

std::size_t aligned(std::size_t bytes) {
  return (bytes + kAlignment - 1) & ~(kAlignment - 1);
}

}  // namespace

std::byte* RowArena::allocate(std::size_t bytes) {
  bytes = aligned(bytes);
  if (blocks_.empty() || bytes > blocks_.back().size - used_) {
    if (!add_block(bytes)) return nullptr;
  }
  std::byte* const at = blocks_.back().bytes.get() + used_;
  used_ += bytes;
  return at;
}

bool RowArena::add_block(std::size_t at_least) {
  const std::size_t grown = blocks_.empty() ? kFirstBlock : blocks_.back().size * 2;
  std::size_t size = std::max(at_least, std::min(grown, kLargestBlock));
  if (!budget_.take(size)) {
    size = at_least;
    if (!budget_.take(size)) return false;
  }
  blocks_.push_back({std::unique_ptr<std::byte[]>(new std::byte[size]), size});
  used_ = 0;
  return true;
}

void RowArena::clear() {
  release_from(1);
  used_ = 0;
}

void RowArena::release_from(std::size_t first) {
  for (std::size_t i = first; i < blocks_.size(); ++i) budget_.give_back(blocks_[i].size);
  if (first < blocks_.size()) blocks_.resize(first);
}

bool keep_row(RowArena& arena, std::span<const wire::Cell> cells, bool replaceable, KeptRow& row) {
  const std::size_t table = cells.size() * sizeof(wire::Cell);
  std::size_t bytes = table;
  for (const wire::Cell& cell : cells) bytes += cell.size;
  if (bytes > row.capacity || row.memory == nullptr) {
    const std::size_t capacity = replaceable ? std::bit_ceil(bytes) : bytes;
    row.memory = arena.allocate(capacity);
    if (row.memory == nullptr) {
      row = KeptRow{};
      return false;
    }
    row.capacity = capacity;
  }
  wire::Cell* const kept = new (row.memory) wire::Cell[cells.size()];
  std::byte* at = row.memory + table;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    kept[i] = {at, cells[i].size, cells[i].is_null};
    if (cells[i].size != 0) std::memcpy(at, cells[i].data, cells[i].size);
    at += cells[i].size;
  }
  row.cells = {kept, cells.size()};
  return true;
}

}  // namespace sluice::executor::operators
