// SPDX-License-Identifier: Apache-2.0
// Every key of the configuration files, one table per YAML class of ShardingSphere-Proxy 5.5 and
// one for the `sluice` block. docs/config.md explains them.
#pragma once

#include "config/known_keys.h"

namespace sluice::config {

extern const KeyTable kGlobalKeys;     // global.yaml
extern const KeyTable kDatabaseKeys;   // database-*.yaml
extern const KeyTable kSingleKeys;     // - !SINGLE
extern const KeyTable kBroadcastKeys;  // - !BROADCAST
extern const KeyTable kShardingKeys;   // - !SHARDING
extern const KeyTable kSplittingKeys;  // - !READWRITE_SPLITTING

}  // namespace sluice::config
