// SPDX-License-Identifier: Apache-2.0
#include "config/algorithm_type.h"

#include <algorithm>
#include <vector>

#include "config/scalar.h"
#include "config/suggest.h"

namespace sluice::config {
namespace {

constexpr std::int64_t kInt64Min = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kInt64Max = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kInt32Max = std::numeric_limits<std::int32_t>::max();

constexpr AlgorithmType not_yet(std::string_view name) {
  return {.name = name, .support = Support::unsupported};
}

constexpr Key kInlineProps[] = {required(text("algorithm-expression")),
                                boolean("allow-range-query-with-inline-sharding")};
constexpr Key kModProps[] = {required(integer("sharding-count", 1, kInt32Max)),
                             integer("start-offset", 0, kInt32Max),
                             integer("stop-offset", 0, kInt32Max), boolean("zero-padding")};
constexpr Key kHashModProps[] = {required(integer("sharding-count", 1, kInt32Max)),
                                 boolean("normalize-numeric-int-range")};
constexpr Key kVolumeRangeProps[] = {required(integer("range-lower", kInt64Min, kInt64Max)),
                                     required(integer("range-upper", kInt64Min, kInt64Max)),
                                     required(integer("sharding-volume", 1, kInt64Max))};
constexpr Key kBoundaryRangeProps[] = {required(text("sharding-ranges"))};
constexpr Key kAutoIntervalProps[] = {required(text("datetime-lower")),
                                      required(text("datetime-upper")),
                                      required(integer("sharding-seconds", 1, kInt64Max))};
constexpr Key kIntervalProps[] = {required(text("datetime-pattern")),
                                  required(text("datetime-lower")),
                                  text("datetime-upper"),
                                  required(text("sharding-suffix-pattern")),
                                  integer("datetime-interval-amount", 1, kInt32Max),
                                  text("datetime-interval-unit")};
constexpr Key kComplexInlineProps[] = {required(text("algorithm-expression")),
                                       text("sharding-columns"),
                                       boolean("allow-range-query-with-inline-sharding")};
constexpr Key kHintInlineProps[] = {text("algorithm-expression")};
constexpr Key kJumpHashProps[] = {required(integer("sharding-count", 1, 65'536))};
constexpr Key kListProps[] = {required(text("sharding-lists")), integer("others", 0, kInt32Max)};
constexpr Key kSnowflakeProps[] = {
    integer("worker-id", 0, 1023), integer("max-vibration-offset", 0, 4095),
    integer("max-tolerate-time-difference-milliseconds", 0, kInt32Max)};
constexpr Key kDatabasePermittedProps[] = {required(text("user-database-mappings"))};

constexpr AlgorithmType kSharding[] = {
    {.name = "INLINE", .props = {kInlineProps}},
    {.name = "MOD", .props = {kModProps}},
    {.name = "HASH_MOD", .props = {kHashModProps}},
    {.name = "VOLUME_RANGE", .props = {kVolumeRangeProps}},
    {.name = "BOUNDARY_RANGE", .props = {kBoundaryRangeProps}},
    {.name = "AUTO_INTERVAL", .props = {kAutoIntervalProps}},
    {.name = "INTERVAL", .props = {kIntervalProps}},
    {.name = "COMPLEX_INLINE", .props = {kComplexInlineProps}},
    {.name = "HINT_INLINE", .props = {kHintInlineProps}},
    {.name = "JUMP_HASH", .props = {kJumpHashProps}},
    {.name = "LIST", .props = {kListProps}},
    not_yet("CLASS_BASED"),
    not_yet("COSID_MOD"),
    not_yet("COSID_INTERVAL"),
    not_yet("COSID_INTERVAL_SNOWFLAKE"),
};
constexpr AlgorithmType kKeyGenerators[] = {
    {.name = "SNOWFLAKE", .props = {kSnowflakeProps}},
    {.name = "UUID"},
    not_yet("NANOID"),
    not_yet("COSID"),
    not_yet("COSID_SNOWFLAKE"),
};
constexpr AlgorithmType kAuditors[] = {{.name = "DML_SHARDING_CONDITIONS"}};
constexpr AlgorithmType kAuthenticators[] = {
    {.name = "NATIVE"},
    {.name = "CACHING_SHA2_PASSWORD"},
    {.name = "CLEAR_TEXT"},
    {.name = "ED25519"},
};
constexpr AlgorithmType kPrivileges[] = {
    {.name = "ALL_PERMITTED"},
    {.name = "DATABASE_PERMITTED", .props = {kDatabasePermittedProps}},
};

constexpr AlgorithmType kLoadBalancers[] = {
    {.name = "ROUND_ROBIN"},
    {.name = "RANDOM"},
    {.name = "WEIGHT", .any_props = true},
};

const AlgorithmType* find_type(std::span<const AlgorithmType> types, std::string_view name) {
  const auto found = std::find_if(types.begin(), types.end(), [&](const AlgorithmType& type) {
    return equal_ignoring_case(type.name, name);
  });
  return found == types.end() ? nullptr : &*found;
}

// A prop's text in the one form that readers of Algorithm::props expect.
std::string canonical(const Key& key, const std::string& text) {
  const std::optional<bool> flag = parse_boolean(text);
  if (key.shape != Shape::boolean || !flag) return text;
  return *flag ? "true" : "false";
}

}  // namespace

constinit const std::span<const AlgorithmType> kShardingAlgorithmTypes{kSharding};
constinit const std::span<const AlgorithmType> kKeyGeneratorTypes{kKeyGenerators};
constinit const std::span<const AlgorithmType> kAuditorTypes{kAuditors};
constinit const std::span<const AlgorithmType> kAuthenticatorTypes{kAuthenticators};
constinit const std::span<const AlgorithmType> kPrivilegeTypes{kPrivileges};
constinit const std::span<const AlgorithmType> kLoadBalancerTypes{kLoadBalancers};

std::optional<Algorithm> read_algorithm(const YamlNode& node, std::string_view name,
                                        std::span<const AlgorithmType> types,
                                        const std::string& what, Report& report) {
  const YamlNode* type_node = node.scalar("type");
  if (!type_node) return std::nullopt;  // check_keys() has asked for it
  const AlgorithmType* type = find_type(types, type_node->text);
  if (!type) {
    std::vector<std::string_view> names;
    for (const AlgorithmType& known : types) names.push_back(known.name);
    report.error(*type_node, what + " has the unknown type '" + type_node->text + "'" +
                                 suggestion(type_node->text, names));
    return std::nullopt;
  }
  if (type->support == Support::unsupported) {
    report.error(*type_node, what + ": type " + std::string(type->name) + " is not supported yet");
    return std::nullopt;
  }
  Algorithm algorithm{std::string(name), std::string(type->name), {}};
  YamlNode no_props;
  no_props.line = node.line;
  no_props.column = node.column;
  const YamlNode& props = node.map("props") ? *node.map("props") : no_props;
  if (!type->any_props) check_keys(props, type->props, what, report);
  for (const YamlEntry& entry : props.entries) {
    if (type->any_props) algorithm.props[entry.key->text] = entry.value->text;
    const Key* key = type->props.find(entry.key->text);
    if (key && entry.value->is_scalar()) {
      algorithm.props[entry.key->text] = canonical(*key, entry.value->text);
    }
  }
  return algorithm;
}

}  // namespace sluice::config
