// SPDX-License-Identifier: Apache-2.0
// Accounts: authority.users with their passwords, sluice.users with hashes, who may use what.
#include <algorithm>
#include <map>
#include <set>

#include "config/algorithm_type.h"
#include "config/read_global.h"
#include "config/read_value.h"

namespace sluice::config {
namespace {

struct Grantee {
  std::string name;
  std::string host;
  auto operator<=>(const Grantee&) const = default;
  std::string to_string() const { return "'" + name + "'@'" + host + "'"; }
};

// "root@%", "root@127.0.0.1", "root"; a host cannot hold an '@', a name can.
Grantee parse_grantee(std::string_view text) {
  const std::size_t at = std::min(text.rfind('@'), text.size());
  const std::string_view host = text.substr(std::min(at + 1, text.size()));
  return {std::string(text.substr(0, at)), host.empty() ? "%" : std::string(host)};
}

// "*" and 40 hex digits, as SELECT PASSWORD() prints, to 20 bytes; empty if it is not that.
std::string parse_password_hash(std::string_view text) {
  constexpr std::size_t kBytes = 20;
  if (text.size() != 1 + 2 * kBytes || text.front() != '*') return "";
  std::string hash;
  for (std::size_t at = 1; at < text.size(); at += 2) {
    unsigned value = 0;
    for (const char c : text.substr(at, 2)) {
      const auto digit = std::string_view("0123456789abcdef").find(static_cast<char>(c | 0x20));
      if (digit == std::string_view::npos) return "";
      value = value * 16 + static_cast<unsigned>(digit);
    }
    hash += static_cast<char>(value);
  }
  return hash;
}

class AuthorityReader {
 public:
  AuthorityReader(const YamlNode& root, GlobalConfig& config, Report& report)
      : root_(root), config_(config), report_(report) {}

  void read() {
    if (const YamlNode* authority = root_.map("authority")) {
      read_authenticators(*authority);
      if (const YamlNode* users = authority->sequence("users")) read_users(*users);
      if (const YamlNode* privilege = authority->map("privilege")) read_privilege(*privilege);
    }
    if (const YamlNode* sluice = root_.map("sluice")) {
      if (const YamlNode* users = sluice->sequence("users")) read_hashed_users(*users);
    }
    for (const auto& [grantee, node] : without_password_) {
      report_.error(*node, "user " + grantee.to_string() + " has no password");
    }
    if (config_.users.empty()) report_.error(root_, "no users: add authority.users");
  }

 private:
  void read_authenticators(const YamlNode& authority) {
    if (const YamlNode* authenticators = authority.map("authenticators")) {
      for (const YamlEntry& entry : authenticators->entries) {
        const std::string& name = entry.key->text;
        const auto algorithm = read_algorithm(*entry.value, name, kAuthenticatorTypes,
                                              "authenticator '" + name + "'", report_);
        authenticators_[name] = algorithm && algorithm->type == "CACHING_SHA2_PASSWORD"
                                    ? AuthPlugin::caching_sha2_password
                                    : AuthPlugin::native_password;
      }
    }
    config_.default_auth =
        authenticator(authority.scalar("defaultAuthenticator"), AuthPlugin::native_password);
  }

  AuthPlugin authenticator(const YamlNode* name, AuthPlugin fallback) {
    if (!name) return fallback;
    const auto found = authenticators_.find(name->text);
    if (found != authenticators_.end()) return found->second;
    report_.error(*name, "authenticator '" + name->text + "' is not defined");
    return fallback;
  }

  // Null, and a report, if the name is empty or the account is there already.
  User* add_user(const YamlNode& name, AuthPlugin auth) {
    const Grantee grantee = parse_grantee(name.text);
    if (grantee.name.empty()) {
      report_.error(name, "a user needs a name before '@'");
      return nullptr;
    }
    if (!known_.emplace(grantee, config_.users.size()).second) {
      report_.error(name, "user " + grantee.to_string() + " is defined twice");
      return nullptr;
    }
    User& user = config_.users.emplace_back();
    user.name = grantee.name;
    user.host = grantee.host;
    user.auth = auth;
    return &user;
  }

  void read_users(const YamlNode& users) {
    for (const YamlNode* node : users.items) {
      const YamlNode* name = node->scalar("user");
      if (!name) continue;
      const AuthPlugin auth =
          authenticator(node->scalar("authenticationMethodName"), config_.default_auth);
      User* user = add_user(*name, auth);
      if (!user) continue;
      read_text(*node, "password", user->password);
      read_flag(*node, "admin", user->admin);
      if (user->password.empty()) without_password_[{user->name, user->host}] = name;
    }
  }

  void read_hashed_users(const YamlNode& users) {
    std::set<Grantee> seen;
    for (const YamlNode* node : users.items) {
      const YamlNode* name = node->scalar("user");
      const YamlNode* hash_node = node->scalar("password-hash");
      if (!name || !hash_node) continue;
      const std::string hash = parse_password_hash(hash_node->text);
      if (hash.empty()) {
        report_.error(*hash_node,
                      "password-hash must be '*' and 40 hex digits, as SELECT "
                      "PASSWORD('...') prints");
      }
      const Grantee grantee = parse_grantee(name->text);
      const auto known = known_.find(grantee);
      const bool merges = known != known_.end() && seen.insert(grantee).second;
      User* user = merges ? &config_.users[known->second] : add_user(*name, config_.default_auth);
      seen.insert(grantee);
      if (!user) continue;
      if (!user->password.empty()) {
        report_.error(*name,
                      "user " + grantee.to_string() + " has a password in authority.users already");
      }
      without_password_.erase(grantee);
      user->password_sha1 = hash;
      read_flag(*node, "admin", user->admin);
    }
  }

  void read_privilege(const YamlNode& privilege) {
    const auto algorithm =
        read_algorithm(privilege, "privilege", kPrivilegeTypes, "authority.privilege", report_);
    const YamlNode* props = privilege.map("props");
    const YamlNode* mappings = props ? props->scalar("user-database-mappings") : nullptr;
    if (!algorithm || algorithm->type != "DATABASE_PERMITTED" || !mappings) return;
    config_.database_permissions.emplace();
    for (const std::string_view pair : split_list(mappings->text)) read_mapping(pair, *mappings);
    check_hosts_agree(*mappings);
  }

  // "user@host=database"
  void read_mapping(std::string_view pair, const YamlNode& at) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const Grantee grantee = parse_grantee(trim(pair.substr(0, equals)));
    const std::string database(trim(pair.substr(std::min(equals + 1, pair.size()))));
    if (grantee.name.empty() || database.empty()) {
      report_.error(at, "user-database-mappings must be a list of user@host=database");
      return;
    }
    if (permitted_[grantee.name][grantee.host].insert(database).second) {
      config_.database_permissions->emplace(grantee.name, database);
    }
  }

  // Permissions are looked up by the user's name, so they must not depend on the host.
  void check_hosts_agree(const YamlNode& at) {
    for (const auto& [name, by_host] : permitted_) {
      const auto& first = by_host.begin()->second;
      const bool agree = std::all_of(by_host.begin(), by_host.end(),
                                     [&](const auto& each) { return each.second == first; });
      if (!agree) {
        report_.error(at, "user-database-mappings permits '" + name +
                              "' other databases on other hosts, which is not supported yet");
      }
    }
  }

  const YamlNode& root_;
  GlobalConfig& config_;
  Report& report_;
  std::map<std::string, AuthPlugin> authenticators_;
  std::map<Grantee, std::size_t> known_;  // index into config_.users
  std::map<Grantee, const YamlNode*> without_password_;
  std::map<std::string, std::map<std::string, std::set<std::string>>> permitted_;
};

}  // namespace

void read_authority(const YamlNode& root, GlobalConfig& config, Report& report) {
  AuthorityReader(root, config, report).read();
}

}  // namespace sluice::config
