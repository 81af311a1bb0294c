// SPDX-License-Identifier: Apache-2.0
// Makes a scripted server answer what the gateway asks when it loads the schema: a t_user(user_id
// BIGINT, name VARCHAR(20), payload LONGBLOB) and, if wanted, a t_setting(id BIGINT).
#pragma once

#include "tests/support/scripted_server.h"

namespace sluice::test {

void answer_schema_queries(ScriptedServer& server, bool with_setting);

}  // namespace sluice::test
