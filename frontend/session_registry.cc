// SPDX-License-Identifier: Apache-2.0
#include "frontend/session_registry.h"

#include <limits>

namespace sluice::frontend {

void SessionRegistry::add(std::uint32_t id, SessionOwner& owner) {
  const std::lock_guard lock(mutex_);
  sessions_.insert_or_assign(id, Entry{&owner, {}});
}

void SessionRegistry::set_user(std::uint32_t id, const std::string& user) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(id);
  if (found != sessions_.end()) found->second.user = user;
}

void SessionRegistry::remove(std::uint32_t id) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(id);
}

Result<void> SessionRegistry::kill(const std::string& user, bool admin, std::uint64_t id,
                                   KillScope scope) {
  const std::lock_guard lock(mutex_);
  const auto found = id > std::numeric_limits<std::uint32_t>::max()
                         ? sessions_.end()
                         : sessions_.find(static_cast<std::uint32_t>(id));
  if (found == sessions_.end()) return make_error(ErrorId::no_such_thread, {std::to_string(id)});
  if (!admin && found->second.user != user) {
    return make_error(ErrorId::not_thread_owner, {std::to_string(id)});
  }
  found->second.owner->kill_session(found->first, scope);
  return {};
}

}  // namespace sluice::frontend
