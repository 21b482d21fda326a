// The one binary: reads flags, calls a command, says how it went.
#include <Eigen/Core>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "arbiter/store/fault.h"
#include "tools/cli/command.h"
#include "tools/cli/output.h"
#include "tools/launch/launcher.h"

namespace haze::tools {
namespace {

int Main(int argc, char** argv) {
  CLI::App app("haze: a wargaming framework for responsive space. A launch provider, an inspector, a target and an adversary meet in orbit.", "haze");
  app.require_subcommand(1);
  app.footer("Example:\n  haze play --seed 1\n  haze show last\nhaze COMMAND --help tells more.");
  CliResult result;
  AddPlayCommand(app, result);
  AddAgentCommand(app, result);
  AddServeCommand(app, result);
  AddScenarioCommand(app, result);
  AddRulesCommand(app, result);
  AddBenchCommand(app, result);
  AddCalcCommand(app, result);
  AddRateCommand(app, result);
  AddLogCommand(app, result);
  AddShowCommand(app, result);
  AddWhyCommand(app, result);
  AddDiffCommand(app, result);
  AddExportCommand(app, result);
  AddReplayCommand(app, result);
  AddPublishCommand(app, result);
  AddReportCommand(app, result);
  AddViewCommand(app, result);
  AddTournamentCommand(app, result);
  AddWorkerCommands(app, result);
  AddSprtCommand(app, result);
  AddVerifyCommand(app, result);
  AddDbCommand(app, result);
  AddSignatureCommand(app, result);
  AddDoctorCommand(app, result);
  AddVersionCommand(app, result);
  AddCompletionCommand(app, result);
  // An unknown command deserves better than "a subcommand is required".
  const std::string first = argc > 1 ? argv[1] : "";
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands(nullptr)) names.push_back(command->get_name());
  if (!first.empty() && first[0] != '-' && std::find(names.begin(), names.end(), first) == names.end()) {
    const std::string nearest = Nearest(first, names);
    return Complain("no command \"" + Printable(first) + "\"" + (nearest.empty() ? "; haze --help lists them" : "; did you mean " + nearest + "?"), kExitUsage);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    // What was typed is part of what it says.
    std::ostringstream help, words;
    app.exit(error, help, words);
    fmt::print("{}", help.str());
    std::string text = words.str();
    while (text.ends_with('\n')) text.pop_back();
    return Complain(text, kExitUsage);
  } catch (const store::StoreFault& fault) {
    return Complain(fault.what(), kExitStore);
  }
  return result.exit_code;
}

}  // namespace
}  // namespace haze::tools

int main(int argc, char** argv) {
  // The launcher re-executes this binary; it must fork before anything else has begun.
  if (argc == 3 && std::string(argv[1]) == "--launcher-fd") return haze::tools::LauncherMain(std::atoi(argv[2]));
  // Eigen blocks its products by cache size: the same on every machine.
  Eigen::setCpuCacheSizes(32768, 524288, 4194304);
  return haze::tools::Main(argc, argv);
}
