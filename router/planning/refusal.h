// SPDX-License-Identifier: Apache-2.0
// The planner's refusals, worded in one place.
#pragma once

#include <string>
#include <string_view>

#include "common/base/error.h"

namespace sluice::router {

// `what` cannot be done for these tables (a list of names).
inline Error refuse(std::string_view what, std::string_view tables) {
  return make_error(ErrorId::unsupported,
                    {what, tables.empty() ? std::string_view("this statement") : tables});
}

// `what` would need one server connection of the session's own.
inline Error refuse_session(std::string_view what) {
  return make_error(ErrorId::unsupported, {what, "sessions on shared server connections"});
}

// `what` cannot be done when several units answer.
inline Error refuse_scatter(std::string_view what, std::string_view tables) {
  return make_error(ErrorId::scatter_unsupported, {what, tables});
}

}  // namespace sluice::router
