// SPDX-License-Identifier: Apache-2.0
#include "frontend/metadata_service.h"

#include "backend/control/create_table.h"
#include "backend/control/schema_loader.h"
#include "common/telemetry/log.h"
#include "frontend/schema_conversion.h"
#include "router/schema_drift.h"

namespace sluice::frontend {
namespace {

constexpr std::chrono::seconds kRetry{1};
constexpr std::size_t kDriftLines = 100;  // of one look at all nodes
constexpr std::chrono::seconds kDueLook{60};

CivilMicros present() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since_1970).count();
}

}  // namespace

Result<std::unique_ptr<MetadataService>> MetadataService::create(config::ConfigSnapshot config) {
  std::unique_ptr<MetadataService> service(new MetadataService(std::move(config)));
  Result<router::MetadataSnapshot> first =
      router::build_metadata(service->config_, service->loaded_, nullptr, ++service->version_);
  if (!first) return first.error();
  service->current_ = std::move(*first);
  return service;
}

MetadataService::~MetadataService() {
  stop();
}

router::MetadataSnapshot MetadataService::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

void MetadataService::start(Publish publish, DueTables due_tables) {
  publish_ = std::move(publish);
  if (config_->global.sluice.create_due_tables) due_tables_ = due_tables;
  thread_ = std::thread([this] { work(); });
}

void MetadataService::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void MetadataService::reload(std::string database, std::vector<std::string> tables,
                             std::function<void()> done) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_) {
      jobs_.push_back({std::move(database), std::move(tables), std::move(done)});
      done = nullptr;
    }
  }
  if (done) return done();
  wake_.notify_all();
}

void MetadataService::wait_for_first_load(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  first_load_.wait_for(lock, patience, [this] { return tried_; });
}

void MetadataService::work() {
  load_missing();
  create_due_tables();
  std::unique_lock lock(mutex_);
  tried_ = true;
  first_load_.notify_all();
  while (!stopping_) {
    if (jobs_.empty()) {
      const auto ready = [this] { return stopping_ || !jobs_.empty(); };
      if (everything_reached()) {
        if (due_tables_ == DueTables::leave) {
          wake_.wait(lock, ready);
        } else if (!wake_.wait_for(lock, kDueLook, ready)) {
          lock.unlock();
          create_due_tables();
          lock.lock();
        }
      } else if (!wake_.wait_for(lock, kRetry, ready)) {
        lock.unlock();
        load_missing();
        lock.lock();
      }
      continue;
    }
    const Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    run(job);
    job.done();
    lock.lock();
  }
  for (const Job& job : jobs_) job.done();
  jobs_.clear();
}

bool MetadataService::everything_reached() const {
  for (const config::Database& database : config_->databases) {
    const auto known = loaded_.databases.find(database.name);
    if (known == loaded_.databases.end()) return false;
    for (const config::DataSource& source : database.data_sources) {
      const auto found = known->second.find(source.name);
      if (found == known->second.end() || !found->second.reachable) return false;
    }
  }
  return true;
}

void MetadataService::load_missing() {
  bool changed = false;
  for (const config::Database& database : config_->databases) {
    for (const config::DataSource& source : database.data_sources) {
      router::LoadedSource& known = loaded_.databases[database.name][source.name];
      if (known.reachable) continue;
      load_source(database, source);
      changed = true;
    }
  }
  if (changed) rebuild();
}

void MetadataService::load_source(const config::Database& database,
                                  const config::DataSource& source) {
  router::LoadedSource& known = loaded_.databases[database.name][source.name];
  const std::string place = database.name + "." + source.name;
  Result<backend::LoadedSource> loaded =
      backend::load_schema(source, {.tables = {},
                                    .collations = loaded_.collations.empty(),
                                    .system_tables = loaded_.system == nullptr});
  if (!loaded) {
    known.error = "data source " + source.name + " cannot be reached";
    if (reported_.insert(place).second) {
      log::warning("schema", "loading failed, will be tried again every second",
                   {{"database", database.name},
                    {"data_source", source.name},
                    {"error", loaded.error().message()}});
    }
    return;
  }
  reported_.erase(place);
  known = {};
  known.reachable = true;
  for (const backend::LoadedTable& table : loaded->tables) {
    known.tables[table.name] = to_table_schema(table);
  }
  if (loaded_.collations.empty()) {
    for (const backend::LoadedCollation& collation : loaded->collations) {
      loaded_.collations.push_back(to_collation(collation, loaded->version));
    }
  }
  if (loaded_.system == nullptr && !loaded->system_tables.empty()) {
    std::map<std::string, router::TableSchema> tables;
    for (const backend::LoadedTable& table : loaded->system_tables) {
      tables[table.name] = to_table_schema(table);
    }
    loaded_.system = router::make_system_metadata(tables);
  }
  if (loaded_.server_version.empty()) {
    loaded_.server_version = loaded->version;
    loaded_.div_precision_increment = loaded->div_precision_increment;
  }
  log::info("schema", "loaded",
            {{"database", database.name},
             {"data_source", source.name},
             {"tables", loaded->tables.size()},
             {"server", loaded->version}});
}

void MetadataService::run(const Job& job) {
  const router::MetadataSnapshot before = current();
  const router::DatabaseMetadata* const known = before->find(job.database);
  std::set<std::string> actual;
  for (const std::string& table : job.tables) {
    actual.insert(table);
    const router::Table* const found = known == nullptr ? nullptr : known->find(table);
    if (found == nullptr) continue;
    for (const router::ActualNode& node : found->rule->nodes) actual.insert(node.table);
  }
  for (const config::Database& database : config_->databases) {
    if (database.name != job.database || actual.empty()) continue;
    for (const config::DataSource& source : database.data_sources) {
      Result<backend::LoadedSource> loaded = backend::load_schema(
          source, {.tables = actual, .collations = false, .system_tables = false});
      router::LoadedSource& target = loaded_.databases[database.name][source.name];
      if (!loaded) {
        target.reachable = false;  // load_missing() will see to it
        continue;
      }
      for (const std::string& name : actual) target.tables.erase(name);
      for (const backend::LoadedTable& table : loaded->tables) {
        target.tables[table.name] = to_table_schema(table);
      }
    }
  }
  rebuild();
}

void MetadataService::rebuild() {
  const router::MetadataSnapshot previous = current();
  if (config_->global.sluice.create_due_tables) loaded_.due_at = present();
  Result<router::MetadataSnapshot> built =
      router::build_metadata(config_, loaded_, previous.get(), ++version_);
  if (!built) {
    log::error("schema", "the schema does not fit the configuration",
               {{"error", built.error().message()}});
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    current_ = *built;
  }
  publish_(*built);
  report_drift();
}

void MetadataService::create_due_tables() {
  if (due_tables_ == DueTables::leave) return;
  const router::MetadataSnapshot before = current();
  loaded_.due_at = present();
  const auto due = router::build_metadata(config_, loaded_, before.get(), version_ + 1);
  if (!due) return;  // rebuild() tells why
  bool changed = !router::same_time_nodes(**due, *before);
  for (const config::Database& database : config_->databases) {
    Job made{database.name, {}, [] {}};
    for (const router::MissingNode& node :
         router::missing_nodes(*(*due)->find(database.name), loaded_.databases[database.name])) {
      if (create_due_table(database, node)) made.tables.push_back(node.logic_table);
    }
    if (made.tables.empty()) continue;
    run(made);
    changed = false;
  }
  if (changed) rebuild();
}

bool MetadataService::create_due_table(const config::Database& database,
                                       const router::MissingNode& node) {
  const config::DataSource& source = database.data_sources[node.data_source];
  const std::string place = database.name + "." + source.name + "." + node.table;
  const Result<void> created = backend::create_table_like(source, node.table, node.model);
  if (created) {
    refused_.erase(place);
    log::info("schema", "a table that is due was made", {{"table", place}, {"model", node.model}});
    return true;
  }
  if (refused_.insert(place).second) {
    log::warning("schema", "a table that is due could not be made, will be tried again",
                 {{"table", place}, {"error", created.error().message()}});
  }
  return false;
}

void MetadataService::report_drift() {
  std::set<std::string> found;
  std::size_t fresh = 0;
  for (const config::Database& database : config_->databases) {
    const auto sources = loaded_.databases.find(database.name);
    if (sources == loaded_.databases.end()) continue;
    for (const router::Drift& drift : router::find_drift(database, sources->second)) {
      const std::string place = database.name + "/" + drift.node + "/" + drift.difference;
      found.insert(place);
      if (drifts_.contains(place) || ++fresh > kDriftLines) continue;
      log::warning("schema", "nodes of a table differ",
                   {{"database", database.name},
                    {"table", drift.table},
                    {"node", drift.node},
                    {"model", drift.model},
                    {"difference", drift.difference}});
    }
  }
  if (fresh > kDriftLines) {
    log::warning("schema", "further nodes differ", {{"differences", fresh - kDriftLines}});
  }
  drifts_ = std::move(found);
}

}  // namespace sluice::frontend
