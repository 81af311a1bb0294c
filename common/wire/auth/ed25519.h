// SPDX-License-Identifier: Apache-2.0
// MariaDB's ed25519 (client_ed25519 at the client's end): the client signs the server's 32 random
// bytes. Signatures and public keys are those of RFC 8032, but the secret is not 32 bytes that are
// hashed: it is the password itself, of any length. So verifying is what every library does, and
// signing takes the scalar arithmetic below it. Source: MariaDB knowledge base, "Authentication
// Plugin - ed25519"; RFC 8032, section 5.1.
#pragma once

#include <array>
#include <string_view>

#include "common/base/bytes.h"

namespace sluice::wire {

inline constexpr std::string_view kEd25519 = "client_ed25519";
using Ed25519Key = std::array<std::byte, 32>;
using Ed25519Nonce = std::array<std::byte, 32>;

// The account's public key, which servers store in base64.
Ed25519Key ed25519_key(std::string_view password);

// What a client answers: 64 bytes.
Buffer ed25519_response(std::string_view password, const Ed25519Nonce& nonce);

bool verify_ed25519(Bytes response, const Ed25519Key& key, const Ed25519Nonce& nonce);

Ed25519Nonce make_ed25519_nonce();

}  // namespace sluice::wire
