// SPDX-License-Identifier: Apache-2.0
// /api/route: where a statement would go and what would be done with the rows; nothing is run.
#include <nlohmann/json.hpp>

#include "frontend/admin/endpoints.h"
#include "frontend/statement/planned_text.h"
#include "router/plan_text.h"

namespace sluice::frontend {
namespace {

constexpr std::size_t kMaxUnits = 200;

Error not_a_request() {
  return make_error(ErrorId::wrong_arguments,
                    {R"(/api/route: the body must be {"sql": "..", "database": ".."})"});
}

std::string text_member(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || !found->is_string() ? std::string() : found->get<std::string>();
}

nlohmann::json describe(const PlannedText& planned) {
  const auto units =
      router::unit_texts(*planned.plan, planned.resolution, planned.values, planned.session);
  nlohmann::json rows = nlohmann::json::array();
  for (const router::UnitText& unit : units) {
    if (rows.size() == kMaxUnits) break;
    rows.push_back({{"data_source", unit.data_source}, {"sql", unit.sql}});
  }
  nlohmann::json steps = nlohmann::json::array();
  if (planned.plan->routed() != nullptr && units.size() > 1)
    steps = router::merge_steps(*planned.plan->routed());
  return {{"route", router::route_line(*planned.plan)},
          {"total_units", units.size()},
          {"units", rows},
          {"merge", steps}};
}

}  // namespace

Result<nlohmann::json> route_json(const GatewayView& gateway, std::string_view request) {
  const nlohmann::json body = nlohmann::json::parse(request, nullptr, false);
  if (!body.is_object()) return not_a_request();
  std::string sql = text_member(body, "sql");
  if (sql.empty()) return not_a_request();
  std::string database = text_member(body, "database");
  const router::MetadataSnapshot metadata = gateway.metadata();
  if (database.empty()) database = gateway.config().databases.front().name;
  if (metadata->find(database) == nullptr) {
    return make_error(ErrorId::unknown_database, {database});
  }
  parser::LexOptions lex;
  lex.mariadb = metadata->server_version.empty() || metadata->is_mariadb();
  Result<std::unique_ptr<PlannedText>> planned =
      plan_text_of(std::move(sql), lex, database, metadata);
  if (!planned) return planned.error();
  return describe(**planned);
}

}  // namespace sluice::frontend
