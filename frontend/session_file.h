// SPDX-License-Identifier: Apache-2.0
// The file that a session's client sends for LOAD DATA LOCAL: messages that count on from the
// request, closed by an empty one. Between two of them the client has `net_read_timeout`.
//
// Ownership: belongs to the ClientSession whose stream and reader it uses. Thread rule: its
// worker's thread.
#pragma once

#include "common/net/stream.h"
#include "common/wire/frame_reader.h"
#include "frontend/session.h"

namespace sluice::frontend {

class SessionFile : public executor::ClientFile {
 public:
  SessionFile(Session& session, net::Stream& stream, wire::FrameReader& reader)
      : session_(session), stream_(stream), reader_(reader) {}

  bool allowed() const override;
  Task<Result<void>> request(std::string_view name) override;
  Task<Result<Bytes>> next() override;
  Task<Result<void>> skip_rest() override;

 private:
  std::chrono::milliseconds patience() const;
  Error lost(const Error& error);

  Session& session_;
  net::Stream& stream_;
  wire::FrameReader& reader_;
  bool open_ = false;
};

}  // namespace sluice::frontend
