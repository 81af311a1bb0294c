// SPDX-License-Identifier: Apache-2.0
// The keys of one data source, which global.yaml and database-*.yaml share.
#pragma once

#include "config/known_keys.h"

namespace sluice::config {

inline constexpr std::int64_t kLongestMilliseconds = std::int64_t{366} * 24 * 3'600'000;

inline constexpr Key kDataSourceKeyList[] = {
    required(text("url")),
    required(text("username")),
    text("password"),
    integer("connectionTimeoutMilliseconds", 0, kLongestMilliseconds),
    integer("idleTimeoutMilliseconds", 0, kLongestMilliseconds),
    integer("maxLifetimeMilliseconds", 0, kLongestMilliseconds),
    integer("maxPoolSize", 1, 65'535),
    integer("minPoolSize", 0, 65'535),
    boolean("readOnly"),
    harmless(text("dataSourceClassName")),
    harmless(text("driverClassName")),
    no_effect(props("customPoolProps")),
};
inline constexpr KeyTable kDataSourceKeys{kDataSourceKeyList};

}  // namespace sluice::config
