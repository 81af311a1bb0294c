// SPDX-License-Identifier: Apache-2.0
#include "executor/server_error.h"

namespace sluice::executor {

Error server_error(Bytes payload, backend::Connection& connection, const NameMap* names) {
  const Result<wire::ErrPacket> err = wire::decode_err(payload, connection.capabilities());
  if (!err) {
    connection.mark_broken();
    return make_error(ErrorId::backend_protocol, {connection.name(), "ERR packet"});
  }
  return Error::from_server(
      err->number, err->sqlstate,
      names == nullptr ? std::string(err->message) : names->rename_in_message(err->message));
}

Error with_logical_names(const Error& error, const NameMap& names) {
  if (error.id() != ErrorId::server_error) return error;
  return Error::from_server(error.number(), error.sqlstate(),
                            names.rename_in_message(error.message()));
}

}  // namespace sluice::executor
