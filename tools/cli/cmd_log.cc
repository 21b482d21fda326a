// `haze log`: which matches a store holds.
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "arbiter/store/query.h"
#include "tools/cli/command.h"
#include "tools/cli/match_text.h"
#include "tools/cli/output.h"

namespace haze::tools {
namespace {

struct LogOptions {
  std::string db;
  int limit = 20;
  bool json = false;
};

std::string Json(const std::vector<store::MatchLine>& lines) {
  nlohmann::ordered_json out;
  out["matches"] = nlohmann::ordered_json::array();
  const auto maybe = [](const std::optional<double>& value) { return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr); };
  for (const store::MatchLine& line : lines) {
    out["matches"].push_back({{"match_id", line.match_id},
                              {"started_utc", line.started_utc},
                              {"scenario", line.scenario},
                              {"seed", line.seed},
                              {"result", line.result},
                              {"winner", line.winner.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(line.winner)},
                              {"reason", line.reason},
                              {"blue_points", maybe(line.blue_points)},
                              {"red_points", maybe(line.red_points)},
                              {"transport", line.transport},
                              {"wall_s", maybe(line.wall_s)},
                              {"line_up", line.line_up}});
  }
  return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

void AddLogCommand(CLI::App& app, CliResult&) {
  auto options = std::make_shared<LogOptions>();
  CLI::App* command = app.add_subcommand("log", "List the matches of a store");
  AddDbOption(*command, options->db);
  command->add_option("-n", options->limit, "The newest so many; 0 = all")->capture_default_str()->check(CLI::NonNegativeNumber);
  command->add_flag("--json", options->json, "One JSON object");
  command->footer("Example:\n  haze log -n 5");
  command->callback([options] {
    store::Reader reader(options->db);
    const std::vector<store::MatchLine> lines = reader.List(options->limit);
    fmt::print("{}", options->json ? Json(lines) + "\n" : MatchTable(lines));
  });
}

}  // namespace haze::tools
