// SPDX-License-Identifier: Apache-2.0
// /api/errors: what ended connections or made commands fail, by source
// (common/telemetry/end_source.h).
#include <nlohmann/json.hpp>

#include "common/telemetry/end_source.h"
#include "frontend/admin/endpoints.h"

namespace sluice::frontend {

nlohmann::json errors_json(const GatewayView& gateway) {
  const GatewayStatus status = gateway.status();
  nlohmann::json rows = nlohmann::json::array();
  for (std::size_t i = 0; i < kEndSources; ++i) {
    const EndSourceInfo& info = end_source_info(static_cast<EndSource>(i));
    rows.push_back({{"component", info.component},
                    {"source", info.name},
                    {"normal", info.normal},
                    {"count", status.total(info.member)}});
  }
  return {{"sources", rows}};
}

}  // namespace sluice::frontend
