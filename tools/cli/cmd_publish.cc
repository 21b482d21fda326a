// `haze publish`: a copy of a store for others.
#include <fstream>
#include <iterator>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "agents/policy/policy.h"
#include "arbiter/store/publish.h"
#include "tools/cli/command.h"
#include "tools/cli/output.h"

namespace haze::tools {
namespace {

struct PublishOptions {
  std::string db, out, sign;
  bool json = false;
};

int Run(const PublishOptions& options) {
  std::string key;
  if (!options.sign.empty()) {
    std::ifstream file(options.sign, std::ios::binary);
    if (!file) return Complain(options.sign + " cannot be read", kExitUsage);
    key.assign(std::istreambuf_iterator<char>(file), {});
  }
  std::set<std::string> shipped;
  for (const agents::ShippedPolicy& policy : agents::ShippedPolicies()) shipped.emplace(policy.name);
  const store::PublishReport report = store::Publish(options.db, options.out, shipped, key);
  if (!report.error.empty()) return Complain(report.error, kExitUsage);
  if (options.json) {
    const nlohmann::ordered_json out = {{"file", options.out},
                                        {"matches", report.matches},
                                        {"removed",
                                         {{"records", report.records},
                                          {"names_of_players", report.entries},
                                          {"words_on_stderr", report.stderr_texts},
                                          {"reasons", report.reasons},
                                          {"specifications", report.specifications},
                                          {"secrets", report.secrets},
                                          {"branches", report.branches}}}};
    fmt::print("{}\n", out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return kExitDone;
  }
  fmt::print("{}: {} matches with their results, scores, facts and seals{}\n", Printable(options.out), report.matches, key.empty() ? "" : ", signed");
  fmt::print("taken out: {} records (turns, answers, notes), {} commands or paths of players, {} texts on stderr, {} reasons, {} specifications, {} secrets, {} what-ifs\n",
             report.records, report.entries, report.stderr_texts, report.reasons, report.specifications, report.secrets, report.branches);
  return kExitDone;
}

}  // namespace

void AddPublishCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<PublishOptions>();
  CLI::App* command = app.add_subcommand("publish", "A copy of the store for others, without turns, notes, stderr, commands and paths");
  AddDbOption(*command, options->db);
  command->add_option("-o,--output", options->out, "The new file")->type_name("FILE")->required();
  command->add_option("--sign", options->sign, "An Ed25519 private key (PEM) that signs the Merkle roots")->type_name("KEY");
  command->add_flag("--json", options->json, "One JSON object");
  command->footer("Example:\n  openssl genpkey -algorithm ed25519 -out key.pem\n  haze publish --db quick.db -o public.db --sign key.pem\nhaze verify --key works on the copy; its matches cannot be played again.");
  command->callback([options, &result] { result.exit_code = Run(*options); });
}

}  // namespace haze::tools
