// `haze view`: the live page of a store, for a browser on this machine.
#include <memory>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tools/cli/command.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/output.h"
#include "tools/cli/version.h"
#include "tools/view/bundle.h"
#include "tools/view/server.h"

namespace haze::tools {
namespace {

struct ViewCommandOptions {
  std::string db;
  int port = 0;
  bool json = false;
};

int Run(const ViewCommandOptions& options) {
  if (BundleScript().empty())
    return Complain("this program was built without npm and has no page; haze report prints plain text. Cure: apt-get install nodejs npm, then build again", kExitUsage);
  CatchInterrupts();
  ViewServer server({.db = options.db, .port = options.port, .version = std::string(kVersion)});
  if (!server.Start()) return Complain(fmt::format("port {} on 127.0.0.1 is taken; --port 0 finds a free one", options.port), kExitUsage);
  if (options.json) {
    fmt::print("{}\n", nlohmann::json{{"url", server.Url()}}.dump());
  } else {
    fmt::print("{}\n", server.Url());
    fmt::print(stderr, "The address carries the key: keep it to yourself. Ctrl-C ends.\n");
  }
  std::fflush(stdout);
  while (!Interrupted()) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  server.Stop();
  return kExitDone;
}

}  // namespace

void AddViewCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<ViewCommandOptions>();
  CLI::App* command = app.add_subcommand("view", "The results as a live page in a browser, with 3D replay");
  AddDbOption(*command, options->db);
  command->add_option("--port", options->port, "On 127.0.0.1; 0 = a free one")->capture_default_str()->check(CLI::Range(0, 65535));
  command->add_flag("--json", options->json, "One JSON object with the address");
  command->footer("Example:\n  haze view --db haze.db\nOf tournaments in progress only finished seed pairs are shown.");
  command->callback([options, &result] { result.exit_code = Run(*options); });
}

}  // namespace haze::tools
