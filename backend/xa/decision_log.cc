// SPDX-License-Identifier: Apache-2.0
#include "backend/xa/decision_log.h"

#include <random>

#include "common/telemetry/log.h"

namespace sluice::backend {
namespace {

// The file is written anew when it has grown to this.
constexpr std::size_t kCompactBytes = 4u << 20;

// Which gateway a branch is of: chosen once, kept in the file.
std::string new_gateway() {
  static constexpr char digits[] = "0123456789abcdef";
  std::random_device random;
  std::string id;
  for (int i = 0; i < 16; ++i) id += digits[random() & 15];
  return id;
}

std::string whole_file(std::string_view gateway, std::uint64_t start,
                       const std::set<std::string>& decided) {
  std::string lines = gateway_line(gateway, start);
  for (const std::string& transaction : decided) lines += commit_line(transaction);
  return lines;
}

}  // namespace

Result<std::unique_ptr<DecisionLog>> DecisionLog::open(const std::filesystem::path& path) {
  LogContent content;
  Result<LogFile> file = LogFile::open(path, content);
  if (!file) return file.error();
  if (content.damaged > 0) {
    log::warning("xa", "the decision log has damaged lines, which are left out",
                 {{"file", path.string()}, {"lines", content.damaged}});
  }
  if (content.gateway.empty()) content.gateway = new_gateway();
  ++content.start;
  Result<void> written = file->replace(whole_file(content.gateway, content.start, content.decided));
  if (!written) return written.error();
  return std::unique_ptr<DecisionLog>(new DecisionLog(std::move(*file), std::move(content)));
}

DecisionLog::DecisionLog(LogFile file, LogContent content)
    : gateway_(std::move(content.gateway)),
      start_(content.start),
      file_(std::move(file)),
      decided_(std::move(content.decided)),
      thread_([this] { work(); }) {}

DecisionLog::~DecisionLog() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

std::string DecisionLog::new_transaction() {
  return transaction_id(gateway_, start_, next_number_.fetch_add(1, std::memory_order_relaxed));
}

void DecisionLog::begin(const std::string& transaction) {
  const std::lock_guard lock(mutex_);
  in_flight_.insert(transaction);
}

void DecisionLog::commit(std::string transaction, Done done) {
  {
    const std::lock_guard lock(mutex_);
    deciding_.insert(transaction);
    waiting_.push_back({std::move(transaction), std::move(done)});
  }
  wake_.notify_all();
}

void DecisionLog::finished(const std::string& transaction) {
  const std::lock_guard lock(mutex_);
  in_flight_.erase(transaction);
  if (decided_.erase(transaction) > 0) done_lines_ += done_line(transaction);
}

void DecisionLog::leave(const std::string& transaction) {
  {
    const std::lock_guard lock(mutex_);
    in_flight_.erase(transaction);
  }
  if (on_left_) on_left_();
}

Verdict DecisionLog::verdict(const std::string& transaction) const {
  if (!is_transaction_of(gateway_, transaction)) return Verdict::foreign;
  const std::lock_guard lock(mutex_);
  if (in_flight_.contains(transaction) || deciding_.contains(transaction)) {
    return Verdict::in_flight;
  }
  return decided_.contains(transaction) ? Verdict::commit : Verdict::rollback;
}

std::vector<std::string> DecisionLog::unfinished() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> transactions;
  for (const std::string& transaction : decided_) {
    if (!in_flight_.contains(transaction)) transactions.push_back(transaction);
  }
  return transactions;
}

void DecisionLog::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) break;
    const std::deque<Waiting> batch = std::exchange(waiting_, {});
    const std::string done_lines = std::exchange(done_lines_, {});
    lock.unlock();
    const Result<void> written = write(batch, done_lines);
    for (const Waiting& waiting : batch) waiting.done(written);
    if (file_.size() > kCompactBytes) compact();
    lock.lock();
  }
  // Only what spares the next start some work.
  if (!done_lines_.empty()) (void)file_.append(done_lines_);
}

// The decision counts from the moment it is on disk: nobody may see it in memory before, or take it
// back afterwards.
Result<void> DecisionLog::write(const std::deque<Waiting>& batch, const std::string& done_lines) {
  std::string lines = done_lines;
  for (const Waiting& waiting : batch) lines += commit_line(waiting.transaction);
  Result<void> written = file_.append(lines);
  if (!written) {
    log::error("xa", "a decision could not be written, its transaction is rolled back",
               {{"error", written.error().message()}});
  }
  const std::lock_guard lock(mutex_);
  for (const Waiting& waiting : batch) {
    if (written) decided_.insert(waiting.transaction);
    deciding_.erase(waiting.transaction);
  }
  return written;
}

void DecisionLog::compact() {
  std::string lines;
  {
    const std::lock_guard lock(mutex_);
    lines = whole_file(gateway_, start_, decided_);
    done_lines_.clear();
  }
  const Result<void> replaced = file_.replace(lines);
  if (!replaced) {
    log::warning("xa", "the decision log could not be made smaller",
                 {{"error", replaced.error().message()}});
  }
}

}  // namespace sluice::backend
