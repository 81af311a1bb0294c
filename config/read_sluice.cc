// SPDX-License-Identifier: Apache-2.0
// The `sluice` block, and TLS, which ShardingSphere's props can switch on as well.
#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

#include "config/http_token.h"
#include "config/network.h"
#include "config/read_global.h"
#include "config/read_value.h"

namespace sluice::config {
namespace {

bool is_ip_address(const std::string& text) {
  unsigned char address[16];
  return inet_pton(AF_INET, text.c_str(), address) == 1 ||
         inet_pton(AF_INET6, text.c_str(), address) == 1;
}

// Clients compare it with numbers, and it is one NUL-terminated field of the handshake.
bool is_server_version(std::string_view text) {
  return !text.empty() && text.size() <= 60 && text.front() >= '0' && text.front() <= '9' &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

template <class Enum, std::size_t count>
void read_choice(const YamlNode& map, std::string_view key, const std::string_view (&names)[count],
                 Enum& field) {
  for (std::size_t i = 0; i < count; ++i) {
    if (equal_ignoring_case(map.text_of(key), names[i])) field = static_cast<Enum>(i);
  }
}

class SluiceReader {
 public:
  SluiceReader(const YamlNode& root, const std::filesystem::path& directory, GlobalConfig& config,
               Report& report)
      : root_(root),
        block_(root.map("sluice") ? *root.map("sluice") : empty_),
        directory_(directory),
        config_(config),
        settings_(config.sluice),
        report_(report) {}

  void read() {
    read_integer(block_, "workers", settings_.workers);
    read_size(block_, "max-allowed-packet", settings_.max_allowed_packet);
    read_size(block_, "merge-memory", settings_.merge_memory_bytes);
    read_size(block_, "federation-max-bytes", settings_.federation_max_bytes);
    read_integer(block_, "federation-max-rows", settings_.federation_max_rows);
    read_size(block_, "write-memory", settings_.write_memory_bytes);
    read_size(block_, "plan-cache", settings_.plan_cache_bytes);
    read_flag(block_, "local-infile", settings_.local_infile);
    read_flag(block_, "create-due-tables", settings_.create_due_tables);
    read_duration(block_, "handshake-timeout", settings_.handshake_timeout);
    read_duration(block_, "connect-timeout", settings_.connect_timeout);
    read_duration(block_, "drain-timeout", settings_.drain_timeout);
    read_duration(block_, "health-interval", settings_.health_interval);
    read_duration(block_, "health-timeout", settings_.health_timeout);
    if (const auto lag = parse_duration(block_.text_of("max-replica-lag"))) {
      settings_.max_replica_lag =
          std::chrono::duration_cast<std::chrono::seconds>(milliseconds(*lag));
    }
    if (block_.scalar("interactive-timeout")) {
      read_duration(block_, "interactive-timeout", settings_.interactive_timeout.emplace(0));
    }
    read_file_name(block_, "rsa-key-file", settings_.rsa_key_file);
    settings_.xa_log_file = (directory_ / "xa.log").string();
    read_file_name(block_, "xa-log", settings_.xa_log_file);
    read_server_version();
    read_bind_address();
    read_compression();
    read_file_name(block_, "socket", settings_.socket_file);
    read_socket_mode();
    read_integer(block_, "max-logins", settings_.max_logins);
    read_proxy_networks();
    read_log();
    read_tls();
    read_http();
    read_admin();
    if (const YamlNode* keys = block_.sequence("exact-string-keys")) {
      for (const YamlNode* key : keys->items) settings_.exact_string_keys.push_back(key->text);
    }
  }

 private:
  void read_file_name(const YamlNode& map, std::string_view key, std::string& field) {
    const std::string_view name = map.text_of(key);
    if (!name.empty()) field = (directory_ / name).string();  // an absolute name stays as it is
  }

  void read_server_version() {
    const YamlNode* version = block_.scalar("server-version");
    if (!version) return;
    settings_.server_version = version->text;
    if (!is_server_version(version->text)) {
      report_.error(*version,
                    "sluice.server-version must begin with a digit and hold up to 60 "
                    "visible ASCII characters");
    }
  }

  void read_bind_address() {
    const YamlNode* address = block_.scalar("bind-address");
    if (!address) return;
    config_.bind_address = address->text;
    if (!is_ip_address(address->text)) {
      report_.error(*address, "sluice.bind-address must be an IP address such as 0.0.0.0 or ::1");
    }
  }

  // As chmod takes it: 0770.
  void read_socket_mode() {
    const YamlNode* mode = block_.scalar("socket-mode");
    if (!mode) return;
    std::uint32_t value = 0;
    const char* const end = mode->text.data() + mode->text.size();
    const auto [stop, failed] = std::from_chars(mode->text.data(), end, value, 8);
    if (failed != std::errc{} || stop != end || value > 0777) {
      report_.error(*mode, "sluice.socket-mode must be octal permissions such as 0770");
      return;
    }
    settings_.socket_mode = value;
  }

  void read_proxy_networks() {
    const YamlNode* names = block_.sequence("proxy-protocol-networks");
    if (!names) return;
    for (const YamlNode* name : names->items) {
      if (const std::optional<Network> network = parse_network(name->text)) {
        settings_.proxy_networks.push_back(*network);
      } else {
        report_.error(*name,
                      "sluice.proxy-protocol-networks is a list of addresses and networks such as "
                      "10.1.0.0/16 or ::1");
      }
    }
  }

  void read_compression() {
    const YamlNode* names = block_.sequence("compression");
    if (!names) return;
    settings_.compress_zlib = false;
    settings_.compress_zstd = false;
    for (const YamlNode* name : names->items) {
      if (equal_ignoring_case(name->text, "zlib")) {
        settings_.compress_zlib = true;
      } else if (equal_ignoring_case(name->text, "zstd")) {
        settings_.compress_zstd = true;
      } else {
        report_.error(*name, "sluice.compression is a list of zlib and zstd");
      }
    }
  }

  void read_log() {
    const YamlNode* log = block_.map("log");
    if (!log) return;
    constexpr std::string_view kLevels[] = {"debug", "info", "warning", "error"};
    constexpr std::string_view kFormats[] = {"text", "json"};
    read_choice(*log, "level", kLevels, settings_.log_level);
    read_choice(*log, "format", kFormats, settings_.log_format);
  }

  void read_tls() {
    const YamlNode& tls = block_.map("tls") ? *block_.map("tls") : empty_;
    constexpr std::string_view kModes[] = {"disabled", "preferred", "required"};
    const YamlNode* switched_on = read_ssl_props();
    read_choice(tls, "mode", kModes, settings_.tls.mode);
    read_file_name(tls, "certificate", settings_.tls.certificate_file);
    read_file_name(tls, "key", settings_.tls.key_file);
    read_file_name(tls, "ca", settings_.tls.ca_file);
    read_duration(tls, "watch-interval", settings_.tls.watch_interval);
    settings_.tls.client_certificates_optional =
        equal_ignoring_case(tls.text_of("client-certificates"), "optional");
    if (const auto version = tls.text_of("min-version"); !version.empty()) {
      settings_.tls.min_version = version.ends_with('3') ? "TLSv1.3" : "TLSv1.2";
    }
    if (settings_.tls.mode == TlsMode::disabled) return;
    if (!settings_.tls.certificate_file.empty() && !settings_.tls.key_file.empty()) return;
    const YamlNode* at = tls.scalar("mode") ? tls.scalar("mode") : switched_on;
    report_.error(*at, std::string(tls.scalar("mode") ? "sluice.tls.mode" : kSslEnabled) +
                           " needs sluice.tls.certificate and sluice.tls.key");
  }

  // What both listeners of operators have, the block `name`.
  template <class Settings>
  void read_listener(const YamlNode& block, const char* name, Settings& settings) {
    read_flag(block, "enabled", settings.enabled);
    read_integer(block, "port", settings.port);
    const YamlNode* host = block.scalar("host");
    if (!host) return;
    settings.host = host->text;
    if (is_ip_address(host->text)) return;
    report_.error(*host, "sluice." + std::string(name) +
                             ".host must be an IP address such as 127.0.0.1 or ::1");
  }

  void read_http() {
    const YamlNode* http = block_.map("http");
    if (!http) return;
    HttpSettings& settings = settings_.http;
    read_listener(*http, "http", settings);
    read_file_name(*http, "token-file", settings.token_file);
    if (const YamlNode* token = http->scalar("token")) {
      settings.token = token->text;
      if (!is_http_token(token->text)) {
        report_.error(*token, std::string("sluice.http.token must be ") + kHttpTokenRule);
      }
    }
    if (const YamlNode* names = http->sequence("host-names")) {
      for (const YamlNode* name : names->items) settings.host_names.push_back(lower(name->text));
    }
    if (settings.port == config_.port && settings.enabled) {
      const YamlNode* at = http->scalar("port");
      report_.error(at ? *at : *http, "sluice.http.port is the client port, too");
    }
  }

  void read_admin() {
    const YamlNode* admin = block_.map("admin");
    if (!admin) return;
    AdminSettings& settings = settings_.admin;
    read_listener(*admin, "admin", settings);
    if (!settings.enabled) return;
    const YamlNode& at = admin->scalar("port") ? *admin->scalar("port") : *admin;
    if (settings.port == config_.port) {
      report_.error(at, "sluice.admin.port is the client port, too");
    } else if (settings_.http.enabled && settings.port == settings_.http.port) {
      report_.error(at, "sluice.admin.port is sluice.http.port, too");
    }
    const bool somebody = std::any_of(config_.users.begin(), config_.users.end(),
                                      [](const User& user) { return user.admin; });
    if (!somebody) report_.error(*admin, "sluice.admin needs an account with admin: true");
  }

  // Returns the value that switches TLS on, or null.
  const YamlNode* read_ssl_props() {
    const YamlNode* props = root_.map("props");
    if (!props) return nullptr;
    if (const YamlNode* versions = props->scalar("proxy-frontend-ssl-version")) {
      read_ssl_versions(*versions);
    }
    bool enabled = false;
    read_flag(*props, "proxy-frontend-ssl-enabled", enabled);
    if (!enabled) return nullptr;
    settings_.tls.mode = TlsMode::preferred;
    return props->scalar("proxy-frontend-ssl-enabled");
  }

  // "TLSv1.2,TLSv1.3": the lowest that we offer.
  void read_ssl_versions(const YamlNode& node) {
    const auto names = [&](std::string_view version) {
      return node.text.find(version) != std::string::npos;
    };
    if (!names("TLSv1.2") && !names("TLSv1.3")) {
      report_.error(node, "props.proxy-frontend-ssl-version must name TLSv1.2 or TLSv1.3");
      return;
    }
    settings_.tls.min_version = names("TLSv1.2") ? "TLSv1.2" : "TLSv1.3";
  }

  static constexpr const char* kSslEnabled = "props.proxy-frontend-ssl-enabled";

  const YamlNode empty_;
  const YamlNode& root_;
  const YamlNode& block_;
  const std::filesystem::path& directory_;
  GlobalConfig& config_;
  SluiceSettings& settings_;
  Report& report_;
};

}  // namespace

void read_sluice(const YamlNode& root, const std::filesystem::path& directory, GlobalConfig& config,
                 Report& report) {
  SluiceReader(root, directory, config, report).read();
}

}  // namespace sluice::config
