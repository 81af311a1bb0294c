// SPDX-License-Identifier: Apache-2.0
// One entry of dataSources.
#pragma once

#include "config/config.h"
#include "config/report.h"
#include "config/yaml_node.h"

namespace sluice::config {

DataSource read_data_source(const YamlEntry& entry, milliseconds connect_timeout, Report& report);

}  // namespace sluice::config
