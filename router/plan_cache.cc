// SPDX-License-Identifier: Apache-2.0
#include "router/plan_cache.h"

#include <algorithm>

namespace sluice::router {
namespace {

// Plans of one text that differ in pinned literals; more would make its lookups slow.
constexpr std::size_t kMaxVariants = 16;

bool same_literals(const Plan& plan, const StatementValues& values) {
  return std::all_of(plan.pinned.begin(), plan.pinned.end(), [&](const PinnedLiteral& pinned) {
    const parser::Mark& mark = values.normalized->marks[pinned.mark];
    return values.sql.substr(mark.offset, mark.length) == pinned.text;
  });
}

std::size_t ops_bytes(const std::vector<SqlOp>& ops) {
  std::size_t bytes = ops.size() * sizeof(SqlOp);
  for (const SqlOp& op : ops) bytes += op.text.capacity() + op.parameters.capacity() * 4;
  return bytes;
}

std::size_t route_bytes(const StatementRoute& route) {
  std::size_t bytes = route.tables.size() * sizeof(TableRoute);
  for (const TableRoute& table : route.tables) {
    bytes += table.steps.size() * sizeof(RouteStep);
    for (const RouteLeaf& leaf : table.leaves) {
      bytes += sizeof leaf + leaf.values.size() * sizeof(Operand);
    }
  }
  return bytes;
}

}  // namespace

std::size_t plan_bytes(const Plan& plan) {
  constexpr std::size_t kAllocatorOverhead = 128;
  std::size_t bytes = sizeof(Plan) + kAllocatorOverhead;
  for (const PinnedLiteral& pinned : plan.pinned) bytes += sizeof pinned + pinned.text.capacity();
  const RoutedPlan* routed = plan.routed();
  if (routed == nullptr) return bytes;
  bytes += ops_bytes(routed->single.ops) + ops_bytes(routed->scattered.ops);
  bytes += route_bytes(routed->route);
  bytes += routed->tables.size() * sizeof(TableBinding);
  const MergePlan& merge = routed->merge;
  bytes += (merge.input_order.size() + merge.distinct_keys.size() + merge.final_order.size()) *
           sizeof(SortKey);
  if (merge.aggregation) {
    bytes += merge.aggregation->group_by.size() * sizeof(SortKey);
    bytes += merge.aggregation->columns.size() * sizeof(AggregateColumn);
  }
  if (routed->insert) {
    for (const InsertPlan::Row& row : routed->insert->rows)
      bytes += sizeof row + ops_bytes(row.ops);
  }
  return bytes;
}

bool PlanCache::matches(const Entry& entry, const StatementValues& values,
                        std::string_view database, std::uint64_t version) const {
  return entry.plan->metadata->version == version && entry.text == values.normalized->text &&
         entry.database == database && entry.lex == values.lex->key();
}

PlanPtr PlanCache::find(const StatementValues& values, std::string_view database,
                        std::uint64_t version) {
  const auto [first, last] = by_hash_.equal_range(values.normalized->hash);
  for (auto at = first; at != last; ++at) {
    const Entries::iterator entry = at->second;
    if (!matches(*entry, values, database, version) || !same_literals(*entry->plan, values)) {
      continue;
    }
    entries_.splice(entries_.begin(), entries_, entry);
    ++hits_;
    return entry->plan;
  }
  ++misses_;
  return nullptr;
}

void PlanCache::insert(const StatementValues& values, std::string_view database, PlanPtr plan) {
  if (!plan->cacheable || !values.normalized->cacheable) return;
  const std::size_t bytes =
      plan_bytes(*plan) + sizeof(Entry) + values.normalized->text.size() + database.size();
  if (bytes > capacity_bytes_) return;
  make_room_for_variant(values, database, plan->metadata->version);
  while (bytes_ + bytes > capacity_bytes_) erase(std::prev(entries_.end()));
  entries_.push_front({values.normalized->hash, values.normalized->text, std::string(database),
                       values.lex->key(), bytes, std::move(plan)});
  by_hash_.emplace(values.normalized->hash, entries_.begin());
  bytes_ += bytes;
}

void PlanCache::make_room_for_variant(const StatementValues& values, std::string_view database,
                                      std::uint64_t version) {
  const auto [first, last] = by_hash_.equal_range(values.normalized->hash);
  std::size_t variants = 0;
  Entries::iterator some = entries_.end();
  for (auto at = first; at != last; ++at) {
    if (!matches(*at->second, values, database, version)) continue;
    some = at->second;
    ++variants;
  }
  if (variants >= kMaxVariants) erase(some);
}

void PlanCache::erase(Entries::iterator entry) {
  const auto [first, last] = by_hash_.equal_range(entry->hash);
  const auto index =
      std::find_if(first, last, [&](const auto& each) { return each.second == entry; });
  bytes_ -= entry->bytes;
  by_hash_.erase(index);
  entries_.erase(entry);
}

void PlanCache::clear() {
  by_hash_.clear();
  entries_.clear();
  bytes_ = 0;
}

}  // namespace sluice::router
