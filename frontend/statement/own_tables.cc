// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/own_tables.h"

#include "frontend/process_list.h"
#include "frontend/statement/open_tables.h"
#include "router/system_tables.h"

namespace sluice::frontend {
namespace {

executor::OwnTable::Row row_of(const ProcessInfo& process) {
  executor::OwnTable::Row row{
      {"ID", std::to_string(process.id)},
      {"USER", process.user.empty() ? "unauthenticated user" : process.user},
      {"HOST", process.host},
      {"COMMAND", process.command},
      {"TIME", std::to_string(process.time.count())},
      {"TIME_MS", std::to_string(process.time.count() * 1000)},
      {"STATE", process.state()},
      {"INFO", process.info},
      {"INFO_BINARY", process.info}};
  if (!process.database.empty()) row["DB"] = process.database;
  return row;
}

Task<executor::OwnTable> process_list(Session& session) {
  WorkerServices& services = session.services;
  ProcessListGather gather(services.shared.owners, services.context, services.ticker);
  const std::vector<ProcessInfo> processes = co_await gather;
  executor::OwnTable table{.name = "PROCESSLIST", .rows = {}};
  for (const ProcessInfo& process : processes) {
    if (!session.login.admin && process.user != session.login.user) continue;
    table.rows.push_back(row_of(process));
  }
  co_return table;
}

// Those of other accounts are an administrator's to see; SESSION_ACCOUNT_.. has none of them.
Task<executor::OwnTable> connect_attributes(Session& session, const std::string& name) {
  WorkerServices& services = session.services;
  ProcessListGather gather(services.shared.owners, services.context, services.ticker);
  const std::vector<ProcessInfo> processes = co_await gather;
  const bool all = session.login.admin && name == "SESSION_CONNECT_ATTRS";
  executor::OwnTable table{.name = name, .rows = {}};
  for (const ProcessInfo& process : processes) {
    if (!all && process.user != session.login.user) continue;
    for (std::size_t i = 0; i < process.attributes.size(); ++i) {
      const auto& [key, value] = process.attributes[i];
      table.rows.push_back({{"PROCESSLIST_ID", std::to_string(process.id)},
                            {"ATTR_NAME", key},
                            {"ATTR_VALUE", value},
                            {"ORDINAL_POSITION", std::to_string(i)}});
    }
  }
  co_return table;
}

}  // namespace

std::vector<AccountGrants> visible_accounts(const Session& session) {
  std::vector<AccountGrants> accounts = account_grants(session.services.config.global);
  std::erase_if(accounts, [&](const AccountGrants& account) {
    return !session.login.admin &&
           (account.user != session.login.user || account.host != session.login.account_host);
  });
  return accounts;
}

Task<Result<std::vector<executor::OwnTable>>> own_tables(
    Session& session, const router::RoutedPlan& plan,
    std::span<const executor::VisibleDatabase> visible) {
  std::vector<executor::OwnTable> tables;
  if (!plan.federation) co_return tables;
  for (const router::Gather& gather : plan.federation->gathers) {
    if (!gather.system || gather.system->source != router::SystemSource::gateway) continue;
    const std::string& name = gather.system->name;
    const auto has_name = [&](const executor::OwnTable& table) { return table.name == name; };
    if (std::any_of(tables.begin(), tables.end(), has_name)) continue;
    if (name == "PROCESSLIST") {
      executor::OwnTable processes = co_await process_list(session);
      tables.push_back(std::move(processes));
      continue;
    }
    if (name.ends_with("CONNECT_ATTRS")) {
      executor::OwnTable attributes = co_await connect_attributes(session, name);
      tables.push_back(std::move(attributes));
      continue;
    }
    if (name == router::kOpenTables) {
      Result<std::vector<executor::OwnTable::Row>> open =
          co_await open_tables(session, *gather.system, visible);
      if (!open) co_return open.error();
      tables.push_back({name, std::move(*open)});
      continue;
    }
    const std::vector<AccountGrants> accounts = visible_accounts(session);
    tables.push_back(name == "USER_PRIVILEGES" ? user_privileges(accounts, session.lex.mariadb)
                                               : schema_privileges(accounts, session.lex.mariadb));
  }
  co_return tables;
}

}  // namespace sluice::frontend
