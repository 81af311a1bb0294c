// SPDX-License-Identifier: Apache-2.0
#include "config/load.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <system_error>

#include "config/load_yaml.h"
#include "config/read_database.h"
#include "config/read_global.h"
#include "config/report.h"

namespace sluice::config {
namespace {

namespace fs = std::filesystem;

bool is_database_file(std::string_view name) {
  constexpr std::string_view kEnding = ".yaml";
  const auto matches = [&](std::string_view beginning) {
    return name.starts_with(beginning) && name.ends_with(kEnding) &&
           name.size() > beginning.size() + kEnding.size();
  };
  return matches("database-") || matches("config-");
}

bool is_configuration_file(std::string_view name) {
  return name == "global.yaml" || name == "server.yaml" || is_database_file(name);
}

// "global.yml" looks like one of ours, but ShardingSphere does not read it, and neither do we.
bool has_wrong_ending(const std::string& name) {
  constexpr std::string_view kWrong = ".yml";
  if (!name.ends_with(kWrong)) return false;
  return is_configuration_file(name.substr(0, name.size() - kWrong.size()) + ".yaml");
}

// At most one byte more than a file may have; nothing if it cannot be read.
std::optional<std::string> read_file(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  std::ifstream stream(path, std::ios::binary);
  std::string text;
  char block[1 << 16];
  while (stream.read(block, sizeof block) || stream.gcount() > 0) {
    text.append(block, static_cast<std::size_t>(stream.gcount()));
    if (text.size() > kMaxYamlBytes) return text;
  }
  return stream.eof() ? std::optional(std::move(text)) : std::nullopt;
}

class Loader {
 public:
  explicit Loader(const fs::path& directory) : directory_(directory), report_(directory.string()) {}

  LoadResult load() {
    auto config = std::make_shared<Config>();
    list_directory();
    std::optional<Report> global_report;
    const std::optional<YamlDocument> global = load_global(*config, global_report);
    std::vector<Problem> database_problems;
    for (const std::string& name : database_files_) {
      append(database_problems, load_database(name, *config));
    }
    if (listed_ && config->databases.empty() && !has_error(database_problems)) {
      report_.error(0, 0, "no file database-*.yaml defines a database");
    }
    if (global) check_global_references(*global->root, *config, *global_report);

    LoadResult result;
    append(result.problems, report_.take());
    if (global_report) append(result.problems, global_report->take());
    append(result.problems, std::move(database_problems));
    if (!has_error(result.problems)) result.config = std::move(config);
    return result;
  }

 private:
  static bool has_error(const std::vector<Problem>& problems) {
    return std::any_of(problems.begin(), problems.end(),
                       [](const Problem& problem) { return problem.severity == Severity::error; });
  }

  static void append(std::vector<Problem>& all, std::vector<Problem> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
  }

  void list_directory() {
    std::error_code error;
    for (fs::directory_iterator at(directory_, error), end; !error && at != end;
         at.increment(error)) {
      const std::string name = at->path().filename().string();
      if (is_database_file(name)) database_files_.push_back(name);
      if (name == "global.yaml") has_global_ = true;
      if (name == "server.yaml") has_server_ = true;
      if (has_wrong_ending(name))
        report_.warning({}, name + " is not read, its name must end in .yaml");
    }
    std::sort(database_files_.begin(), database_files_.end());
    listed_ = !error;
    if (error) report_.error(0, 0, "the directory cannot be read: " + error.message());
  }

  // Parses a file whose top level is a map or empty; nothing if it is not, which is reported.
  std::optional<YamlDocument> parse(const std::string& name, Report& report) {
    const std::optional<std::string> text = read_file(directory_ / name);
    if (!text) {
      report.error(0, 0, "the file cannot be read");
      return std::nullopt;
    }
    auto parsed = parse_yaml(*text);
    if (const auto* problem = std::get_if<YamlProblem>(&parsed)) {
      report.error(problem->line, problem->column, problem->message);
      return std::nullopt;
    }
    YamlDocument& document = *std::get_if<YamlDocument>(&parsed);
    if (!document.root->is_map() && !document.root->is_null()) {
      report.error(*document.root, "the file must be a map of keys");
      return std::nullopt;
    }
    return std::move(document);
  }

  // Nothing if there is no file or it cannot be parsed; `report` is set if there is one.
  std::optional<YamlDocument> load_global(Config& config, std::optional<Report>& report) {
    if (!has_global_ && !has_server_) {
      if (listed_) report_.error(0, 0, "there is no global.yaml");
      return std::nullopt;
    }
    if (has_global_ && has_server_) {
      report_.warning({}, "server.yaml is not read, since there is a global.yaml");
    }
    const std::string name = has_global_ ? "global.yaml" : "server.yaml";
    report.emplace((directory_ / name).string());
    std::optional<YamlDocument> document = parse(name, *report);
    if (document) config.global = read_global(*document->root, directory_, *report);
    return document;
  }

  std::vector<Problem> load_database(const std::string& name, Config& config) {
    Report report((directory_ / name).string());
    const std::optional<YamlDocument> document = parse(name, report);
    if (!document) return report.take();
    auto database = read_database(*document->root, config.global.sluice.connect_timeout, report);
    if (!database) return report.take();
    const auto [first, is_new] = file_of_database_.emplace(database->name, name);
    if (!is_new && !database->name.empty()) {
      report.error(*document->root->find("databaseName"),
                   "database '" + database->name + "' is defined in " + first->second + " already");
    }
    config.databases.push_back(std::move(*database));
    return report.take();
  }

  const fs::path& directory_;
  Report report_;  // about the directory
  bool listed_ = false;
  bool has_global_ = false;
  bool has_server_ = false;
  std::vector<std::string> database_files_;
  std::map<std::string, std::string> file_of_database_;
};

}  // namespace

LoadResult load(const fs::path& directory) {
  return Loader(directory).load();
}

}  // namespace sluice::config
