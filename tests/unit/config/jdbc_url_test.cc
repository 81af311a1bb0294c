// SPDX-License-Identifier: Apache-2.0
#include "config/jdbc_url.h"

#include <doctest/doctest.h>

namespace sluice::config {
namespace {

JdbcUrl parsed(std::string_view url) {
  auto result = parse_jdbc_url(url);
  const auto* problem = std::get_if<UrlProblem>(&result);
  CAPTURE(url);
  REQUIRE_MESSAGE(!problem, (problem ? problem->message : ""));
  return std::get<JdbcUrl>(std::move(result));
}

std::string problem(std::string_view url) {
  const auto result = parse_jdbc_url(url);
  const auto* found = std::get_if<UrlProblem>(&result);
  return found ? found->message : "none";
}

std::string place(std::string_view url) {
  const JdbcUrl result = parsed(url);
  return result.host + " " + std::to_string(result.port) + " " + result.database;
}

TlsMode tls(std::string_view properties) {
  return parsed("jdbc:mysql://h/d?" + std::string(properties)).tls;
}

TlsMode mariadb_tls(std::string_view properties) {
  return parsed("jdbc:mariadb://h/d?" + std::string(properties)).tls;
}

}  // namespace

TEST_CASE("jdbc url: host, port, database") {
  CHECK(place("jdbc:mysql://127.0.0.1:3307/shop_0") == "127.0.0.1 3307 shop_0");
  CHECK(place("jdbc:mariadb://db.example.org/shop") == "db.example.org 3306 shop");
  CHECK(place("jdbc:mysql://h:3306") == "h 3306 ");
  CHECK(place("jdbc:mysql://h/") == "h 3306 ");
  CHECK(place("jdbc:mysql://h?useSSL=false") == "h 3306 ");
  CHECK(place("jdbc:mysql:///shop") == "localhost 3306 shop");
  CHECK(place("jdbc:mysql://:3307/shop") == "localhost 3307 shop");
  CHECK(place("jdbc:mysql://h:/shop") == "h 3306 shop");
  CHECK(place("jdbc:mysql://[::1]:3307/shop") == "::1 3307 shop");
  CHECK(place("jdbc:mysql://[fe80::1]/shop") == "fe80::1 3306 shop");
  CHECK(place("jdbc:mysql://h/a%20b%2Fc") == "h 3306 a b/c");
  CHECK(place("  jdbc:mysql://h/d\n") == "h 3306 d");
}

TEST_CASE("jdbc url: what is no place of one server") {
  CHECK(problem("jdbc:postgresql://h/d") == "the url must be jdbc:mysql://host:port/database");
  CHECK(problem("mysql://h/d") == "the url must be jdbc:mysql://host:port/database");
  CHECK(problem("") == "the url must be jdbc:mysql://host:port/database");
  CHECK(problem("jdbc:mysql:h/d") == "the url must be jdbc:mysql://host:port/database");
  CHECK(problem("jdbc:mysql:loadbalance://a,b/d").find("one data source per server") !=
        std::string::npos);
  CHECK(problem("jdbc:mysql+srv://h/d").find("one data source per server") != std::string::npos);
  CHECK(problem("jdbc:mariadb:replication://a,b/d").find("one data source per server") !=
        std::string::npos);
  CHECK(problem("jdbc:mysql://a:3306,b:3306/d") ==
        "the url names several hosts, write one data source per server");
  CHECK(problem("jdbc:mysql://address=(host=a)(port=1)/d") ==
        "the url must name its host as host:port");
  CHECK(problem("jdbc:mysql://app:secret@h/d") ==
        "user and password do not belong into the url, use the keys username and password");
  CHECK(problem("jdbc:mysql://::1/d") == "an IPv6 address in a url needs brackets: [::1]:3306");
  CHECK(problem("jdbc:mysql://[::1/d") == "the url's IPv6 address is not closed by ']'");
  CHECK(problem("jdbc:mysql://[]/d") == "the url's IPv6 address is not closed by ']'");
  CHECK(problem("jdbc:mysql://[::1]x/d") == "unexpected text behind the url's IPv6 address");
  for (const char* port : {"0", "65536", "-1", "x", "3306x", "99999999999999999999"}) {
    CHECK(problem("jdbc:mysql://h:" + std::string(port) + "/d") ==
          "the url's port must be a number from 1 to 65535");
  }
  CHECK(problem("jdbc:mysql://h/a%2") ==
        "'%' in the url's database must be followed by two hex digits");
  CHECK(problem("jdbc:mysql://h/a%zz").find("two hex digits") != std::string::npos);
  CHECK(problem("jdbc:mysql://h/a%00").find("two hex digits") != std::string::npos);
  CHECK(problem("jdbc:mysql://%/d").find("'%' in the url's host") != std::string::npos);
  CHECK(problem("jdbc:mysql://h/d?a=%1").find("'%' in the url's properties") != std::string::npos);
}

TEST_CASE("jdbc url: TLS") {
  CHECK(parsed("jdbc:mysql://h/d").tls == TlsMode::disabled);
  CHECK(tls("sslMode=DISABLED") == TlsMode::disabled);
  CHECK(tls("sslMode=preferred") == TlsMode::preferred);
  CHECK(tls("sslMode=REQUIRED&useSSL=false") == TlsMode::required);
  CHECK(tls("sslMode=VERIFY_CA") == TlsMode::verify_ca);
  CHECK(tls("sslmode=VERIFY_IDENTITY") == TlsMode::verify_identity);
  CHECK(tls("useSSL=false") == TlsMode::disabled);
  CHECK(tls("useSSL=true") == TlsMode::preferred);
  CHECK(tls("useSSL=true&requireSSL=true") == TlsMode::required);
  CHECK(tls("requireSSL=true") == TlsMode::required);
  CHECK(tls("useSSL=false&requireSSL=true") == TlsMode::disabled);
  CHECK(tls("useSSL=true&verifyServerCertificate=true") == TlsMode::verify_ca);
  CHECK(tls("useSSL=true&verifyServerCertificate=false") == TlsMode::preferred);
  CHECK(mariadb_tls("sslMode=disable") == TlsMode::disabled);
  CHECK(mariadb_tls("sslMode=trust") == TlsMode::required);
  CHECK(mariadb_tls("sslMode=verify-ca") == TlsMode::verify_ca);
  CHECK(mariadb_tls("sslMode=verify-full") == TlsMode::verify_identity);
  CHECK(mariadb_tls("useSsl=true") == TlsMode::verify_identity);
  CHECK(mariadb_tls("useSsl=true&trustServerCertificate=true") == TlsMode::required);
  CHECK(mariadb_tls("useSsl=true&disableSslHostnameVerification=true") == TlsMode::verify_ca);
  CHECK(problem("jdbc:mysql://h/d?sslMode=maybe") ==
        "the url's property sslMode must be one of DISABLED, PREFERRED, REQUIRED, VERIFY_CA, "
        "VERIFY_IDENTITY");
  CHECK(problem("jdbc:mysql://h/d?useSSL=maybe") ==
        "the url's property useSSL must be true or false");
}

TEST_CASE("jdbc url: the certificate of the authority") {
  CHECK(parsed("jdbc:mariadb://h/d?serverSslCert=/etc/ssl/ca.pem").tls_ca_file ==
        "/etc/ssl/ca.pem");
  CHECK(parsed("jdbc:mysql://h/d?trustCertificateKeyStoreUrl=file:/etc/ca.pem").tls_ca_file ==
        "/etc/ca.pem");
  CHECK(parsed("jdbc:mysql://h/d?trustCertificateKeyStoreUrl=file:///etc/ca%20x.pem").tls_ca_file ==
        "/etc/ca x.pem");
  const std::string expected = "must be the path of a PEM file, such as file:/etc/ssl/ca.pem";
  for (const char* value : {"file:/etc/store.jks", "file:/etc/store.P12", "classpath:ca.pem",
                            "-----BEGIN CERTIFICATE-----", "", "file:"}) {
    CAPTURE(value);
    CHECK(problem("jdbc:mariadb://h/d?serverSslCert=" + std::string(value)) ==
          "the url's property serverSslCert " + expected);
  }
}

TEST_CASE("jdbc url: timeouts and the public key") {
  const JdbcUrl none = parsed("jdbc:mysql://h/d");
  CHECK_FALSE(none.connect_timeout);
  CHECK_FALSE(none.socket_timeout);
  CHECK(none.allow_public_key_retrieval);
  const JdbcUrl url =
      parsed("jdbc:mysql://h/d?connectTimeout=5000&socketTimeout=0&allowPublicKeyRetrieval=false");
  CHECK(url.connect_timeout == milliseconds(5'000));
  CHECK(url.socket_timeout == milliseconds(0));
  CHECK_FALSE(url.allow_public_key_retrieval);
  for (const char* value : {"-1", "5s", "", "86400001"}) {
    CHECK(problem("jdbc:mysql://h/d?socketTimeout=" + std::string(value)) ==
          "the url's property socketTimeout must be a number of milliseconds from 0 to 86400000");
  }
}

TEST_CASE("jdbc url: compression") {
  const auto compression = [](std::string_view properties) {
    const JdbcUrl url = parsed("jdbc:mysql://h/d?" + std::string(properties));
    return std::string(url.compress_zlib ? "zlib " : "") + (url.compress_zstd ? "zstd " : "") +
           std::to_string(url.zstd_level);
  };
  CHECK(compression("useSSL=false") == "3");
  CHECK(compression("useCompression=true") == "zlib 3");
  CHECK(compression("useCompression=false") == "3");
  CHECK(compression("compressionAlgorithms=zstd,zlib,uncompressed") == "zlib zstd 3");
  CHECK(compression("compressionAlgorithms=ZSTD&zstdCompressionLevel=22") == "zstd 22");
  CHECK(compression("compressionAlgorithms=uncompressed") == "3");
  CHECK(problem("jdbc:mysql://h/d?compressionAlgorithms=lz4").find("zstd, zlib") !=
        std::string::npos);
  CHECK(problem("jdbc:mysql://h/d?zstdCompressionLevel=23").find("1 to 22") != std::string::npos);
}

TEST_CASE("jdbc url: other properties") {
  const JdbcUrl harmless = parsed(
      "jdbc:mysql://h/d?serverTimezone=UTC&useUnicode=true&characterEncoding=utf-8&"
      "rewriteBatchedStatements=true&&zeroDateTimeBehavior=convertToNull&useserverprepstmts=true");
  CHECK(harmless.warnings.empty());
  CHECK(parsed("jdbc:mysql://h/d?localSocket=/s&clientCertificateKeyStoreUrl=file:x").warnings ==
        std::vector<std::string>{"the url's property 'localSocket' has no effect here",
                                 "the url's property 'clientCertificateKeyStoreUrl' has no effect "
                                 "here"});
  CHECK(parsed("jdbc:mysql://h/d?user=root&password=x").warnings ==
        std::vector<std::string>{
            "the url's property 'user' has no effect here, use the keys username and password",
            "the url's property 'password' has no effect here, use the keys username and "
            "password"});
  CHECK(problem("jdbc:mysql://h/d?sessionVariables=sql_mode='ANSI'") ==
        "the url's property sessionVariables is not supported yet, set the variables on the "
        "server");
}

}  // namespace sluice::config
