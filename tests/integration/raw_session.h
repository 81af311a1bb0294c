// SPDX-License-Identifier: Apache-2.0
// Raw clients of the shared cluster, logged in to the gateway or to the server alone, for tests of
// what client libraries never send.
#pragma once

#include <chrono>
#include <functional>

#include "tests/integration/shard_cluster.h"
#include "tests/support/raw_client.h"

namespace sluice::test {

inline constexpr wire::Capabilities kDeprecatingCapabilities =
    kUsualCapabilities | wire::capability::kDeprecateEof;

struct RawOptions {
  wire::Capabilities capabilities = kUsualCapabilities;
  std::string user = "root";
  std::string password = "root";  // on the gateway; on the server alone root has none
  std::string database = "shop";
};

// Throws if the login fails.
RawClient raw_gateway(const RawOptions& options = {});
RawClient raw_alone(const RawOptions& options = {});

// Cells of a text row; NULL is nothing.
std::vector<std::optional<std::string>> text_cells(Bytes row, std::size_t columns);
// The only cell of the only row. Throws if the reply is anything else.
std::string single_value(const RawReply& reply);

// Polls until `condition` holds; false when `limit` has passed.
bool eventually(const std::function<bool()>& condition,
                std::chrono::seconds limit = std::chrono::seconds(10));

}  // namespace sluice::test
