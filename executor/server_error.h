// SPDX-License-Identifier: Apache-2.0
// An ERR packet of a server as an Error.
#pragma once

#include "backend/connection.h"
#include "executor/name_map.h"

namespace sluice::executor {

// `names`: maps actual names in the message; may be null. A packet that cannot be decoded breaks
// the connection and is a backend_protocol error.
Error server_error(Bytes payload, backend::Connection& connection, const NameMap* names = nullptr);

// The same error with logical names in its message; errors of our own stay as they are.
Error with_logical_names(const Error& error, const NameMap& names);

}  // namespace sluice::executor
