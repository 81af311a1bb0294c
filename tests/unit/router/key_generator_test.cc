// SPDX-License-Identifier: Apache-2.0
#include "router/algorithm/key_generator.h"

#include <set>
#include <thread>

#include <doctest/doctest.h>

namespace sluice::router {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

std::shared_ptr<KeyGenerator> snowflake(std::map<std::string, std::string> props) {
  auto made = make_key_generator({"test", "SNOWFLAKE", std::move(props)});
  REQUIRE(made.ok());
  return *made;
}

std::int64_t number(const Result<GeneratedKey>& key) {
  REQUIRE_MESSAGE(key.ok(), (key.ok() ? "" : key.error().message()));
  return std::get<std::int64_t>(*key);
}

constexpr milliseconds kEpoch{1'477'958'400'000};

}  // namespace

TEST_CASE("a snowflake is milliseconds since 2016-11-01, worker and sequence") {
  const auto generator = snowflake({{"worker-id", "5"}, {"max-vibration-offset", "0"}});
  const system_clock::time_point now{kEpoch + milliseconds(1000)};
  CHECK(number(generator->next(now)) == (1000ll << 22 | 5 << 12 | 0));
  CHECK(number(generator->next(now)) == (1000ll << 22 | 5 << 12 | 1));
  CHECK(number(generator->next(now + milliseconds(1))) == (1001ll << 22 | 5 << 12 | 0));
}

TEST_CASE("the sequence of a new millisecond begins at the next vibration offset") {
  const auto generator = snowflake({{"max-vibration-offset", "2"}});
  std::vector<std::int64_t> sequences;
  for (int i = 0; i < 5; ++i) {
    const system_clock::time_point now{kEpoch + milliseconds(100 + i)};
    sequences.push_back(number(generator->next(now)) & 0xFFF);
  }
  CHECK(sequences == std::vector<std::int64_t>{0, 1, 2, 0, 1});
}

TEST_CASE("more keys than a millisecond holds are taken from the next ones") {
  const auto generator = snowflake({});
  const system_clock::time_point now{kEpoch + milliseconds(50)};
  std::int64_t last = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::int64_t key = number(generator->next(now));
    REQUIRE(key > last);
    last = key;
  }
  CHECK((last >> 22) == 54);
}

TEST_CASE("a clock that goes back is tolerated for a while") {
  const auto generator = snowflake({{"max-tolerate-time-difference-milliseconds", "10"}});
  const system_clock::time_point now{kEpoch + milliseconds(1000)};
  const std::int64_t first = number(generator->next(now));
  CHECK(number(generator->next(now - milliseconds(10))) > first);
  CHECK_FALSE(generator->next(now - milliseconds(11)).ok());
  CHECK(number(generator->next(now)) > first);
}

TEST_CASE("threads never get the same key") {
  const auto generator = snowflake({});
  constexpr int kThreads = 4;
  constexpr int kKeys = 5000;
  std::vector<std::vector<std::int64_t>> keys(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kKeys; ++i) {
        const auto key = generator->next(system_clock::time_point(kEpoch + milliseconds(i / 100)));
        if (key.ok()) keys[t].push_back(std::get<std::int64_t>(*key));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::int64_t> all;
  std::size_t count = 0;
  for (const auto& each : keys) {
    count += each.size();
    all.insert(each.begin(), each.end());
  }
  CHECK(count > 0);
  CHECK(all.size() == count);
}

TEST_CASE("a UUID is 32 hex digits of version 4") {
  auto made = make_key_generator({"test", "UUID", {}});
  REQUIRE(made.ok());
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const auto key = (*made)->next({});
    REQUIRE(key.ok());
    const std::string& text = std::get<std::string>(*key);
    CHECK(text.size() == 32);
    CHECK(text.find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(text[12] == '4');
    CHECK(std::string("89ab").find(text[16]) != std::string::npos);
    seen.insert(text);
  }
  CHECK(seen.size() == 100);
  CHECK_FALSE((*made)->is_numeric());
}

TEST_CASE("generator props are checked") {
  CHECK_FALSE(make_key_generator({"test", "SNOWFLAKE", {{"worker-id", "1024"}}}).ok());
  CHECK_FALSE(make_key_generator({"test", "SNOWFLAKE", {{"max-vibration-offset", "4096"}}}).ok());
  CHECK_FALSE(make_key_generator({"test", "NANOID", {}}).ok());
}

}  // namespace sluice::router
