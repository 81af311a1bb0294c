// SPDX-License-Identifier: Apache-2.0
#include "router/algorithm/key_generator.h"

#include "router/algorithm/props.h"
#include "router/algorithm/snowflake.h"
#include "router/algorithm/uuid.h"

namespace sluice::router {

Result<std::shared_ptr<KeyGenerator>> make_key_generator(const config::Algorithm& config) {
  if (config.type == "SNOWFLAKE") return SnowflakeGenerator::make(config);
  if (config.type == "UUID") return std::shared_ptr<KeyGenerator>(new UuidGenerator);
  return bad_prop(config, "", "this type is not supported yet");
}

}  // namespace sluice::router
