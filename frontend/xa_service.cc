// SPDX-License-Identifier: Apache-2.0
#include "frontend/xa_service.h"

#include <tuple>

#include "backend/control/xa_recovery.h"
#include "common/telemetry/log.h"

namespace sluice::frontend {
namespace {

// Branches are left by crashes and lost connections only; while there are some, they hold locks.
constexpr std::chrono::seconds kCalm{10};
constexpr std::chrono::seconds kBusy{1};

}  // namespace

void XaService::start() {
  loop_.start([this]() -> std::chrono::milliseconds { return recover() ? kCalm : kBusy; });
}

// One round over all servers; whether nothing is left. A server is asked once, however many data
// sources are its databases.
bool XaService::recover() {
  const std::vector<std::string> unfinished = log_.unfinished();
  std::set<std::tuple<std::string, std::uint16_t, std::string>> asked;
  std::set<std::string> left;
  bool all_reached = true;
  for (const config::Database& database : config_->databases) {
    for (const config::DataSource& source : database.data_sources) {
      if (!asked.emplace(source.host, source.port, source.username).second) continue;
      if (!recover_source(database.name, source, left)) all_reached = false;
    }
  }
  // What was decided before the round and that no server has a branch of is over.
  for (const std::string& transaction : unfinished) {
    if (all_reached && !left.contains(transaction)) log_.finished(transaction);
  }
  return all_reached && left.empty();
}

// Whether it could be asked. A server that can't be, or an account that may not, is said once.
bool XaService::recover_source(const std::string& database, const config::DataSource& source,
                               std::set<std::string>& left) {
  const std::string name = database + "." + source.name;
  Result<backend::Recovered> recovered = backend::recover_branches(source, log_);
  if (recovered) {
    left.merge(recovered->left);
    reported_.erase(name);
    return true;
  }
  if (reported_.insert(name).second) {
    log::warning("xa", "prepared branches can't be looked for, and are not ended until they can",
                 {{"database", database},
                  {"data_source", source.name},
                  {"error", recovered.error().message()}});
  }
  return false;
}

}  // namespace sluice::frontend
