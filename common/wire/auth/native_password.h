// SPDX-License-Identifier: Apache-2.0
// mysql_native_password: response = SHA1(password) XOR SHA1(nonce + SHA1(SHA1(password))).
// Source: MySQL source documentation, "Native Authentication". Pure; passwords are never logged.
#pragma once

#include <array>
#include <string_view>

#include "common/wire/messages.h"

namespace sluice::wire {

inline constexpr std::string_view kNativePassword = "mysql_native_password";
using Sha1 = std::array<std::byte, 20>;

// SHA1(SHA1(password)), which servers and sluice.users store.
Sha1 native_password_hash(std::string_view password);

// What a client answers; empty for an empty password.
Buffer native_password_response(std::string_view password, const Nonce& nonce);

// Whether `response` proves knowledge of the password with this stored hash; constant time.
bool verify_native_password(Bytes response, const Sha1& stored, const Nonce& nonce);

}  // namespace sluice::wire
