// SPDX-License-Identifier: Apache-2.0
// From a request and the shards' column definitions to what the merge pipeline needs.
#pragma once

#include "executor/operators/merge_pipeline.h"
#include "executor/request.h"

namespace sluice::executor {

Result<MergeSetup> make_merge_setup(const Request& request,
                                    const std::vector<wire::ColumnInfo>& columns,
                                    std::size_t inputs);

}  // namespace sluice::executor
