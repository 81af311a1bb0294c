// SPDX-License-Identifier: Apache-2.0
// !READWRITE_SPLITTING: a primary and its replicas become one data source under their group's name.
#include <algorithm>
#include <charconv>

#include "config/algorithm_type.h"
#include "config/key_tables.h"
#include "config/read_database.h"
#include "config/read_value.h"
#include "config/row_expression.h"
#include "config/suggest.h"

namespace sluice::config {
namespace {

std::optional<double> parse_weight(const std::string& text) {
  double weight = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data(), end, weight);
  const bool usable = failed == std::errc() && stop == end && weight >= 0 && weight <= 1e9;
  return usable ? std::optional(weight) : std::nullopt;
}

class SplittingReader {
 public:
  SplittingReader(const YamlNode& rule, DatabaseContext& context)
      : rule_(rule), context_(context), report_(context.report) {}

  void read() {
    read_balancers();
    const YamlNode* groups = rule_.map("dataSourceGroups");
    if (groups == nullptr || groups->entries.empty()) {
      report_.error(rule_, "!READWRITE_SPLITTING has no dataSourceGroups");
      return;
    }
    for (const YamlEntry& entry : groups->entries) read_entry(entry);
    for (ServerGroup& group : groups_) take_place(std::move(group));
  }

 private:
  void read_balancers() {
    const YamlNode* balancers = rule_.map("loadBalancers");
    if (balancers == nullptr) return;
    for (const YamlEntry& entry : balancers->entries) {
      const std::string& name = entry.key->text;
      balancer_names_.push_back(name);
      auto read = read_algorithm(*entry.value, name, kLoadBalancerTypes,
                                 "load balancer '" + name + "'", report_);
      if (read) balancers_.emplace(name, *std::move(read));
    }
  }

  std::vector<std::string> expand(const YamlNode& at, const std::string& text) {
    auto names = expand_row_expression(text);
    if (names) return *std::move(names);
    report_.error(at, names.error().message());
    return {};
  }

  // The name and the data sources of an entry may be inline expressions: the entry stands for as
  // many groups as its name does.
  void read_entry(const YamlEntry& entry) {
    const YamlNode* write = entry.value->scalar("writeDataSourceName");
    const YamlNode* reads = entry.value->sequence("readDataSourceNames");
    if (write == nullptr || reads == nullptr) return;  // check_keys() has asked for them
    const std::vector<std::string> names = expand(*entry.key, entry.key->text);
    const std::vector<std::string> primaries = expand(*write, write->text);
    std::vector<std::vector<std::string>> replicas;
    for (const YamlNode* read : reads->items) {
      if (read->is_scalar()) replicas.push_back(expand(*read, read->text));
    }
    const auto fits = [&](const YamlNode& at, std::size_t count) {
      if (count == names.size()) return true;
      report_.error(at, "'" + at.text + "' gives " + std::to_string(count) +
                            " data sources for the " + std::to_string(names.size()) +
                            " names of group '" + entry.key->text + "'");
      return false;
    };
    if (names.empty() || primaries.empty() || !fits(*write, primaries.size())) return;
    for (std::size_t i = 0; i < replicas.size(); ++i) {
      if (replicas[i].empty() || !fits(*reads->items[i], replicas[i].size())) return;
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      ServerGroup group;
      group.name = names[i];
      if (!check_name(*entry.key, group.name, primaries[i])) continue;
      if (!add_server(*write, primaries[i], group)) continue;
      for (std::size_t k = 0; k < replicas.size(); ++k) {
        add_reader(*reads->items[k], replicas[k][i], group);
      }
      if (replicas.empty()) report_.error(*reads, "group '" + group.name + "' reads nowhere");
      read_choice(entry, group);
      groups_.push_back(std::move(group));
    }
  }

  bool check_name(const YamlNode& at, const std::string& name, const std::string& primary) {
    if (name.empty() || name.find_first_of(".,*$ ") != std::string::npos) {
      report_.error(at, "the name of a group must not hold '.', ',', '*', '$' or blanks");
      return false;
    }
    const bool known = std::any_of(groups_.begin(), groups_.end(),
                                   [&](const ServerGroup& group) { return group.name == name; });
    if (known || (name != primary && context_.source_names.contains(name))) {
      report_.error(at, "'" + name + "' is the name of another " +
                            (known ? "group" : "data source") + " already");
      return false;
    }
    return true;
  }

  // False, and a report, if there is no such data source or another group has it.
  bool add_server(const YamlNode& at, const std::string& name, ServerGroup& group) {
    auto& sources = context_.database.data_sources;
    const auto source = std::find_if(sources.begin(), sources.end(),
                                     [&](const DataSource& each) { return each.name == name; });
    if (source == sources.end()) {
      report_.error(at, "data source '" + name + "'" + context_.why_unknown(name));
      return false;
    }
    const auto [owner, is_new] = context_.group_of.emplace(name, group.name);
    if (!is_new) {
      const bool own = owner->second == group.name;
      report_.error(at, "data source '" + name + "' " +
                            (own ? "occurs twice in group '" : "belongs to group '") +
                            owner->second + (own ? "'" : "' already"));
      return false;
    }
    group.servers.push_back(*source);
    return true;
  }

  void add_reader(const YamlNode& at, const std::string& name, ServerGroup& group) {
    const bool reads_primary =
        std::find(group.readers.begin(), group.readers.end(), 0) != group.readers.end();
    if (name == group.servers.front().name && !reads_primary) {  // it takes its share of the reads
      group.readers.push_back(0);
      return;
    }
    if (!add_server(at, name, group)) return;
    if (group.servers.size() > kMaxGroupServers) {
      report_.error(at, "group '" + group.name + "' has more than " +
                            std::to_string(kMaxGroupServers) + " data sources");
      return;
    }
    if (group.servers.back().database != group.servers.front().database) {
      report_.error(at, "data source '" + name + "' replicates '" + group.servers.front().name +
                            "', but its url names another database");
    }
    group.readers.push_back(static_cast<ServerIndex>(group.servers.size() - 1));
  }

  void read_choice(const YamlEntry& entry, ServerGroup& group) {
    const std::string_view strategy = entry.value->text_of("transactionalReadQueryStrategy");
    if (equal_ignoring_case(strategy, "PRIMARY")) {
      group.transactional_read = TransactionalRead::primary;
    } else if (equal_ignoring_case(strategy, "FIXED")) {
      group.transactional_read = TransactionalRead::fixed;
    }
    const YamlNode* name = entry.value->scalar("loadBalancerName");
    if (name == nullptr || name->text.empty()) return;
    const auto balancer = balancers_.find(name->text);
    if (balancer != balancers_.end()) return set_balance(*name, balancer->second, group);
    const std::vector<std::string_view> known(balancer_names_.begin(), balancer_names_.end());
    if (std::find(known.begin(), known.end(), name->text) != known.end()) return;  // reported
    report_.error(*name, "load balancer '" + name->text + "' of group '" + group.name +
                             "' is not defined" + suggestion(name->text, known));
  }

  void set_balance(const YamlNode& at, const Algorithm& balancer, ServerGroup& group) {
    if (balancer.type == "RANDOM") group.balance = Balance::random;
    if (balancer.type != "WEIGHT") return;
    group.balance = Balance::weight;
    double sum = 0;
    for (const ServerIndex reader : group.readers) {
      const std::string& name = group.servers[reader].name;
      const std::string of = "load balancer '" + balancer.name + "' ";
      const auto prop = balancer.props.find(name);
      if (prop == balancer.props.end()) {
        report_.error(at, of + "has no weight for data source '" + name + "'");
        continue;
      }
      const auto weight = parse_weight(prop->second);
      if (!weight) report_.error(at, of + "needs a number as the weight of '" + name + "'");
      group.weights.push_back(weight.value_or(1));
      sum += group.weights.back();
    }
    if (group.weights.size() == group.readers.size() && sum <= 0) {
      report_.error(at, "load balancer '" + balancer.name + "' leaves group '" + group.name +
                            "' nothing to read from: all weights are 0");
    }
  }

  // The group stands where its primary stood.
  void take_place(ServerGroup group) {
    auto& sources = context_.database.data_sources;
    const std::string primary = group.servers.front().name;
    for (const DataSource& server : group.servers) {
      context_.source_names.erase(server.name);
      if (server.name == primary) continue;
      std::erase_if(sources, [&](const DataSource& each) { return each.name == server.name; });
    }
    for (DataSource& source : sources) {
      if (source.name == primary) source.name = group.name;
    }
    context_.source_names.insert(group.name);
    context_.group_of.erase(group.name);  // which may have its primary's name
    context_.database.groups.push_back(std::move(group));
  }

  const YamlNode& rule_;
  DatabaseContext& context_;
  Report& report_;
  std::map<std::string, Algorithm> balancers_;
  std::vector<std::string> balancer_names_;
  std::vector<ServerGroup> groups_;
};

}  // namespace

void read_splitting(const YamlNode& rule, DatabaseContext& context) {
  check_keys(rule, kSplittingKeys, "!READWRITE_SPLITTING", context.report);
  SplittingReader(rule, context).read();
}

}  // namespace sluice::config
