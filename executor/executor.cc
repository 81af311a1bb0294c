// SPDX-License-Identifier: Apache-2.0
#include "executor/executor.h"

#include "executor/federation.h"
#include "executor/load_data.h"
#include "executor/scatter_read.h"
#include "executor/scatter_write.h"
#include "executor/single_unit.h"
#include "router/load/load_plan.h"

namespace sluice::executor {
namespace {

Task<Result<void>> refuse_file(bool mariadb) {
  const Error error = make_error(ErrorId::local_files_disabled);
  if (mariadb) co_return error.with_number(4166, "HY000");
  co_return error;
}

}  // namespace

Task<Result<void>> execute(Request& request) {
  if (request.resolution.federated) {
    request.counters.routed_federated.add();
    return run_federation(request);
  }
  if (request.routed.load != nullptr) {
    if (!request.file->allowed()) return refuse_file(request.values.lex->mariadb);
    if (!request.routed.load->whole_file) {
      request.counters.routed_scatter.add();
      return run_split_load(request);
    }
  }
  if (request.resolution.units.size() == 1) {
    request.counters.routed_single.add();
    return run_single_unit(request);
  }
  request.counters.routed_scatter.add();
  switch (request.routed.statement_class) {
    case router::StatementClass::ddl:
      return run_scatter_ddl(request);
    case router::StatementClass::write:
      return run_scatter_write(request);
    case router::StatementClass::read:
    case router::StatementClass::locking_read:
    case router::StatementClass::utility:
      break;
  }
  return run_scatter_read(request);
}

}  // namespace sluice::executor
