// SPDX-License-Identifier: Apache-2.0
#include "backend/control/xa_recovery.h"

#include <memory>
#include <vector>

#include <cppconn/statement.h>

#include "backend/control/control_connection.h"
#include "common/telemetry/log.h"

namespace sluice::backend {
namespace {

struct FoundBranch {
  std::string transaction;
  std::string number;
};

// XA RECOVER's columns: formatID, gtrid_length, bqual_length, data.
std::vector<FoundBranch> prepared_branches(sql::Connection& connection) {
  const auto rows = query(connection, "XA RECOVER");
  std::vector<FoundBranch> branches;
  while (rows->next()) {
    const std::string data = rows->getString(4).asStdString();
    const std::size_t length = rows->getUInt(2);
    if (length > data.size()) continue;
    branches.push_back({data.substr(0, length), data.substr(length)});
  }
  return branches;
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

// Whether it is over; another session may have ended it meanwhile.
bool end_branch(sql::Connection& connection, const std::string& source, const FoundBranch& branch,
                bool commit) {
  const char* const what = commit ? "XA COMMIT '" : "XA ROLLBACK '";
  try {
    const std::unique_ptr<sql::Statement> statement(connection.createStatement());
    statement->execute(what + branch.transaction + "','" + branch.number + "'");
  } catch (const sql::SQLException& failed) {
    log::warning(
        "xa", "a prepared branch could not be ended, and will be tried again",
        {{"data_source", source}, {"transaction", branch.transaction}, {"error", failed.what()}});
    return false;
  }
  log::info("xa", commit ? "a prepared branch was committed" : "a prepared branch was rolled back",
            {{"data_source", source}, {"transaction", branch.transaction}});
  return true;
}

}  // namespace

Result<Recovered> recover_branches(const config::DataSource& source, const DecisionLog& log) {
  try {
    const std::unique_ptr<sql::Connection> connection = connect(source);
    Recovered recovered;
    // First what is prepared, then what is decided: a branch that is listed and whose transaction
    // is not in flight any more has its verdict.
    for (const FoundBranch& branch : prepared_branches(*connection)) {
      const Verdict verdict = log.verdict(branch.transaction);
      if (verdict == Verdict::foreign || !is_number(branch.number)) continue;
      const bool commit = verdict == Verdict::commit;
      if (verdict == Verdict::in_flight || !end_branch(*connection, source.name, branch, commit)) {
        recovered.left.insert(branch.transaction);
      } else {
        ++(commit ? recovered.committed : recovered.rolled_back);
      }
    }
    return recovered;
  } catch (const std::exception& failed) {
    return control_error(source, failed);
  }
}

}  // namespace sluice::backend
