// SPDX-License-Identifier: Apache-2.0
#include "frontend/admin/http_server.h"

#include <array>
#include <charconv>
#include <fstream>

#include <nlohmann/json.hpp>
#include <openssl/rand.h>

#include "common/telemetry/log.h"
#include "config/http_token.h"
#include "frontend/admin/endpoints.h"
#include "frontend/admin/http_transport.h"
#include "frontend/admin/request_guard.h"

namespace sluice::frontend {
namespace {

using httplib::Request;
using httplib::Response;

constexpr std::size_t kDigests = 50;
constexpr const char* kJson = "application/json";
constexpr const char* kPlain = "text/plain; charset=utf-8";

// Texts of clients may be in any character set.
std::string dump(const nlohmann::json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void answer(Response& response, int status, const nlohmann::json& body) {
  response.status = status;
  response.set_content(dump(body), kJson);
}

void answer_error(Response& response, int status, std::string_view reason) {
  answer(response, status, {{"error", reason}});
}

std::string make_nonce() {
  std::array<unsigned char, 16> bytes{};
  RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

// Nothing from anywhere else, nothing inline but what carries the nonce, in nobody's frame.
void protect(Response& response, const std::string& nonce) {
  const std::string own = nonce.empty() ? ""
                                        : "script-src 'nonce-" + nonce + "'; style-src 'nonce-" +
                                              nonce + "'; connect-src 'self'; ";
  response.set_header(
      "Content-Security-Policy",
      "default-src 'none'; " + own + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("X-Frame-Options", "DENY");
  response.set_header("Referrer-Policy", "no-referrer");
  response.set_header("Cross-Origin-Resource-Policy", "same-origin");
  response.set_header("Cache-Control", "no-store");
}

Result<std::string> read_token(const config::HttpSettings& settings) {
  if (settings.token_file.empty()) return settings.token;
  std::ifstream file(settings.token_file);
  std::string token;
  file >> token;
  if (config::is_http_token(token)) return token;
  return make_error(ErrorId::config_invalid,
                    {"sluice.http.token-file " + settings.token_file +
                     " cannot be read or does not hold " + config::kHttpTokenRule});
}

bool is_loopback(const std::string& host) {
  return host.starts_with("127.") || host == "::1";
}

}  // namespace

// -------------------------------------------------------------------------------------- endpoints

class HttpServer::Transport : public HttpTransport {
 public:
  Transport(GatewayShared& shared, std::string token)
      : gateway_(shared), settings_(shared.config->global.sluice.http), token_(std::move(token)) {
    set_pre_routing_handler([this](const Request& request, Response& response) {
      return guard(request, response) ? HandlerResponse::Unhandled : HandlerResponse::Handled;
    });
    set_error_handler([](const Request&, Response& response) {
      if (response.body.empty()) answer_error(response, response.status, "there is nothing here");
    });
    set_exception_handler([](const Request& request, Response& response, std::exception_ptr) {
      log::error("http", "a request failed", {{"path", request.path}});
      answer_error(response, 500, "internal error, see the gateway's log");
    });
    add_health();
    add_reports();
    add_actions();
  }

  const config::HttpSettings& settings() const { return settings_; }

 private:
  bool guard(const Request& request, Response& response) {
    protect(response, {});
    const std::string host = request.get_header_value("Host");
    const std::string site = request.get_header_value("Sec-Fetch-Site");
    const std::string type = request.get_header_value("Content-Type");
    const std::string encoding = request.get_header_value("Transfer-Encoding");
    const std::optional<Refusal> refusal = refuse({.method = request.method,
                                                   .host = host,
                                                   .fetch_site = site,
                                                   .content_type = type,
                                                   .transfer_encoding = encoding},
                                                  settings_.host_names);
    if (refusal) answer_error(response, refusal->status, refusal->reason);
    return !refusal;
  }

  void add_health() {
    Get("/healthz",
        [](const Request&, Response& response) { response.set_content("ok\n", kPlain); });
    Get("/readyz", [this](const Request&, Response& response) {
      const Readiness readiness = gateway_.readiness();
      response.status = readiness.ready() ? 200 : 503;
      std::string text = readiness.ready() ? "ready\n" : "not ready\n";
      if (readiness.draining) text += "the gateway is draining\n";
      for (const std::string& missing : readiness.missing) text += missing + "\n";
      response.set_content(text, kPlain);
    });
    Get("/metrics", [this](const Request&, Response& response) {
      response.set_content(metrics_text(gateway_), "text/plain; version=0.0.4; charset=utf-8");
    });
    Get("/", [](const Request&, Response& response) {
      const std::string nonce = make_nonce();
      response.headers.clear();
      protect(response, nonce);
      response.set_content(status_page(nonce), "text/html; charset=utf-8");
    });
  }

  void add_reports() {
    Get("/api/status", [this](const Request&, Response& response) {
      answer(response, 200, status_json(gateway_, !token_.empty()));
    });
    Get("/api/servers", [this](const Request&, Response& response) {
      answer(response, 200, servers_json(gateway_));
    });
    Get("/api/sessions", [this](const Request&, Response& response) {
      answer(response, 200, sessions_json(gateway_));
    });
    Get("/api/digests", [this](const Request&, Response& response) {
      answer(response, 200, digests_json(gateway_, kDigests));
    });
    Get("/api/errors", [this](const Request&, Response& response) {
      answer(response, 200, errors_json(gateway_));
    });
  }

  void add_actions() {
    Post("/api/route", [this](const Request& request, Response& response) {
      const Result<nlohmann::json> route = route_json(gateway_, request.body);
      if (route) return answer(response, 200, *route);
      answer(response, 400,
             {{"error", route.error().message()}, {"errno", route.error().number()}});
    });
    Post(R"(/api/sessions/([0-9]{1,10})/kill)", [this](const Request& request, Response& response) {
      if (may_act(request, response)) kill(request, response);
    });
  }

  bool may_act(const Request& request, Response& response) const {
    if (token_fits(request.get_header_value("Authorization"), token_)) return true;
    log::warning("http", "an action was refused for its token",
                 {{"path", request.path}, {"client", request.remote_addr}});
    answer_error(response, 403,
                 token_.empty() ? "actions need sluice.http.token in the configuration"
                                : "send the token: Authorization: Bearer ..");
    return false;
  }

  void kill(const Request& request, Response& response) {
    const std::string digits = request.matches[1];
    std::uint64_t id = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), id);
    const bool whole = request.get_param_value("scope") == "connection";
    const KillScope scope = whole ? KillScope::connection : KillScope::query;
    const Result<void> killed = gateway_.sessions().kill({}, true, id, scope);
    if (!killed) return answer_error(response, 404, killed.error().message());
    log::info("http", "a session was killed",
              {{"connection", id},
               {"scope", whole ? "connection" : "query"},
               {"client", request.remote_addr}});
    answer(response, 200, {{"killed", id}});
  }

  GatewayView gateway_;
  const config::HttpSettings& settings_;
  const std::string token_;
};

// ------------------------------------------------------------------------------------------- life

HttpServer::HttpServer(std::unique_ptr<Transport> transport) : transport_(std::move(transport)) {}

HttpServer::~HttpServer() {
  stop();
}

Result<std::unique_ptr<HttpServer>> HttpServer::open(GatewayShared& shared) {
  const config::HttpSettings& settings = shared.config->global.sluice.http;
  Result<std::string> token = read_token(settings);
  if (!token) return token.error();
  auto transport = std::make_unique<Transport>(shared, std::move(*token));
  Result<void> listening = transport->listen_on(settings);
  if (!listening) return listening.error();
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(transport)));
}

void HttpServer::start() {
  const config::HttpSettings& settings = transport_->settings();
  transport_->start();
  log::info("http", "status page and metrics",
            {{"address", settings.host}, {"port", settings.port}});
  if (is_loopback(settings.host)) return;
  log::warning("http", "whoever reaches this address can read the status page",
               {{"address", settings.host}});
}

void HttpServer::stop() {
  transport_->stop();
}

}  // namespace sluice::frontend
