// SPDX-License-Identifier: Apache-2.0
#include "frontend/session_file.h"

#include <charconv>

namespace sluice::frontend {
namespace {

constexpr std::byte kRequest{0xfb};
constexpr std::chrono::seconds kPatience{30};  // the servers' default of net_read_timeout

}  // namespace

bool SessionFile::allowed() const {
  return (session_.login.capabilities & wire::capability::kLocalFiles) != 0;
}

std::chrono::milliseconds SessionFile::patience() const {
  const std::string* set = session_.state.variables->find("net_read_timeout");
  std::uint32_t seconds = 0;
  if (set != nullptr) std::from_chars(set->data(), set->data() + set->size(), seconds);
  return seconds == 0 ? kPatience : std::chrono::seconds(seconds);
}

Task<Result<void>> SessionFile::request(std::string_view name) {
  Buffer payload{kRequest};
  const Bytes text = as_bytes(name);
  payload.insert(payload.end(), text.begin(), text.end());
  session_.client.message(payload);
  reader_.expect_sequence(session_.client.sequence());
  open_ = true;
  return session_.client.flush();
}

// What comes behind the error would be taken for the file.
Error SessionFile::lost(const Error& error) {
  open_ = false;
  session_.closing = true;
  return error;
}

Task<Result<Bytes>> SessionFile::next() {
  for (;;) {
    Result<std::optional<wire::Message>> next = reader_.next();
    if (!next) {
      session_.client.set_sequence(reader_.refusal_sequence());
      co_return lost(next.error());
    }
    if (*next) {
      session_.client.set_sequence((*next)->next_sequence);
      open_ = !(*next)->payload.empty();
      co_return (*next)->payload;
    }
    auto reading = stream_.read_some(reader_.prepare(), deadline_after(patience()));
    const net::IoResult got = co_await reading;
    if (got.status != net::IoStatus::ok) {
      const bool late = got.status == net::IoStatus::timed_out;
      co_return lost(make_error(late ? ErrorId::client_timeout : ErrorId::client_gone));
    }
    session_.services.counters.bytes_from_clients.add(got.bytes);
    reader_.commit(got.bytes);
  }
}

Task<Result<void>> SessionFile::skip_rest() {
  while (open_) {
    Result<Bytes> piece = co_await next();
    if (!piece) co_return piece.error();
  }
  co_return Result<void>();
}

}  // namespace sluice::frontend
