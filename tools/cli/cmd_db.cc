// `haze db`: the store as a file.
#include <memory>

#include <fmt/format.h>

#include "arbiter/store/upgrade.h"
#include "scenarios/load.h"
#include "tools/cli/command.h"
#include "tools/cli/output.h"

namespace haze::tools {
namespace {

struct DbOptions {
  std::string db, out;
};

int Upgrade(const DbOptions& options) {
  const long attempts = store::Upgrade(options.db, options.out, [](const std::string& text) -> std::optional<store::ScenarioFacts> {
    const scenarios::LoadResult loaded = scenarios::LoadFromText(text);
    if (!loaded.scenario) return std::nullopt;
    return store::ScenarioFacts{.one_sided = scenarios::OneSided(*loaded.scenario), .draw_band = loaded.scenario->draw_band};
  });
  fmt::print("{}: {} attempts, in today's form; {} is as it was\n", options.out, attempts, options.db);
  return kExitDone;
}

}  // namespace

void AddDbCommand(CLI::App& app, CliResult& result) {
  CLI::App* command = app.add_subcommand("db", "The store as a file");
  command->require_subcommand(1);
  auto options = std::make_shared<DbOptions>();
  CLI::App* upgrade = command->add_subcommand("upgrade", "Copy an older store into a new file in today's form");
  AddDbOption(*upgrade, options->db);
  upgrade->add_option("-o,--output", options->out, "The new file")->required();
  upgrade->footer("Example:\n  haze db upgrade --db old.db -o new.db");
  upgrade->callback([options, &result] { result.exit_code = Upgrade(*options); });
}

}  // namespace haze::tools
