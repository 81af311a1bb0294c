// SPDX-License-Identifier: Apache-2.0
// The `sluice` binary: its command line, and nothing else.
#include <iostream>
#include <map>
#include <string>

#include <CLI/CLI.hpp>

#include "frontend/cli/check.h"
#include "frontend/cli/explain.h"
#include "frontend/cli/parse.h"
#include "frontend/cli/serve.h"
#include "version.h"

namespace {

constexpr const char* kExamples = R"(Examples:
  sluice check --config ./conf              every problem of a configuration, with its place
  sluice serve --config ./conf              run the gateway in the foreground
  sluice explain --config ./conf 'SELECT ..'  where a statement goes and what is sent there
  mysql -h 127.0.0.1 -P 3307 -u root -p     connect, as to any MySQL server

SIGTERM drains: no new clients, open transactions may finish.)";

std::string version() {
  return std::string("sluice ") + sluice::kVersion + " (" + sluice::kCommit + ")";
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Sluice, a sharding SQL gateway for MySQL");
  app.footer(kExamples);
  app.set_version_flag("-v,--version", version());
  app.require_subcommand(1);
  std::string directory;
  int status = 0;

  CLI::App* const serve = app.add_subcommand("serve", "Run the gateway in the foreground");
  serve->add_option("--config", directory, "Folder with global.yaml and database-*.yaml")
      ->required();
  serve->callback([&] { status = sluice::frontend::run_serve(directory); });

  CLI::App* const check = app.add_subcommand("check", "Validate a configuration");
  check->add_option("--config", directory, "Folder with global.yaml and database-*.yaml")
      ->required();
  check->callback([&] { status = sluice::frontend::check_configuration(directory, std::cout); });

  sluice::frontend::ExplainOptions explain_options;
  CLI::App* const explain =
      app.add_subcommand("explain", "Show a statement's route without running it");
  explain
      ->add_option("--config", explain_options.directory,
                   "Folder with global.yaml and database-*.yaml")
      ->required();
  explain->add_option("--database", explain_options.database,
                      "Default database; the first if not given");
  explain->add_option("sql", explain_options.sql, "The statement")->required();
  explain->callback([&] { status = sluice::frontend::run_explain(explain_options); });

  sluice::frontend::ParseOptions parse_options;
  CLI::App* const parse = app.add_subcommand("parse", "Parse SQL from standard input");
  parse
      ->add_option("--format", parse_options.format,
                   "jsonl: a {\"sql\": \"...\"} a line; sql: statements with ; between")
      ->transform(CLI::CheckedTransformer(std::map<std::string, sluice::frontend::ParseFormat>{
          {"jsonl", sluice::frontend::ParseFormat::jsonl},
          {"sql", sluice::frontend::ParseFormat::sql}}));
  parse->add_flag("--tree", parse_options.tree, "Print the tree of each statement");
  parse->callback(
      [&] { status = sluice::frontend::run_parse(parse_options, std::cin, std::cout); });

  CLI11_PARSE(app, argc, argv);
  return status;
}
