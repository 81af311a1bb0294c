// SPDX-License-Identifier: Apache-2.0
#include "tests/support/tls_files.h"

#include <memory>
#include <stdexcept>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace sluice::test {
namespace {

template <class T, void (*free)(T*)>
struct Free {
  void operator()(T* object) const { free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509, X509_free>>;

template <class Write>
void write_pem(const std::filesystem::path& path, Write write) {
  BIO* const file = BIO_new_file(path.c_str(), "w");
  const bool written = file != nullptr && write(file) == 1;
  BIO_free_all(file);
  if (!written) throw std::runtime_error("cannot write " + path.string());
}

Certificate self_signed(EVP_PKEY* key, const std::string& common_name, long serial) {
  Certificate certificate(X509_new());
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 24 * 3600);
  X509_NAME* const name = X509_get_subject_name(certificate.get());
  const auto* const text = reinterpret_cast<const unsigned char*>(common_name.c_str());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  X509_set_pubkey(certificate.get(), key);
  if (X509_sign(certificate.get(), key, EVP_sha256()) == 0) {
    throw std::runtime_error("cannot sign the certificate");
  }
  return certificate;
}

}  // namespace

TlsFiles::TlsFiles(const std::string& common_name)
    : name(common_name),
      certificate(folder.path() / "certificate.pem"),
      key(folder.path() / "key.pem") {
  renew();
}

void TlsFiles::renew() {
  ++serial;
  const Key pair(EVP_EC_gen("P-256"));
  if (!pair) throw std::runtime_error("cannot make a key");
  const Certificate signed_by_itself = self_signed(pair.get(), name, serial);
  write_pem(key, [&](BIO* file) {
    return PEM_write_bio_PrivateKey(file, pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  write_pem(certificate,
            [&](BIO* file) { return PEM_write_bio_X509(file, signed_by_itself.get()); });
}

}  // namespace sluice::test
