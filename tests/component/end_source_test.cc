// SPDX-License-Identifier: Apache-2.0
// Each of the eleven sources of a connection's end or a command's failure, induced (A16): the
// counter that moves and the line in the log bear the same name, the component is the one to blame,
// and what is normal stays below a warning. What is logged of a statement holds no literal (A18),
// and what a client is told no address (A17).
#include "common/telemetry/end_source.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <thread>

#include <doctest/doctest.h>

#include "common/telemetry/log.h"
#include "tests/component/faults.h"

namespace sluice::test {
namespace {

using namespace std::chrono_literals;

const std::vector<Cells> kRows = {{"2", "b"}, {"4", "dddddddddddddddd"}};
constexpr const char* kSql =
    "SELECT user_id, name FROM t_user /* secret */ WHERE user_id = 2 AND name <> 'secret'";

struct Line {
  log::Level level;
  std::string component;
  std::map<std::string, std::string> fields;
};

// The log's lines that name a source.
class Lines {
 public:
  Lines() {
    log::observe([this](log::Level level, std::string_view component, std::string_view,
                        std::initializer_list<log::Field> fields) {
      Line line{level, std::string(component), {}};
      for (const log::Field& field : fields) line.fields[std::string(field.key)] = field.value;
      const std::lock_guard<std::mutex> lock(lock_);
      if (line.fields.contains("source")) lines_.push_back(std::move(line));
    });
  }
  ~Lines() { log::observe(nullptr); }

  std::size_t size() {
    const std::lock_guard<std::mutex> lock(lock_);
    return lines_.size();
  }

  std::vector<Line> take() {
    const std::lock_guard<std::mutex> lock(lock_);
    return std::exchange(lines_, {});
  }

 private:
  std::mutex lock_;
  std::vector<Line> lines_;
};

using Totals = std::map<std::string, std::uint64_t>;

Totals totals(RawClient& client) {
  const RawReply reply = client.query("SHOW STATUS LIKE 'Sluice\\_source\\_%'");
  REQUIRE_FALSE(reply.is_error());
  Totals result;
  for (const Buffer& row : reply.rows) {
    wire::Reader reader(row);
    const std::string name(reader.lenenc_text());
    result[name] = std::stoull(std::string(reader.lenenc_text()));
  }
  return result;
}

std::string status(RawClient& client, const std::string& name) {
  const RawReply reply = client.query("SHOW STATUS LIKE '" + name + "'");
  REQUIRE(reply.rows.size() == 1);
  wire::Reader reader(reply.rows[0]);
  reader.lenenc_text();
  return std::string(reader.lenenc_text());
}

std::string counter_name(const EndSourceInfo& info) {
  std::string name = "Sluice_source_" + std::string(info.name);
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

// A cluster, and a client that looks at the counters.
struct Scene {
  explicit Scene(const FakeClusterOptions& options = {})
      : cluster(options), before((wait_for_quiet(), totals(watcher))) {
    lines.take();
  }

  // The cluster's own client has gone, and what was counted has been logged.
  void wait_for_quiet() {
    wait_until([this] { return totals(watcher)["Sluice_source_client_network_break"] == 1; });
    wait_until([this] {
      std::uint64_t events = 0;
      for (const auto& [name, total] : totals(watcher)) events += total;
      return lines.size() == events;
    });
  }

  template <class Condition>
  static void wait_until(Condition condition) {
    const auto limit = std::chrono::steady_clock::now() + 20s;
    while (!condition()) {
      REQUIRE(std::chrono::steady_clock::now() < limit);
      std::this_thread::sleep_for(2ms);  // between two looks at the condition
    }
  }

  // Exactly one event has been counted since, and logged; returns its line.
  Line check(EndSource source) {
    const EndSourceInfo& info = end_source_info(source);
    CAPTURE(info.name);
    std::string moved;
    wait_until([&] {
      moved.clear();
      for (const auto& [name, total] : totals(watcher)) {
        for (std::uint64_t i = before[name]; i < total; ++i) moved += name;
      }
      return !moved.empty();
    });
    CHECK(moved == counter_name(info));
    wait_until([this] { return lines.size() > 0; });
    const std::vector<Line> logged = lines.take();
    REQUIRE(logged.size() == 1);
    const Line& line = logged.front();
    CHECK(line.fields.at("source") == info.name);
    CHECK(line.component == info.component);
    CHECK((line.level >= log::Level::warning) == !info.normal);
    before = totals(watcher);
    return line;
  }

  Lines lines;
  FakeCluster cluster;
  RawClient watcher = cluster.connect();
  Totals before;
};

// The errno of a statement whose server fails at a place.
std::uint16_t failure(Scene& scene, RawClient& client, Place place, Fault fault) {
  scene.cluster.shard(0).script(failing(place, fault, kRows));
  const RawReply reply = client.query(kSql);
  REQUIRE(reply.is_error());
  check_discreet(reply.error(), "ds_0");
  return reply.error().number;
}

}  // namespace

TEST_CASE("sources: a client that says goodbye, one that does not, and a server's error") {
  Scene scene;
  {
    RawClient polite = scene.cluster.connect();
    polite.send_command(wire::Command::quit);
    scene.check(EndSource::success);
  }
  { RawClient abrupt = scene.cluster.connect(); }
  scene.check(EndSource::client_network);
  RawClient client = scene.cluster.connect();
  CHECK(client.query("SELECT FROM 'secret'").is_error());
  const Line line = scene.check(EndSource::client_sql);
  CHECK(line.fields.at("statement") == "SELECT FROM ?");
  CHECK(line.fields.at("error") == "");  // a syntax error quotes the statement
  scene.cluster.shard(0).on(
      "select user_id.*", reply_with({err_packet(kScriptedErrno, kScriptedState, kScriptedText)}));
  const RawReply reply = client.query(kSql);
  CHECK(reply.error().message == kScriptedText);
  scene.check(EndSource::client_sql);
}

TEST_CASE("sources: clients that do not get in") {
  Scene scene;
  {
    RawClient strange(scene.cluster.port());
    const Buffer bad = packet_bytes(1, as_bytes("\x05\x82\x01"));
    strange.send_raw(bad);
    CHECK(strange.rest_until_closed(5s).has_value());
    scene.check(EndSource::client_handshake);
  }
  {
    LoginOptions options = FakeCluster::login_options();
    options.password = "wrong";
    RawClient client(scene.cluster.port());
    CHECK(client.login(options).error().number == 1045);
    scene.check(EndSource::client_auth);
  }
  {
    LoginOptions options = FakeCluster::login_options();
    options.database = "nowhere";
    RawClient client(scene.cluster.port());
    CHECK(client.login(options).error().number == 1049);
    scene.check(EndSource::client_auth);
  }
  {
    RawClient gone(scene.cluster.port());  // a disconnect is one, in the handshake too
  }
  scene.check(EndSource::client_network);
}

TEST_CASE("sources: packets out of order, of a client and of a server") {
  Scene scene;
  RawClient disorderly = scene.cluster.connect();
  disorderly.send_raw(packet_bytes(7, as_bytes("\x0e")));
  CHECK(disorderly.rest_until_closed(5s).has_value());
  scene.check(EndSource::proxy_malformed);
  RawClient client = scene.cluster.connect();
  CHECK(failure(scene, client, Place::statement, Fault::garbage) == 2027);
  scene.check(EndSource::proxy_malformed);
}

TEST_CASE("sources: no server, a server that refuses the login, a server that goes") {
  Scene scene;
  RawClient client = scene.cluster.connect();
  CHECK(failure(scene, client, Place::authentication, Fault::error) == 2012);
  scene.check(EndSource::backend_handshake);
  CHECK(failure(scene, client, Place::authentication, Fault::closes) == 2012);
  scene.check(EndSource::backend_network);
  CHECK(failure(scene, client, Place::rows, Fault::closes) == 2013);
  const Line line = scene.check(EndSource::backend_network);
  CHECK(line.fields.at("command") == "Query");
  CHECK(line.fields.at("statement") ==
        "SELECT user_id , name FROM t_user WHERE user_id = ? AND name <> ?");
  CHECK(line.fields.contains("idle_ms"));
  CHECK(line.fields.contains("execute_ms"));
  scene.cluster.stop_shard(0);
  const RawReply reply = client.query(kSql);
  CHECK(reply.error().number == 2003);
  check_discreet(reply.error(), "ds_0");
  scene.check(EndSource::proxy_no_backend);
}

// A connection that half a packet has gone to is closed, which is one event, not two.
TEST_CASE("sources: a server that goes within a row ends the client's connection") {
  Scene scene;
  RawClient client = scene.cluster.connect();
  scene.cluster.shard(0).script(failing(Place::second_row, Fault::closes, kRows));
  CHECK_THROWS_AS(client.query(kSql), SocketError);
  scene.check(EndSource::backend_network);
}

TEST_CASE("sources: KILL, too many connections, and the gateway's end") {
  Scene scene({.props = "  proxy-frontend-max-connections: 2\n"});
  Scene::wait_until([&] { return status(scene.watcher, "Threads_connected") == "1"; });
  RawClient victim = scene.cluster.connect();
  {
    RawClient refused(scene.cluster.port());
    CHECK(refused.greeting_error().has_value());
    scene.check(EndSource::proxy_error);
  }
  const std::string id = std::to_string(victim.greeting().connection_id);
  CHECK_FALSE(scene.watcher.query("KILL " + id).is_error());
  CHECK(victim.closed_by_peer(5s));
  scene.check(EndSource::client_sql);
  scene.cluster.gateway().stop(5s);
  const std::vector<Line> logged = scene.lines.take();
  CHECK(logged.size() == 1);
  for (const Line& line : logged) {
    CHECK(line.fields.at("source") == "proxy shutdown");
    CHECK(line.component == "proxy");
    CHECK(line.level < log::Level::warning);
  }
}

}  // namespace sluice::test
