// SPDX-License-Identifier: Apache-2.0
// Expected digests were computed with Python's hashlib, the encrypted password with the openssl
// command line tool; native hashes are also what SELECT PASSWORD() of MariaDB says.
#include <set>

#include "common/wire/auth/caching_sha2.h"
#include "common/wire/auth/ed25519.h"
#include "common/wire/auth/native_password.h"
#include "common/wire/auth/sha256_crypt.h"
#include "tests/unit/wire/hex.h"

namespace sluice::wire {

using test::hex;
using test::to_hex;

namespace {

const std::string kKeyFile = "tests/unit/wire/rsa_test_key.pem";

// ABC...T
Nonce test_nonce() {
  Nonce nonce;
  for (std::size_t i = 0; i < nonce.size(); ++i) nonce[i] = static_cast<std::byte>('A' + i);
  return nonce;
}

struct Vector {
  std::string password;
  std::string_view native_hash;
  std::string_view native_response;
  std::string_view sha2_digest;
  std::string_view sha2_response;
};

const Vector kVectors[] = {
    {"secret", "14e65567abdb5135d0cfd9a70b3032c179a49ee7",
     "28441590674285e7d03cae7af237504797f70e91",
     "3881219d087dd9c634373fd33dfa33a2cb6bfc6c520b64b8bb60ef2ceb534ae7",
     "d721e183c1f036a196c1389201b8d53f38064a16f1d0923683ab886763152d75"},
    {"пароль", "2b4008693c6019e508538174461e05663f283d2e",
     "8f45df7b4841c26ae64233e59b74df5dd2355893",
     "d2ef6dde5cb8862cd604e3ed9943a1563c57b5035faaa719df1a1607a3a3bb18",
     "d731c36dad3759bc76320caa5fa171e37179b0347b7bb2d9c256738dc98d5081"},
    {std::string(100, 'x'), "5615fcf664cc628d3aed5fd5d5138b5dae42d72c",
     "e533626046afd50c460320a07ba230b5734ac56a",
     "a141aa0b94d405f9b3524f479a805e64b8bc0ecbe277791f925546c2ceecc343",
     "3e5a24f4abb8ef56ae6febe09d12040c492f979eede3a1f1817678c98a820da1"},
};

}  // namespace

TEST_CASE("mysql_native_password") {
  for (const Vector& vector : kVectors) {
    const Sha1 stored = native_password_hash(vector.password);
    CHECK(to_hex(stored) == vector.native_hash);
    Buffer response = native_password_response(vector.password, test_nonce());
    CHECK(to_hex(response) == vector.native_response);
    CHECK(verify_native_password(response, stored, test_nonce()));
    Nonce other = test_nonce();
    other[19] = std::byte{'a'};
    CHECK_FALSE(verify_native_password(response, stored, other));
    CHECK_FALSE(verify_native_password(Bytes(response).first(19), stored, test_nonce()));
    response[0] ^= std::byte{1};
    CHECK_FALSE(verify_native_password(response, stored, test_nonce()));
    CHECK_FALSE(verify_native_password({}, stored, test_nonce()));
  }
  CHECK(native_password_response("", test_nonce()).empty());
}

TEST_CASE("caching_sha2_password, fast") {
  for (const Vector& vector : kVectors) {
    const Sha256 digest = caching_sha2_digest(vector.password);
    CHECK(to_hex(digest) == vector.sha2_digest);
    Buffer response = caching_sha2_response(vector.password, test_nonce());
    CHECK(to_hex(response) == vector.sha2_response);
    CHECK(verify_caching_sha2(response, digest, test_nonce()));
    CHECK_FALSE(verify_caching_sha2(Bytes(response).first(31), digest, test_nonce()));
    response[31] ^= std::byte{128};
    CHECK_FALSE(verify_caching_sha2(response, digest, test_nonce()));
  }
  CHECK(caching_sha2_response("", test_nonce()).empty());
}

TEST_CASE("caching_sha2_password, encrypted by another implementation") {
  const Result<RsaKey> key = RsaKey::load(kKeyFile);
  REQUIRE(key.ok());
  const Buffer encrypted =
      hex("34dcbeb4c6006ef451c64ce6cbaf1c69c5b040c9a1776d12f583964b4c86ecb5cf38692aebd5260a"
          "217260128807539e663d5b09fddc5756ad04c399b3b01706ea7292900ead7ad96af18542a71ab600"
          "f4e0186024331fc90ef2c8546b1b6e054644876e76246031f38b1cd1fdcf0df8b6ccf44b431f780f"
          "274a01b9fe712312bf98ec006b93529bfdd73791f291461ead3a455a4b61aa597e2882b3588fae5a"
          "2d051cb88af02f6f89964375aa1a11900a61ca3e95bc2e683e30031815df012d7da896b9972192de"
          "4d156deb9abfd18db86bfa14f3cdc42fd7b938777e3f6c370164202b4f8a34ee7e6042059484a5c7"
          "6e36441e643bcc85fe94f9805ac59464");
  const Result<std::string> password = key->decrypt_password(encrypted, test_nonce());
  REQUIRE(password.ok());
  CHECK(*password == "пароль and more than twenty bytes");
  for (const std::size_t length : {std::size_t{0}, std::size_t{1}, encrypted.size() - 1}) {
    CHECK_FALSE(key->decrypt_password(Bytes(encrypted).first(length), test_nonce()).ok());
  }
  Buffer damaged = encrypted;
  damaged[100] ^= std::byte{1};
  CHECK_FALSE(key->decrypt_password(damaged, test_nonce()).ok());
}

TEST_CASE("caching_sha2_password, encrypted here") {
  const Result<RsaKey> key = RsaKey::generate();
  REQUIRE(key.ok());
  CHECK(key->public_pem().starts_with("-----BEGIN PUBLIC KEY-----\n"));
  for (const std::string& password :
       {std::string("secret"), std::string(), std::string(213, 'p')}) {
    const Result<Buffer> encrypted = encrypt_password(password, test_nonce(), key->public_pem());
    REQUIRE(encrypted.ok());
    CHECK(encrypted->size() == 256);
    const Result<std::string> decrypted = key->decrypt_password(*encrypted, test_nonce());
    REQUIRE(decrypted.ok());
    CHECK(*decrypted == password);
  }
  // OAEP with SHA-1 leaves room for 214 bytes, one of which is the closing zero.
  CHECK_FALSE(encrypt_password(std::string(214, 'p'), test_nonce(), key->public_pem()).ok());
}

TEST_CASE("keys that are none") {
  CHECK_FALSE(encrypt_password("secret", test_nonce(), "").ok());
  CHECK_FALSE(encrypt_password("secret", test_nonce(), "-----BEGIN PUBLIC KEY-----\n").ok());
  // An elliptic curve's key is a public key, but not one to encrypt with.
  CHECK_FALSE(encrypt_password("secret", test_nonce(),
                               "-----BEGIN PUBLIC KEY-----\n"
                               "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAECgRIpuKFmmjAv36h073MPfXxHRA7\n"
                               "7/2rrDHsLU9k0L62fca6fGVMb+Yi4R/yd3rkoJhweVgONXb7ngWeAL5MsA==\n"
                               "-----END PUBLIC KEY-----\n")
                  .ok());
  const Result<RsaKey> missing = RsaKey::load("tests/unit/wire/no_such_file.pem");
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().id() == ErrorId::config_invalid);
  CHECK(missing.error().message().find("no_such_file.pem") != std::string::npos);
  CHECK_FALSE(RsaKey::load("tests/unit/wire/CMakeLists.txt").ok());
}

TEST_CASE("nonces have no zero byte, no dollar sign, and differ") {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const Nonce nonce = make_nonce();
    for (const std::byte byte : nonce) {
      CHECK(byte != std::byte{0});
      CHECK(byte != std::byte{'$'});
      CHECK(byte < std::byte{128});
    }
    CHECK(seen.insert(to_hex(nonce)).second);
  }
}

// Public keys as MariaDB 10.11 has stored them, here without base64.
TEST_CASE("client_ed25519") {
  CHECK(to_hex(ed25519_key("secret")) ==
        "648814444520e4f56043a2ec9215e63be7992d2d270bc6dee873e36164786096");
  CHECK(to_hex(ed25519_key("foo")) ==
        "bee6c507322b6a96df1dcb75fc9ef676752bcb3e554bb940e971c7f2c231e132");
  Ed25519Nonce nonce = make_ed25519_nonce();
  CHECK(nonce != make_ed25519_nonce());
  for (const std::string& password :
       {std::string("secret"), std::string(1000, 'p'), std::string()}) {
    const Buffer response = ed25519_response(password, nonce);
    CHECK(response.size() == 64);
    CHECK(verify_ed25519(response, ed25519_key(password), nonce));
    CHECK_FALSE(verify_ed25519(response, ed25519_key("another"), nonce));
    CHECK_FALSE(verify_ed25519(Bytes(response).first(63), ed25519_key(password), nonce));
    for (const std::size_t at : {0, 31, 32, 63}) {
      Buffer changed = response;
      changed[at] ^= std::byte{1};
      CHECK_FALSE(verify_ed25519(changed, ed25519_key(password), nonce));
    }
    Ed25519Nonce other = nonce;
    other[31] ^= std::byte{1};
    CHECK_FALSE(verify_ed25519(response, ed25519_key(password), other));
  }
}

// The first two are what MySQL 9.7 has stored, with its default number of rounds and with the one
// that its label tells; the others are what crypt(3) makes, which takes salts of
// up to 16 characters.
TEST_CASE("SHA-256 crypt") {
  const Buffer salt = hex("1864305a68132618265b25225a01176d1b72331d");
  CHECK(sha256_crypt("secret", as_text(salt), 10'000) ==
        "LyS47MbR4P9A2FdDd9a/.1GJro2KVE2suJyIs7Ca827");
  CHECK(sha256_crypt("secret", as_text(hex("212a23727e26530a2c623b4c4772063d544b2518")), 25'000) ==
        "T1K1q9pQSg4GMCLvHv8Jx1YleAPEKw1fhKD9Leuczx.");
  CHECK(sha256_crypt("Hello world!", "saltstring", 5'000) ==
        "5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5");
  CHECK(sha256_crypt("Hello world!", "saltstringsaltst", 10'000) ==
        "3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA");
  CHECK(sha256_crypt("a very much longer text to encrypt.  This one even stretches over more than "
                     "one line.",
                     "anotherlongsalts", 1'400) == "epZZlHtH1tHOZ8DnGj41SJcfP6bNgf3t.hurPudKyU6");
}

}  // namespace sluice::wire
