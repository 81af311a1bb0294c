// SPDX-License-Identifier: Apache-2.0
// {type: X, props: {...}}: ShardingSphere's form for everything that is chosen by name. Which types
// there are, which of them are supported, and their props.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "config/config.h"
#include "config/known_keys.h"

namespace sluice::config {

struct AlgorithmType {
  std::string_view name;  // upper case
  KeyTable props = {};
  Support support = Support::used;
  bool any_props = false;  // its props have names of the configuration
};

extern const std::span<const AlgorithmType> kShardingAlgorithmTypes;
extern const std::span<const AlgorithmType> kKeyGeneratorTypes;
extern const std::span<const AlgorithmType> kAuditorTypes;
extern const std::span<const AlgorithmType> kAuthenticatorTypes;
extern const std::span<const AlgorithmType> kPrivilegeTypes;
extern const std::span<const AlgorithmType> kLoadBalancerTypes;

// `node` is the map. Nothing, and a report, if the type is unknown or not supported; wrong props
// are reported, too. `what` names it in messages: "sharding algorithm 'a'".
std::optional<Algorithm> read_algorithm(const YamlNode& node, std::string_view name,
                                        std::span<const AlgorithmType> types,
                                        const std::string& what, Report& report);

}  // namespace sluice::config
