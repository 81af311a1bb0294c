// SPDX-License-Identifier: Apache-2.0
#include "router/staged_text.h"

#include "common/base/bytes.h"

namespace sluice::router {
namespace {

class Steps {
 public:
  Steps(const RoutedPlan& plan, const StatementValues& values, const SessionValues& session)
      : plan_(plan), write_(*plan.staged), values_(values), session_(session) {}

  std::vector<std::string> run() {
    std::vector<std::string> steps{"read: " + text(write_.read)};
    switch (write_.kind) {
      case StagedWrite::Kind::by_key:
        for (const StagedTarget& target : write_.targets) add_target(target, steps);
        break;
      case StagedWrite::Kind::rows:
        steps.push_back("write: " + text(write_.head) + "(rows read)" + text(write_.tail));
        break;
      case StagedWrite::Kind::evaluated: {
        std::string step = "write: " + text(write_.pieces.front());
        for (std::size_t i = 1; i < write_.pieces.size(); ++i) {
          step += " (value " + std::to_string(i) + ") " + text(write_.pieces[i]);
        }
        steps.push_back(std::move(step));
        break;
      }
    }
    return steps;
  }

 private:
  std::string text(const SqlTemplate& sql) const {
    Buffer out;
    std::vector<UnitParameter> parameters;
    render_staged(plan_, sql, values_, session_, out, parameters);
    return std::string(as_text(out));
  }

  std::string assignments(const std::vector<StagedAssignment>& list) const {
    std::string out;
    for (const StagedAssignment& each : list) {
      out += (out.empty() ? " SET " : ", ") + text(each.column) + " = " +
             (each.expression ? text(*each.expression) : "(value read)");
    }
    return out;
  }

  static std::string keys(const StagedTarget& target) {
    std::string names;
    for (const StagedKeyColumn& key : target.key) {
      names += (names.empty() ? "" : ", ") + key.before + quote_name(key.column.name) + key.behind;
    }
    return " WHERE (" + names + ") IN (keys read)";
  }

  void add_target(const StagedTarget& target, std::vector<std::string>& steps) const {
    steps.push_back("write: " + target.verb + target.table + assignments(target.assignments) +
                    keys(target) + text(target.order));
    if (!target.move) return;
    std::string columns;
    for (const StagedValue& key : target.move->keys) {
      columns += (columns.empty() ? "" : ", ") + key.column.name;
    }
    steps.push_back("move: rows whose " + columns + " changes are deleted and inserted anew");
  }

  const RoutedPlan& plan_;
  const StagedWrite& write_;
  const StatementValues& values_;
  const SessionValues& session_;
};

}  // namespace

std::vector<std::string> staged_steps(const RoutedPlan& plan, const StatementValues& values,
                                      const SessionValues& session) {
  return Steps(plan, values, session).run();
}

}  // namespace sluice::router
