// SPDX-License-Identifier: Apache-2.0
// global.yaml (or server.yaml) to GlobalConfig.
#pragma once

#include <filesystem>
#include <vector>

#include "config/config.h"
#include "config/report.h"
#include "config/yaml_node.h"

namespace sluice::config {

// `root` is the file's map or null; relative file names in it are relative to `directory`.
GlobalConfig read_global(const YamlNode& root, const std::filesystem::path& directory,
                         Report& report);

// authority and sluice.users.
void read_authority(const YamlNode& root, GlobalConfig& config, Report& report);

// The sluice block without its users; props.proxy-frontend-ssl-* has a say in TLS.
void read_sluice(const YamlNode& root, const std::filesystem::path& directory, GlobalConfig& config,
                 Report& report);

// What global.yaml says about databases and tables: exact-string-keys, user-database-mappings.
void check_global_references(const YamlNode& root, const Config& config, Report& report);

}  // namespace sluice::config
