// SPDX-License-Identifier: Apache-2.0
// The hash that accounts of caching_sha2_password are stored with: Ulrich Drepper's SHA-crypt with
// SHA-256, as MySQL uses it (a salt of 20 characters, where crypt(3) stops at 16).
// Sources: "Unix crypt using SHA-256 and SHA-512"; MySQL source documentation,
// "Caching_sha2_password information". Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::wire {

// MySQL's limit for passwords that are hashed so; the work grows with length times rounds.
inline constexpr std::size_t kMaxHashedPassword = 256;

// The 43 characters behind the salt. Precondition: the password is not longer than
// kMaxHashedPassword.
std::string sha256_crypt(std::string_view password, std::string_view salt, std::uint32_t rounds);

}  // namespace sluice::wire
