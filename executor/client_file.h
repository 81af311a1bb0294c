// SPDX-License-Identifier: Apache-2.0
// A file that the client sends because LOAD DATA LOCAL asked it to: the session's end of it. Thread
// rule: its worker's thread. Source: MySQL source documentation, "LOCAL INFILE Request".
#pragma once

#include <string_view>

#include "common/base/bytes.h"
#include "common/base/result.h"
#include "common/base/task.h"

namespace sluice::executor {

class ClientFile {
 public:
  virtual ~ClientFile() = default;
  // Whether the client takes such requests and the configuration allows them.
  virtual bool allowed() const = 0;
  // Asks for the file. From now on the client sends, until next() has said that it is at its end;
  // only then may it be answered.
  virtual Task<Result<void>> request(std::string_view name) = 0;
  // The next piece, valid until the next call; empty: the end. A client that refuses sends nothing
  // else. Errors: client_gone, client_timeout, packet errors; the session can only end then.
  virtual Task<Result<Bytes>> next() = 0;
  // Reads and forgets what is left.
  virtual Task<Result<void>> skip_rest() = 0;
};

}  // namespace sluice::executor
