// SPDX-License-Identifier: Apache-2.0
// What the HTTP listener answers, one file each. They know the gateway, not the transport: texts
// and JSON come out. Thread rule: those of GatewayView.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "frontend/admin/gateway_view.h"

namespace sluice::frontend {

// GET /metrics, in Prometheus' text format 0.0.4.
std::string metrics_text(const GatewayView& gateway);

// The JSON below is what the status page shows. docs/operations.md describes its members.

// GET /api/status. `actions`: whether there is a token, so that actions can be allowed at all.
nlohmann::json status_json(const GatewayView& gateway, bool actions);
// GET /api/servers
nlohmann::json servers_json(const GatewayView& gateway);
// GET /api/sessions
nlohmann::json sessions_json(const GatewayView& gateway);
// GET /api/digests
nlohmann::json digests_json(const GatewayView& gateway, std::size_t limit);
// GET /api/errors
nlohmann::json errors_json(const GatewayView& gateway);

// POST /api/route: where `sql` would go. The request is {"sql": "..", "database": ".."}, the
// database may be absent: the first one. Errors: those of planning; wrong_arguments for a request
// that is no such thing.
Result<nlohmann::json> route_json(const GatewayView& gateway, std::string_view request);

// GET /: the page, whose own style and script carry this nonce.
std::string status_page(std::string_view nonce);

}  // namespace sluice::frontend
