// SPDX-License-Identifier: Apache-2.0
// Accounts: authority.users with their passwords, sluice.users with hashes and what they
// ask of connections, who may use what.
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

AuthPlugin plugin_of_type(std::string_view type) {
  if (type == "CACHING_SHA2_PASSWORD") return AuthPlugin::caching_sha2_password;
  if (type == "ED25519") return AuthPlugin::ed25519;
  if (type == "CLEAR_TEXT") return AuthPlugin::clear_password;
  return AuthPlugin::native_password;
}

// Whether a password of which only this is known can be checked by the plugin.
bool can_check(AuthPlugin plugin, const PasswordHash& hash) {
  switch (plugin) {
    case AuthPlugin::native_password:
      return !hash.sha1.empty();
    case AuthPlugin::caching_sha2_password:
      return !hash.sha1.empty() || !hash.sha2_hash.empty();
    case AuthPlugin::ed25519:
      return !hash.ed25519.empty();
    case AuthPlugin::clear_password:
      return true;
  }
  return false;
}

AuthPlugin made_for(const PasswordHash& hash) {
  if (!hash.ed25519.empty()) return AuthPlugin::ed25519;
  return hash.sha1.empty() ? AuthPlugin::caching_sha2_password : AuthPlugin::native_password;
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
      if (const YamlNode* users = sluice->sequence("users")) read_more_users(*users);
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
        authenticators_[name] = plugin_of_type(algorithm ? algorithm->type : "");
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
      if (node->scalar("authenticationMethodName")) chosen_.insert({user->name, user->host});
      read_text(*node, "password", user->password);
      read_flag(*node, "admin", user->admin);
      if (user->password.empty()) without_password_[{user->name, user->host}] = name;
    }
  }

  // sluice.users: accounts of their own, or what authority.users has no key for.
  void read_more_users(const YamlNode& users) {
    std::set<Grantee> seen;
    for (const YamlNode* node : users.items) {
      const YamlNode* name = node->scalar("user");
      if (!name) continue;
      const Grantee grantee = parse_grantee(name->text);
      const auto known = known_.find(grantee);
      const bool completes = known != known_.end() && !seen.contains(grantee);
      seen.insert(grantee);
      User* user =
          completes ? &config_.users[known->second] : add_user(*name, config_.default_auth);
      if (!user) continue;
      read_flag(*node, "admin", user->admin);
      read_requirement(*node, *user);
      if (const YamlNode* hash = node->scalar("password-hash")) {
        read_hash(*name, *hash, *user);
      } else if (!completes) {
        without_password_[grantee] = name;
      }
    }
  }

  void read_hash(const YamlNode& name, const YamlNode& node, User& user) {
    const Grantee grantee{user.name, user.host};
    if (!user.password.empty()) {
      report_.error(name,
                    "user " + grantee.to_string() + " has a password in authority.users already");
    }
    without_password_.erase(grantee);
    const std::optional<PasswordHash> hash = parse_password_hash(node.text);
    if (!hash) {
      report_.error(node,
                    "password-hash must be what a server has stored: '*' and 40 hex digits, "
                    "$A$005$ with 63 characters more, 43 characters of base64, or one of them as "
                    "0x and hex digits");
      return;
    }
    user.hash = *hash;
    if (can_check(user.auth, *hash)) return;
    if (chosen_.contains(grantee)) {
      report_.error(node, "user " + grantee.to_string() +
                              " has an authenticationMethodName that cannot check a password-hash "
                              "of this form");
    }
    user.auth = made_for(*hash);
  }

  void read_requirement(const YamlNode& node, User& user) {
    TlsRequirement& require = user.require;
    const std::string_view what = node.text_of("require");
    read_text(node, "require-subject", require.subject);
    read_text(node, "require-issuer", require.issuer);
    require.certificate =
        equal_ignoring_case(what, "x509") || !require.subject.empty() || !require.issuer.empty();
    require.tls = require.certificate || equal_ignoring_case(what, "ssl");
    const YamlNode* sluice = root_.map("sluice");
    const YamlNode* tls = sluice->map("tls");
    if (require.certificate && (!tls || !tls->scalar("ca"))) {
      report_.error(node, "a user with a certificate needs sluice.tls.ca to verify it");
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
  std::set<Grantee> chosen_;              // with an authenticationMethodName
  std::map<Grantee, std::size_t> known_;  // index into config_.users
  std::map<Grantee, const YamlNode*> without_password_;
  std::map<std::string, std::map<std::string, std::set<std::string>>> permitted_;
};

}  // namespace

void read_authority(const YamlNode& root, GlobalConfig& config, Report& report) {
  AuthorityReader(root, config, report).read();
}

}  // namespace sluice::config
