// SPDX-License-Identifier: Apache-2.0
// Who may log in from where: accounts are user names with a host pattern, as in MySQL.
// Of several accounts that match, the one with the most specific host counts: a host without
// wildcards before a netmask, that before one with wildcards, and a later first wildcard before an
// earlier one. Thread rule: immutable.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "config/config.h"

namespace sluice::frontend {

class UserDirectory {
 public:
  virtual ~UserDirectory() = default;
  // `client_host` is the client's numeric address.
  virtual std::optional<config::User> find(std::string_view user,
                                           std::string_view client_host) const = 0;
  // An account whose log-in an unknown user goes through, to its end; always the same for a name.
  virtual config::User stand_in(std::string_view user) const = 0;
};

// The users of a configuration, which must outlive this object.
class ConfiguredUsers final : public UserDirectory {
 public:
  explicit ConfiguredUsers(std::span<const config::User> users) : users_(users) {}
  std::optional<config::User> find(std::string_view user,
                                   std::string_view client_host) const override;
  config::User stand_in(std::string_view user) const override;

 private:
  std::span<const config::User> users_;
};

// `pattern`: % and _ as in LIKE, \ before one of them takes it literally; letter case does not
// matter; address/netmask as in MySQL (IPv4). Empty is %. 'localhost' matches loopback addresses,
// an IPv4 pattern also IPv4 in IPv6.
bool host_matches(std::string_view pattern, std::string_view client_host);

}  // namespace sluice::frontend
