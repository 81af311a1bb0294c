// SPDX-License-Identifier: Apache-2.0
// Who generates keys for which column.
#include <algorithm>
#include <vector>

#include "config/algorithm_type.h"
#include "config/read_sharding.h"
#include "config/scalar.h"
#include "config/suggest.h"

namespace sluice::config {
namespace {

class KeyGenerationReader {
 public:
  KeyGenerationReader(const YamlNode& rule, DatabaseContext& context)
      : rule_(rule), sharding_(context.database.sharding), report_(context.report) {
    for (ShardingTable& table : sharding_.tables) tables_[table.logic_name] = &table;
  }

  void read() {
    read_generators();
    if (const YamlNode* standard = rule_.map("defaultKeyGenerateStrategy")) {
      default_ = strategy(*standard, "column", "defaultKeyGenerateStrategy");
    }
    for (const char* key : {"tables", "autoTables"}) {
      const YamlNode* tables = rule_.map(key);
      if (!tables) continue;
      for (const YamlEntry& entry : tables->entries) read_table(entry);
    }
    if (const YamlNode* strategies = rule_.map("keyGenerateStrategies")) {
      for (const YamlEntry& entry : strategies->entries) read_rule_strategy(entry);
    }
    for (ShardingTable& table : sharding_.tables) {
      if (!table.key_generate) table.key_generate = default_;
    }
  }

 private:
  void read_generators() {
    const YamlNode* generators = rule_.map("keyGenerators");
    if (!generators) return;
    for (const YamlEntry& entry : generators->entries) {
      const std::string& name = entry.key->text;
      if (!declared_.insert(name).second) continue;
      auto generator = read_algorithm(*entry.value, name, kKeyGeneratorTypes,
                                      "key generator '" + name + "'", report_);
      if (generator) sharding_.key_generators.emplace(name, *std::move(generator));
    }
  }

  // `node` with its column in `column_key`; `owner` for messages.
  std::optional<KeyGenerate> strategy(const YamlNode& node, std::string_view column_key,
                                      const std::string& owner) {
    KeyGenerate key{std::string(node.text_of(column_key)),
                    std::string(node.text_of("keyGeneratorName"))};
    if (key.column.empty()) return std::nullopt;
    const YamlNode* name = node.scalar("keyGeneratorName");
    if (key.generator.empty() && default_) key.generator = default_->generator;
    if (key.generator.empty()) {
      report_.error(node, owner + " needs the key 'keyGeneratorName'");
      return std::nullopt;
    }
    if (name && !declared_.contains(key.generator)) {
      const std::vector<std::string_view> known(declared_.begin(), declared_.end());
      report_.error(*name, "key generator '" + key.generator + "' of " + owner + " is not defined" +
                               suggestion(key.generator, known));
    }
    return key;
  }

  ShardingTable* find_table(std::string_view name) const {
    const auto found = tables_.find(name);
    return found == tables_.end() ? nullptr : found->second;
  }

  void read_table(const YamlEntry& entry) {
    const YamlNode* node = entry.value->map("keyGenerateStrategy");
    ShardingTable* table = find_table(entry.key->text);
    if (!node || !table) return;
    table->key_generate = strategy(*node, "column", "table '" + entry.key->text + "'");
  }

  void read_rule_strategy(const YamlEntry& entry) {
    const std::string owner = "keyGenerateStrategies." + entry.key->text;
    const YamlNode& node = *entry.value;
    const YamlNode* type = node.scalar("keyGenerateType");
    if (type && equal_ignoring_case(type->text, "sequence")) {
      report_.error(*type, owner + ": keyGenerateType sequence is not supported yet");
      return;
    }
    for (const char* needed : {"logicTable", "keyGenerateColumn"}) {
      if (!node.find(needed)) report_.error(node, owner + " needs the key '" + needed + "'");
    }
    const YamlNode* table_name = node.scalar("logicTable");
    if (!table_name) return;
    ShardingTable* table = find_table(table_name->text);
    if (!table) {
      std::vector<std::string_view> known;
      for (const auto& [name, each] : tables_) known.push_back(name);
      report_.error(*table_name, owner + ": sharding table '" + table_name->text +
                                     "' is not defined" + suggestion(table_name->text, known));
      return;
    }
    const std::optional<KeyGenerate> key = strategy(node, "keyGenerateColumn", owner);
    if (table->key_generate) {
      report_.error(*table_name,
                    "table '" + table->logic_name + "' has a second strategy to generate keys");
    }
    table->key_generate = key;
  }

  const YamlNode& rule_;
  ShardingRule& sharding_;
  Report& report_;
  std::map<std::string_view, ShardingTable*> tables_;
  std::set<std::string, std::less<>> declared_;
  std::optional<KeyGenerate> default_;
};

}  // namespace

void read_key_generation(const YamlNode& rule, DatabaseContext& context) {
  KeyGenerationReader(rule, context).read();
}

}  // namespace sluice::config
