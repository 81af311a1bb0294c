// SPDX-License-Identifier: Apache-2.0
// The decision log: what it remembers over a crash, and what it refuses.
#include "backend/xa/decision_log.h"

#include <csignal>
#include <fstream>
#include <future>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "backend/xa/decision_record.h"

namespace sluice::backend {
namespace {

// A folder that goes with the test.
struct Folder {
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "sluice-xa-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path log() const { return path / "xa.log"; }
  std::filesystem::path path;
};

std::unique_ptr<DecisionLog> open_log(const Folder& folder) {
  Result<std::unique_ptr<DecisionLog>> log = DecisionLog::open(folder.log());
  REQUIRE(log.ok());
  return std::move(*log);
}

Result<void> commit(DecisionLog& log, const std::string& transaction) {
  std::promise<Result<void>> done;
  log.commit(transaction, [&](Result<void> outcome) { done.set_value(std::move(outcome)); });
  return done.get_future().get();
}

std::string content(const Folder& folder) {
  std::ifstream in(folder.log(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const Folder& folder, const std::string& bytes) {
  std::ofstream(folder.log(), std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("decision log: what is decided is remembered by the next process, until it is done") {
  const Folder folder;
  std::string first;
  std::string second;
  {
    const auto log = open_log(folder);
    first = log->new_transaction();
    second = log->new_transaction();
    CHECK(first != second);
    log->begin(first);
    CHECK(log->verdict(first) == Verdict::in_flight);
    REQUIRE(commit(*log, first).ok());
    CHECK(log->verdict(first) == Verdict::in_flight);  // its session is at work
    log->leave(first);
    CHECK(log->verdict(first) == Verdict::commit);
    log->begin(second);
    log->leave(second);
    CHECK(log->verdict(second) == Verdict::rollback);
  }
  {
    const auto log = open_log(folder);
    CHECK(log->verdict(first) == Verdict::commit);
    CHECK(log->verdict(second) == Verdict::rollback);
    CHECK(log->unfinished() == std::vector<std::string>{first});
    const std::string third = log->new_transaction();
    CHECK(third != first);
    CHECK(third != second);
    log->finished(first);
  }
  CHECK(open_log(folder)->unfinished().empty());
}

TEST_CASE("decision log: transactions of others are not its business") {
  const Folder folder;
  const Folder other;
  const auto log = open_log(folder);
  CHECK(log->verdict(open_log(other)->new_transaction()) == Verdict::foreign);
  CHECK(log->verdict("a client's own") == Verdict::foreign);
  CHECK(log->verdict("") == Verdict::foreign);
}

TEST_CASE("decision log: one gateway at a time") {
  const Folder folder;
  const auto log = open_log(folder);
  const auto second = DecisionLog::open(folder.log());
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().message().find("another gateway uses it") != std::string::npos);
}

TEST_CASE("decision log: a torn line is left out, the others hold") {
  const Folder folder;
  std::string first;
  std::string second;
  {
    const auto log = open_log(folder);
    first = log->new_transaction();
    REQUIRE(commit(*log, first).ok());
    second = log->new_transaction();
    REQUIRE(commit(*log, second).ok());
  }
  const std::string whole = content(folder);
  const std::size_t last = whole.rfind('\n', whole.size() - 2) + 1;
  for (std::size_t cut = last; cut + 1 < whole.size(); ++cut) {
    write(folder, whole.substr(0, cut));
    const LogContent read = read_log(content(folder));
    CHECK(read.decided == std::set<std::string>{first});
    CHECK(read.damaged == (cut > last ? 1 : 0));
  }
  std::string changed = whole;
  changed[last + 20] ^= 1;
  write(folder, changed);
  CHECK(open_log(folder)->unfinished() == std::vector<std::string>{first});
}

TEST_CASE("decision log: a file that is none is not touched") {
  const Folder folder;
  write(folder, "precious\n");
  const auto log = DecisionLog::open(folder.log());
  REQUIRE_FALSE(log.ok());
  CHECK(log.error().message().find("no decision log") != std::string::npos);
  CHECK(content(folder) == "precious\n");
  const auto nowhere = DecisionLog::open(folder.path / "missing" / "xa.log");
  REQUIRE_FALSE(nowhere.ok());
}

TEST_CASE("decision log: without room a transaction is refused, and later ones are not") {
  const Folder folder;
  const auto log = open_log(folder);
  const std::string first = log->new_transaction();
  const std::string second = log->new_transaction();
  const std::string before = content(folder);
  rlimit old{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &old) == 0);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{before.size() + 10, old.rlim_max};
  REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
  const Result<void> refused = commit(*log, first);
  REQUIRE(setrlimit(RLIMIT_FSIZE, &old) == 0);
  std::signal(SIGXFSZ, old_handler);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().id() == ErrorId::decision_log);
  CHECK(log->verdict(first) == Verdict::rollback);
  CHECK(content(folder) == before);
  CHECK(commit(*log, second).ok());
  CHECK(read_log(content(folder)).decided == std::set<std::string>{second});
}

TEST_CASE("decision log: decisions that wait together are all written") {
  const Folder folder;
  constexpr int kTransactions = 500;
  std::set<std::string> transactions;
  {
    const auto log = open_log(folder);
    std::atomic<int> done = 0;
    for (int i = 0; i < kTransactions; ++i) {
      const std::string transaction = log->new_transaction();
      transactions.insert(transaction);
      log->commit(transaction, [&](const Result<void>& outcome) { done += outcome.ok() ? 1 : 0; });
    }
    REQUIRE(commit(*log, log->new_transaction()).ok());  // behind all of them
    CHECK(done == kTransactions);
  }
  const LogContent read = read_log(content(folder));
  CHECK(read.damaged == 0);
  for (const std::string& transaction : transactions) CHECK(read.decided.contains(transaction));
}

}  // namespace sluice::backend
