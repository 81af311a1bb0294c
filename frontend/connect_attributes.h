// SPDX-License-Identifier: Apache-2.0
// What is kept of the attributes that a client tells of itself when it logs in. Pure.
#pragma once

#include "common/wire/messages.h"

namespace sluice::frontend {

// As servers keep them by default (performance_schema_session_connect_attrs_size): those that fit
// into 512 bytes, lengths included, and behind them how many bytes did not as `_truncated`.
wire::ConnectAttributes limited_attributes(wire::ConnectAttributes attributes);

}  // namespace sluice::frontend
