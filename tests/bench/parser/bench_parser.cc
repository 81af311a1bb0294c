// SPDX-License-Identifier: Apache-2.0
// What the parser costs, in CPU time of the thread that does the work (medians over batches), with
// the target of each figure next to it. With an argument only what it names: `start` is meant for a
// fresh process.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>

#include "parser/parse.h"
#include "tests/bench/parser/statements.h"
#include "tests/bench/parser/stopwatch.h"

namespace sluice::bench {
namespace {

using parser::LexOptions;
using parser::Normalized;

int missed = 0;

// `target` 0: there is none.
void line(const char* name, double figure, const char* unit, double target, bool at_least = false) {
  const bool met = target == 0 || (at_least ? figure >= target : figure <= target);
  if (!met) ++missed;
  std::printf("%-58s %10.2f %-8s", name, figure, unit);
  if (target != 0) {
    std::printf(" %s %8.2f  %s", at_least ? ">=" : "<=", target, met ? "ok" : "MISSED");
  }
  std::printf("\n");
}

double process_cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

void parse(const std::string& sql) {
  const auto parsed = parser::parse(sql, LexOptions{});
  if (parsed.ok()) return;
  std::printf("a statement is refused: %s\n", parsed.error().message().c_str());
  std::exit(1);
}

// --------------------------------------------------------------------------------------- hot path

// The least that a plan cache does: find by hash, compare the bytes.
class Texts {
 public:
  void insert(const Normalized& normalized) { texts_.emplace(normalized.hash, normalized.text); }
  bool holds(const Normalized& normalized) const {
    const auto found = texts_.find(normalized.hash);
    return found != texts_.end() && found->second == normalized.text;
  }

 private:
  std::unordered_map<std::uint64_t, std::string> texts_;
};

// The statement with another name in the place of its table's.
void splice(std::string_view sql, const Normalized& normalized, std::size_t table_mark,
            std::string& out) {
  const parser::Mark& table = normalized.marks[table_mark];
  out.assign(sql, 0, table.offset);
  out += "sbtest1_07";
  out.append(sql, table.offset + table.length);
}

double hot_seconds(const std::string& sql) {
  const LexOptions options;
  Normalized normalized;
  Texts cache;
  for (int i = 0; i < 1000; ++i) {
    (void)normalize("SELECT c" + std::to_string(i) + " FROM t WHERE id=1", options, normalized);
    cache.insert(normalized);
  }
  (void)normalize(sql, options, normalized);
  cache.insert(normalized);
  std::string out;
  return median_seconds([&] {
    if (!normalize(sql, options, normalized).ok() || !cache.holds(normalized)) std::abort();
    splice(sql, normalized, 3, out);
  });
}

void hot_path() {
  std::printf("tokenizer, fingerprint, look-up with verified bytes, splice\n");
  line("  point select", hot_seconds(point_select()) * 1e9, "ns", 250);
  line("  INSERT of 100 rows", hot_seconds(insert(100)) * 1e6, "us", 6);
  const std::string huge = huge_literal(16u << 20);
  const LexOptions options;
  Normalized normalized;
  const double seconds =
      median_seconds([&] { (void)normalize(huge, options, normalized); }, 7, 0.05);
  line("  a literal of 16 MB", static_cast<double>(huge.size()) / seconds / 1e9, "GB/s", 1, true);
}

// ------------------------------------------------------------------------------------------ parser

double parse_seconds(const std::string& sql, int samples = 15) {
  return median_seconds([&] { parse(sql); }, samples);
}

void warm_parser() {
  std::printf("ANTLR and tree, warm\n");
  line("  point select", parse_seconds(point_select()) * 1e6, "us", 5);
  line("  join of four tables", parse_seconds(join_select()) * 1e6, "us", 45);
  line("  INSERT of 100 rows", parse_seconds(insert(100)) * 1e6, "us", 550);
  line("  CREATE PROCEDURE of 100 statements",
       parse_seconds(repeated("CREATE PROCEDURE p(a INT) BEGIN ",
                              "IF a = 1 THEN SELECT b FROM t WHERE c = a; END IF; ", "", 100,
                              "END")) *
           1e6,
       "us", 0);
}

// Ten times the length must not cost much more than ten times the time.
void linear(const char* name, const std::string& head, const std::string& item,
            const std::string& separator, int count, const std::string& tail) {
  const double small = parse_seconds(repeated(head, item, separator, count / 10, tail), 5);
  const double large = parse_seconds(repeated(head, item, separator, count, tail), 3);
  line(name, large / small, "times", 14);
  std::printf("%58s %10.2f ms\n", "", large * 1e3);
}

void linear_time() {
  std::printf("ten times as long\n");
  linear("  10,000 OR terms", "SELECT 1 FROM t WHERE ", "a = 1", " OR ", 10'000, "");
  linear("  100,000 rows of VALUES", "INSERT INTO t VALUES ", "(1, 'a')", ", ", 100'000, "");
  linear("  100,000 elements of IN", "SELECT 1 FROM t WHERE a IN (", "1", ", ", 100'000, ")");
  linear("  990 operators + (more than 1,000 are refused as too deep)", "SELECT ", "1", " + ", 990,
         "");
  linear("  20,000 statements of a program", "CREATE PROCEDURE p() BEGIN ", "SELECT 1;", " ",
         20'000, " END");
}

// ----------------------------------------------------------------------------------------- threads

// CPU seconds of one parse in each of `threads` that run at once.
double seconds_with_threads(int threads, const std::string& one, const std::string& other) {
  std::atomic<int> waiting{threads};
  std::vector<double> seconds(static_cast<std::size_t>(threads));
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) {
    running.emplace_back([&, i] {
      const std::string& sql = i % 2 == 0 ? one : other;
      parse(sql);
      --waiting;
      while (waiting > 0) std::this_thread::yield();
      const double begin = thread_cpu_seconds();
      constexpr int kParses = 40'000;
      for (int n = 0; n < kParses; ++n) parse(sql);
      seconds[static_cast<std::size_t>(i)] = (thread_cpu_seconds() - begin) / kParses;
    });
  }
  double sum = 0;
  for (int i = 0; i < threads; ++i) {
    running[static_cast<std::size_t>(i)].join();
    sum += seconds[static_cast<std::size_t>(i)];
  }
  return sum / threads;
}

void threads() {
  std::printf("two threads parsing different statements\n");
  const std::string other = "SELECT a, b FROM t WHERE c = 'x' AND d IN (1, 2) ORDER BY a LIMIT 3";
  const double alone = (seconds_with_threads(1, point_select(), other) +
                        seconds_with_threads(1, other, point_select())) /
                       2;
  const double both = seconds_with_threads(2, point_select(), other);
  line("  of one thread's rate", 2 * alone / both, "times", 1.8, true);
}

// ------------------------------------------------------------------------------------------- start

void start(double before_main) {
  line("before main(): loading, static initialisation", before_main * 1e3, "ms", 20);
  const double begin = thread_cpu_seconds();
  parse(point_select());
  line("first parse of the process", (thread_cpu_seconds() - begin) * 1e3, "ms", 5);
  const double admin = thread_cpu_seconds();
  parse("GRANT SELECT ON d.t TO a");
  line("first administrative statement", (thread_cpu_seconds() - admin) * 1e3, "ms", 5);
}

}  // namespace
}  // namespace sluice::bench

int main(int argc, char** argv) {
  using namespace sluice::bench;
  const double before_main = process_cpu_seconds();
  const std::string_view only = argc > 1 ? argv[1] : "";
  if (only.empty() || only == "start") start(before_main);
  if (only.empty() || only == "hot") hot_path();
  if (only.empty() || only == "parse") warm_parser();
  if (only.empty() || only == "linear") linear_time();
  if (only.empty() || only == "threads") threads();
  if (missed > 0) std::printf("%d targets are missed\n", missed);
  return missed > 0 ? 1 : 0;
}
