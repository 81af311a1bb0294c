// SPDX-License-Identifier: Apache-2.0
// Full authentication of caching_sha2_password without TLS: the password, XORed with the nonce and
// encrypted with RSA (OAEP, SHA-1).
#include <cstdio>

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "common/wire/auth/caching_sha2.h"

namespace sluice::wire {
namespace {

template <auto kFree>
struct Freer {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;

constexpr unsigned kKeyBits = 2048;

const unsigned char* data_of(Bytes bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

void exclude_nonce(Buffer& bytes, const Nonce& nonce) {
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] ^= nonce[i % nonce.size()];
}

// A context for encrypting or decrypting with OAEP; null on failure.
KeyContext oaep_context(EVP_PKEY* key, int (*init)(EVP_PKEY_CTX*)) {
  KeyContext context(EVP_PKEY_CTX_new(key, nullptr));
  if (!context || init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) != 1) {
    return nullptr;
  }
  return context;
}

std::string public_pem_of(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  if (!bio || PEM_write_bio_PUBKEY(bio.get(), key) != 1) return {};
  char* text = nullptr;
  const long length = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

// OpenSSL keeps failures per thread; what nobody asks for would be blamed on the next TLS call.
Error with_clean_queue(Error error) {
  ERR_clear_error();
  return error;
}

Error bad_password_packet() {
  return with_clean_queue(make_error(ErrorId::malformed_packet, {"encrypted password"}));
}

}  // namespace

struct RsaKey::Impl {
  Key key;
};

RsaKey::RsaKey(std::shared_ptr<const Impl> impl, std::string public_pem)
    : impl_(std::move(impl)), public_pem_(std::move(public_pem)) {}

Result<RsaKey> RsaKey::generate() {
  Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(kKeyBits)));
  std::string pem = key ? public_pem_of(key.get()) : std::string();
  if (pem.empty()) {
    return with_clean_queue(make_error(ErrorId::internal, {"generating an RSA key failed"}));
  }
  return RsaKey(std::make_shared<Impl>(Impl{std::move(key)}), std::move(pem));
}

Result<RsaKey> RsaKey::load(const std::string& file) {
  const Bio bio(BIO_new_file(file.c_str(), "r"));
  // An empty passphrase, where OpenSSL would else ask for one at the terminal.
  char passphrase[] = "";
  Key key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, passphrase) : nullptr);
  if (!key || EVP_PKEY_is_a(key.get(), "RSA") != 1) {
    return with_clean_queue(
        make_error(ErrorId::config_invalid, {file + " holds no RSA private key in PEM format"}));
  }
  std::string pem = public_pem_of(key.get());
  return RsaKey(std::make_shared<Impl>(Impl{std::move(key)}), std::move(pem));
}

Result<std::string> RsaKey::decrypt_password(Bytes packet, const Nonce& nonce) const {
  const KeyContext context = oaep_context(impl_->key.get(), EVP_PKEY_decrypt_init);
  std::size_t length = static_cast<std::size_t>(EVP_PKEY_get_size(impl_->key.get()));
  if (!context || packet.size() != length) return bad_password_packet();
  Buffer plain(length);
  if (EVP_PKEY_decrypt(context.get(), reinterpret_cast<unsigned char*>(plain.data()), &length,
                       data_of(packet), packet.size()) != 1) {
    return bad_password_packet();
  }
  plain.resize(length);
  exclude_nonce(plain, nonce);
  if (!plain.empty() && plain.back() == std::byte{0}) plain.pop_back();
  std::string password(as_text(plain));
  OPENSSL_cleanse(plain.data(), plain.size());
  return password;
}

Result<Buffer> encrypt_password(std::string_view password, const Nonce& nonce,
                                std::string_view public_pem) {
  const Bio bio(BIO_new_mem_buf(public_pem.data(), static_cast<int>(public_pem.size())));
  const Key key(bio ? PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr) : nullptr);
  if (!key || EVP_PKEY_is_a(key.get(), "RSA") != 1) {
    return with_clean_queue(make_error(ErrorId::malformed_packet, {"public key"}));
  }
  const KeyContext context = oaep_context(key.get(), EVP_PKEY_encrypt_init);
  Buffer plain;
  Writer(plain).zero_terminated(password);
  exclude_nonce(plain, nonce);
  std::size_t length = static_cast<std::size_t>(EVP_PKEY_get_size(key.get()));
  Buffer encrypted(length);
  const bool done =
      context && EVP_PKEY_encrypt(context.get(), reinterpret_cast<unsigned char*>(encrypted.data()),
                                  &length, data_of(plain), plain.size()) == 1;
  OPENSSL_cleanse(plain.data(), plain.size());
  if (!done) return bad_password_packet();
  encrypted.resize(length);
  return encrypted;
}

}  // namespace sluice::wire
