// SPDX-License-Identifier: Apache-2.0
// Rules by their tags. Each kind may occur once in a database.
#include <algorithm>
#include <map>
#include <vector>

#include "config/key_tables.h"
#include "config/read_database.h"
#include "config/read_sharding.h"
#include "config/read_value.h"
#include "config/suggest.h"

namespace sluice::config {
namespace {

// t_order may be sharded, broadcast or single, not two of these; nor may an actual table of it.
class TableOwners {
 public:
  explicit TableOwners(DatabaseContext& context) : report_(context.report) {
    for (const ShardingTable& table : context.database.sharding.tables) {
      owners_.emplace(table.logic_name, "a sharding table");
      for (const DataNode& node : table.nodes) {
        actual_.emplace(node.data_source + "." + node.table, table.logic_name);
      }
    }
  }

  // False, and a report, if the name is taken.
  bool claim(const std::string& table, const char* as, const YamlNode& at) {
    const auto [owner, is_new] = owners_.emplace(table, as);
    if (!is_new) report(table, as, owner->second, at);
    return is_new;
  }

  // False, and a report, if the table is one of those that a sharding table consists of.
  bool check(const DataNode& table, const char* as, const YamlNode& at) {
    const auto actual = actual_.find(table.data_source + "." + table.table);
    if (actual == actual_.end()) return true;
    report(table.table, as, "an actual table of '" + actual->second + "'", at);
    return false;
  }

 private:
  void report(const std::string& table, const char* as, const std::string& owner,
              const YamlNode& at) {
    report_.error(at, "table '" + table + "' cannot be " + as + ", it is " + owner + " already");
  }

  Report& report_;
  std::map<std::string, std::string> owners_;  // by table name
  std::map<std::string, std::string> actual_;  // "data_source.table" -> sharding table
};

void read_broadcast(const YamlNode& rule, DatabaseContext& context, TableOwners& owners) {
  constexpr const char* kBroadcast = "a broadcast table";
  check_keys(rule, kBroadcastKeys, "!BROADCAST", context.report);
  const YamlNode* tables = rule.sequence("tables");
  if (!tables) return;
  for (const YamlNode* table : tables->items) {
    if (!table->is_scalar()) continue;
    if (table->text.empty()) context.report.error(*table, "a broadcast table needs a name");
    if (owners.claim(table->text, kBroadcast, *table)) {
      const auto& sources = context.database.data_sources;
      for (const DataSource& source : sources) {
        if (!owners.check({source.name, table->text}, kBroadcast, *table)) break;
      }
    }
    context.database.broadcast_tables.push_back(table->text);
  }
}

void check_source(const YamlNode& at, const std::string& name, const DatabaseContext& context) {
  if (context.source_names.contains(name)) return;
  context.report.error(at, "data source '" + name + "'" + context.why_unknown(name));
}

// "ds.table", "ds.*" or "*.*"
void read_single_table(const YamlNode& node, DatabaseContext& context, TableOwners& owners) {
  const std::size_t dot = node.text.find('.');
  DataNode table{node.text.substr(0, dot),
                 dot == std::string::npos ? "" : node.text.substr(dot + 1)};
  if (table.data_source.empty() || table.table.empty() ||
      table.table.find('.') != std::string::npos) {
    context.report.error(node, "a single table must be written data_source.table");
    return;
  }
  if (table.data_source != "*") check_source(node, table.data_source, context);
  constexpr const char* kSingle = "a single table";
  if (table.table != "*" && owners.claim(table.table, kSingle, node)) {
    owners.check(table, kSingle, node);
  }
  context.database.single.tables.push_back(std::move(table));
}

void read_single(const YamlNode& rule, DatabaseContext& context, TableOwners& owners) {
  check_keys(rule, kSingleKeys, "!SINGLE", context.report);
  if (const YamlNode* tables = rule.sequence("tables")) {
    for (const YamlNode* table : tables->items) {
      if (table->is_scalar()) read_single_table(*table, context, owners);
    }
  }
  if (const YamlNode* source = rule.scalar("defaultDataSource")) {
    check_source(*source, source->text, context);
    context.database.single.default_data_source = source->text;
  }
}

// A rule that is not supported yet is one problem; the data sources that it would define are none.
void refuse(const YamlNode& rule, DatabaseContext& context) {
  context.report.error(rule, "rule " + rule.tag + " is not supported yet");
  for (const char* key : {"dataSourceGroups", "dataSources"}) {
    const YamlNode* defined = rule.map(key);
    if (!defined) continue;
    for (const YamlEntry& entry : defined->entries) context.source_names.insert(entry.key->text);
  }
}

constexpr std::string_view kSupportedTags[] = {"!SHARDING", "!BROADCAST", "!SINGLE",
                                               "!READWRITE_SPLITTING"};
constexpr std::string_view kOtherTags[] = {"!ENCRYPT", "!COMPATIBLE_ENCRYPT", "!MASK", "!SHADOW",
                                           "!DB_DISCOVERY"};

bool is_one_of(std::span<const std::string_view> tags, std::string_view tag) {
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

class RulesReader {
 public:
  explicit RulesReader(DatabaseContext& context) : context_(context) {}

  void read(const YamlNode& rules) {
    if (!rules.is_sequence()) {
      context_.report.error(rules, "rules must be a list");
      return;
    }
    for (const YamlNode* rule : rules.items) collect(*rule);
    if (const YamlNode* rule = find("!READWRITE_SPLITTING")) read_splitting(*rule, context_);
    if (const YamlNode* rule = find("!SHARDING")) read_sharding(*rule, context_);
    TableOwners owners(context_);
    if (const YamlNode* rule = find("!BROADCAST")) read_broadcast(*rule, context_, owners);
    if (const YamlNode* rule = find("!SINGLE")) read_single(*rule, context_, owners);
  }

 private:
  void collect(const YamlNode& rule) {
    if (rule.tag.empty()) {
      context_.report.error(rule, "a rule needs a tag such as !SHARDING");
      return;
    }
    const bool other = is_one_of(kOtherTags, rule.tag);
    if (!other && !is_one_of(kSupportedTags, rule.tag)) {
      context_.report.error(rule,
                            "unknown rule " + rule.tag + suggestion(rule.tag, kSupportedTags));
    } else if (!by_tag_.emplace(rule.tag, &rule).second) {
      context_.report.error(rule, "a second rule " + rule.tag + ", first in line " +
                                      std::to_string(by_tag_[rule.tag]->line));
    } else if (other) {
      refuse(rule, context_);
    } else if (!rule.is_map()) {
      context_.report.error(rule, "rule " + rule.tag + " must be a map");
    }
  }

  const YamlNode* find(const char* tag) const {
    const auto found = by_tag_.find(tag);
    return found != by_tag_.end() && found->second->is_map() ? found->second : nullptr;
  }

  DatabaseContext& context_;
  std::map<std::string, const YamlNode*> by_tag_;
};

}  // namespace

void read_rules(const YamlNode& rules, DatabaseContext& context) {
  RulesReader(context).read(rules);
}

}  // namespace sluice::config
