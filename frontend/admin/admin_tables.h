// SPDX-License-Identifier: Apache-2.0
// The live state of the gateway as tables: what each is called, its columns, and where its rows
// come from. docs/operations.md lists them. Thread rule: those of GatewayView.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "frontend/admin/gateway_view.h"

namespace sluice::frontend {

// What one statement sees: workers are asked once, by the first table that needs them.
class AdminSnapshot {
 public:
  explicit AdminSnapshot(const GatewayView& gateway) : gateway_(gateway) {}

  const GatewayView& gateway() const { return gateway_; }
  const WorkerReports& reports();

 private:
  const GatewayView& gateway_;
  std::optional<WorkerReports> reports_;
};

using AdminValue = std::variant<std::monostate, std::int64_t, std::string>;  // nothing: NULL
using AdminRow = std::vector<AdminValue>;

struct AdminColumn {
  const char* name;
  bool number = false;
};

struct AdminTable {
  const char* name;
  const char* help;
  std::span<const AdminColumn> columns;
  std::vector<AdminRow> (*rows)(AdminSnapshot& snapshot);
};

// Sorted by name.
std::span<const AdminTable> admin_tables();

}  // namespace sluice::frontend
