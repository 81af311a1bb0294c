// SPDX-License-Identifier: Apache-2.0
// A statement planned outside of a session, with the values in its text, to be shown and not run:
// `sluice explain` and the status page's route box.
//
// Ownership: keeps what the plan's views refer to, so it stays where it is. Thread rule: one
// thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "router/resolve.h"

namespace sluice::frontend {

struct PlannedText {
  std::string sql;  // as it was given
  parser::LexOptions lex;
  parser::Normalized normalized;
  std::string storage;    // of a statement with version comments
  std::string rewritten;  // what is run instead
  std::optional<router::Hints> hints;
  router::StatementValues values;
  router::PlanPtr plan;
  router::Resolution resolution;
  router::SessionValues session;
};

// Errors: those of scanning, planning and routing; wrong_arguments for a statement with `?`.
Result<std::unique_ptr<PlannedText>> plan_text_of(std::string sql, const parser::LexOptions& lex,
                                                  const std::string& database,
                                                  const router::MetadataSnapshot& metadata);

}  // namespace sluice::frontend
