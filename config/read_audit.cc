// SPDX-License-Identifier: Apache-2.0
// auditors, auditStrategy of tables and defaultAuditStrategy.
#include <set>

#include "config/algorithm_type.h"
#include "config/read_sharding.h"
#include "config/scalar.h"
#include "config/suggest.h"

namespace sluice::config {
namespace {

class AuditReader {
 public:
  AuditReader(const YamlNode& rule, DatabaseContext& context) : rule_(rule), context_(context) {}

  void read() {
    read_auditors();
    const YamlNode* fallback = rule_.map("defaultAuditStrategy");
    if (fallback) default_ = strategy(*fallback, "defaultAuditStrategy");
    for (ShardingTable& table : context_.database.sharding.tables) {
      const YamlNode* own = node_of(table.logic_name);
      table.audit = own ? strategy(*own, "table '" + table.logic_name + "'") : default_;
    }
  }

 private:
  void read_auditors() {
    const YamlNode* auditors = rule_.map("auditors");
    if (!auditors) return;
    for (const YamlEntry& entry : auditors->entries) {
      if (!declared_.insert(entry.key->text).second) continue;
      read_algorithm(*entry.value, entry.key->text, kAuditorTypes,
                     "auditor '" + entry.key->text + "'", context_.report);
    }
  }

  const YamlNode* node_of(std::string_view table) const {
    for (const char* key : {"tables", "autoTables"}) {
      const YamlNode* tables = rule_.map(key);
      const YamlNode* found = tables ? tables->map(table) : nullptr;
      if (found) return found->map("auditStrategy");
    }
    return nullptr;
  }

  AuditStrategy strategy(const YamlNode& node, const std::string& owner) const {
    AuditStrategy audit;
    if (const YamlNode* names = node.find("auditorNames")) {
      for (const YamlNode* each : names->items) add(*each, each->text, owner, audit);
      for (const std::string_view name : split_list(names->text)) add(*names, name, owner, audit);
    }
    const YamlNode* allow = node.scalar("allowHintDisable");
    if (allow) audit.hint_disables = parse_boolean(allow->text).value_or(true);
    return audit;
  }

  void add(const YamlNode& at, std::string_view name, const std::string& owner,
           AuditStrategy& audit) const {
    audit.auditors.emplace_back(name);
    if (declared_.contains(name)) return;
    const std::vector<std::string_view> known(declared_.begin(), declared_.end());
    context_.report.error(at, "auditor '" + std::string(name) + "' of " + owner +
                                  " is not defined" + suggestion(name, known));
  }

  const YamlNode& rule_;
  DatabaseContext& context_;
  std::set<std::string, std::less<>> declared_;
  std::optional<AuditStrategy> default_;
};

}  // namespace

void read_audit(const YamlNode& rule, DatabaseContext& context) {
  AuditReader(rule, context).read();
}

}  // namespace sluice::config
