// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/concatenate.h"

namespace sluice::executor::operators {

Result<Pumped> Concatenate::pump(RowConsumer& consumer) {
  for (; current_ < inputs_.size(); ++current_) {
    InputRows& rows = inputs_[current_];
    while (!rows.empty()) {
      const Bytes payload = rows.take();
      if (split_) {
        Result<void> done = wire::split_row(payload, layout_.format, layout_.columns, cells_);
        if (!done) return done.error();
      } else if (payload.empty()) {
        return make_error(ErrorId::malformed_packet, {"row"});
      }
      const Result<Flow> flow = consumer.push(Row{payload, cells_});
      if (!flow) return flow.error();
      if (*flow == Flow::full) return Pumped{Pumped::Kind::full};
      if (*flow == Flow::satisfied) return Pumped{Pumped::Kind::satisfied};
    }
    if (!rows.finished()) return Pumped{Pumped::Kind::need_input, current_};
  }
  return Pumped{Pumped::Kind::exhausted};
}

}  // namespace sluice::executor::operators
