// SPDX-License-Identifier: Apache-2.0
// `sluice parse --format jsonl` over a million statements: an answer to each, in memory that does
// not grow with their number.
#include <atomic>
#include <fstream>
#include <string>
#include <thread>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "tests/support/child_process.h"
#include "tests/support/gateway_process.h"
#include "tests/support/temp_dir.h"
#include "tests/verdicts/parser_verdict.h"

namespace sluice::test {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kStatements = 1'000'000;
constexpr std::size_t kWarm = 100'000;       // by then every form of the corpus has been met
constexpr std::size_t kLateCheck = 990'000;  // answers behind this one may be in a buffer still
constexpr std::uint64_t kMaxBytes = 256u << 20;
constexpr std::uint64_t kMaxGrowth = 4u << 20;

std::vector<std::string> request_lines(const std::vector<CorpusStatement>& corpus) {
  std::vector<std::string> lines;
  for (const CorpusStatement& statement : corpus) {
    if (statement.settings != CorpusSettings{}) continue;
    const nlohmann::json request = {{"sql", statement.sql}};
    lines.push_back(request.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) + '\n');
  }
  return lines;
}

// The program between two named pipes, so that it can be looked at before its input ends.
class ParseCommand {
 public:
  ParseCommand() {
    const std::string in = (folder_.path() / "in").string();
    const std::string out = (folder_.path() / "out").string();
    REQUIRE(mkfifo(in.c_str(), 0600) == 0);
    REQUIRE(mkfifo(out.c_str(), 0600) == 0);
    const std::string command =
        "exec '" + GatewayProcess::binary() + "' parse --format jsonl <" + in + " >" + out;
    process_.emplace(std::vector<std::string>{"sh", "-c", command}, folder_.path() / "log");
    requests.open(in);
    answers.open(out);
  }
  ChildProcess& process() { return *process_; }

  std::ofstream requests;
  std::ifstream answers;

 private:
  TempDir folder_;
  std::optional<ChildProcess> process_;
};

TEST_CASE("a million statements in bounded memory") {
  const std::vector<CorpusStatement> corpus = read_corpus();
  const std::vector<std::string> lines = request_lines(corpus);
  ParseCommand command;
  std::atomic<bool> late_check_done = false;
  std::thread writer([&] {
    for (std::size_t i = 0; i < kStatements; ++i) command.requests << lines[i % lines.size()];
    command.requests.flush();
    late_check_done.wait(false);
    command.requests.close();
  });

  std::uint64_t warm = 0;
  std::size_t answers = 0;
  std::size_t accepted = 0;
  for (std::string line; std::getline(command.answers, line);) {
    ++answers;
    if (line.find("\"ok\":true") != std::string::npos) ++accepted;
    if (answers == kWarm) warm = command.process().peak_resident_bytes();
    if (answers == kLateCheck) {
      const std::uint64_t late = command.process().peak_resident_bytes();
      CHECK(late < kMaxBytes);
      CHECK(late <= warm + kMaxGrowth);
      MESSAGE("peak resident: " << (warm >> 10) << " KiB, then " << (late >> 10) << " KiB");
      late_check_done = true;
      late_check_done.notify_one();
    }
  }
  late_check_done = true;  // also if the program has ended early
  late_check_done.notify_one();
  writer.join();
  CHECK(answers == kStatements);
  CHECK(accepted > kStatements / 2);
  CHECK(command.process().wait_for(10s) == 1);  // some statements were refused
}

}  // namespace
}  // namespace sluice::test
