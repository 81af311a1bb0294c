// SPDX-License-Identifier: Apache-2.0
// Two scripted servers with a sharded t_user (user_id % 2 is the shard; a single t_setting lies on
// ds_0), and the gateway in front of them with its schema loaded. Errors: std::runtime_error.
// Thread rule: as EmbeddedGateway.
#pragma once

#include <array>
#include <optional>

#include "tests/component/embedded_gateway.h"
#include "tests/support/raw_client.h"
#include "tests/support/scripted_server.h"
#include "tests/support/scripted_steps.h"

namespace sluice::test {

// The account of the gateway's users, and what must never be seen in a message: the pools' own.
inline constexpr const char* kUser = "app";
inline constexpr const char* kPassword = "app-secret";
inline constexpr const char* kPoolUser = "pool_account";
inline constexpr const char* kPoolPassword = "pool-secret";

struct FakeClusterOptions {
  int workers = 1;                   // one: tests can tell which pool a session uses
  std::string sluice_block = {};     // more lines of it, indented by two
  std::string authority_block = {};  // as well
  std::string props = {};            // as well
  std::string url_parameters = "connectTimeout=20000&socketTimeout=20000";
  GreetingOptions greeting = {};  // of the schema's connections
};

class FakeCluster {
 public:
  explicit FakeCluster(const FakeClusterOptions& options = {});

  ScriptedServer& shard(std::size_t index) { return *shards_[index]; }
  EmbeddedGateway& gateway() { return *gateway_; }
  std::uint16_t port() const { return gateway_->port(); }
  std::uint16_t http_port() const { return gateway_->http_port(); }
  std::uint16_t admin_port() const { return gateway_->admin_port(); }

  static LoginOptions login_options();  // kUser in database shop
  // Logged in; throws if that fails.
  RawClient connect(const LoginOptions& options = login_options());

  // Shard `index` goes away, or comes back on its port with its schema.
  void stop_shard(std::size_t index);
  void start_shard(std::size_t index);

  // All that scripts did not expect, a line each.
  std::string failures() const;

 private:
  void wait_for_schema();

  std::array<std::unique_ptr<ScriptedServer>, 2> shards_;
  std::array<std::uint16_t, 2> ports_{};
  std::optional<EmbeddedGateway> gateway_;
};

}  // namespace sluice::test
