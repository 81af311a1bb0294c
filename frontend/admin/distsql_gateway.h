// SPDX-License-Identifier: Apache-2.0
// DistSQL's answers about the gateway itself, column by column as ShardingSphere 5.5 documents
// them. Thread rule: any.
#pragma once

#include <optional>
#include <string>

#include "frontend/result_set.h"
#include "frontend/worker_services.h"

namespace sluice::frontend {

// This gateway is the only node: there is no cluster yet.
ResultSet compute_nodes(const GatewayShared& shared);
ResultSet compute_node_info(const GatewayShared& shared);
ResultSet compute_node_mode();

// What `props` says, and the defaults of what it may say. `name`: one of them; empty: all.
ResultSet dist_variables(const config::Config& config, const std::optional<std::string>& like,
                         const std::string& name);

// Readers of groups: enabled, or disabled while no reads go there. `group` empty: all.
ResultSet splitting_status(const config::Database& database, const backend::HealthView& health,
                           const std::string& group);

}  // namespace sluice::frontend
