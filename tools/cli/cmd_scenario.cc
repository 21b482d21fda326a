// `haze scenario list|show|validate|freeze|docs`: what is played, resolved and checked.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "scenarios/freeze.h"
#include "scenarios/load.h"
#include "scenarios/sky_file.h"
#include "tools/cli/command.h"
#include "tools/cli/output.h"

namespace haze::tools {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct ScenarioOptions {
  std::vector<std::string> names, sets;
  std::string name, output = "-";
  bool json = false, dry_run = false;
};

double Hours(const scenarios::Scenario& scenario) { return dynamics::Seconds(scenario.duration) / 3600.0; }

// A title may hold any bytes; JSON may not.
void Print(const Json& json) { fmt::print("{}\n", json.dump(-1, ' ', false, Json::error_handler_t::replace)); }

// A scenario, or every error at its place.
scenarios::LoadResult Load(const ScenarioOptions& options, const std::string& name) {
  scenarios::LoadResult loaded = scenarios::LoadScenario(name, {.sets = options.sets, .folder = {}});
  for (const scenarios::LoadError& error : loaded.errors) fmt::print(stderr, "{}\n", Printable(error.Text()));
  return loaded;
}

Json SeatList(const scenarios::Scenario& scenario) {
  Json seats = Json::array();
  for (const scenarios::Seat& seat : scenario.seats) seats.push_back({{"seat", seat.name}, {"vehicle", seat.vehicle}, {"policy", seat.policy}});
  return seats;
}

Json Summary(const scenarios::Scenario& scenario) {
  return {{"name", scenario.name},
          {"title", scenario.title},
          {"epoch_utc", dynamics::FormatUtc(scenario.epoch)},
          {"duration_s", dynamics::Seconds(scenario.duration)},
          {"hash", scenario.hash},
          {"seats", SeatList(scenario)}};
}

int List(const ScenarioOptions& options) {
  Json all = Json::array();
  int exit_code = kExitDone;
  for (const std::string& name : scenarios::ShippedScenarios()) {
    const scenarios::LoadResult loaded = Load(options, name);
    if (!loaded.scenario) {
      exit_code = kExitUsage;
      continue;
    }
    all.push_back(Summary(*loaded.scenario));
    if (!options.json) fmt::print("{:<24} {:>5} h  {}\n", name, Short(Hours(*loaded.scenario), 1), Printable(loaded.scenario->title));
  }
  if (options.json) Print({{"scenarios", all}});
  return exit_code;
}

int Show(const ScenarioOptions& options) {
  const scenarios::LoadResult loaded = Load(options, options.name);
  if (!loaded.scenario) return kExitUsage;
  if (options.json) {
    Json out = Summary(*loaded.scenario);
    out["canonical_text"] = loaded.scenario->canonical_text;
    Print(out);
  } else {
    fmt::print("# {}, every value resolved; hash {}\n{}", loaded.path, loaded.scenario->hash, loaded.scenario->canonical_text);
  }
  return kExitDone;
}

int Validate(const ScenarioOptions& options) {
  int exit_code = kExitDone;
  Json results = Json::array();
  for (const std::string& name : options.names) {
    const scenarios::LoadResult loaded = scenarios::LoadScenario(name, {.sets = options.sets, .folder = {}});
    std::vector<scenarios::LoadError> errors = loaded.errors;
    if (loaded.scenario) {
      const scenarios::AstronomyResult astronomy = scenarios::LoadAstronomy(*loaded.scenario, scenarios::FolderOf(loaded.path));
      if (!astronomy.error.empty()) errors.push_back(scenarios::LoadError{scenarios::Place{loaded.path, 0, 0}, astronomy.error});
    }
    Json places = Json::array();
    for (const scenarios::LoadError& error : errors) {
      fmt::print(stderr, "{}\n", Printable(error.Text()));
      const auto number = [](int value) { return value > 0 ? Json(value) : Json(nullptr); };
      places.push_back({{"file", error.place.file}, {"line", number(error.place.line)}, {"column", number(error.place.column)}, {"message", error.message}});
    }
    if (!errors.empty()) exit_code = kExitUsage;
    const std::string hash = loaded.scenario ? loaded.scenario->hash : "";
    results.push_back({{"scenario", name}, {"valid", errors.empty()}, {"hash", hash}, {"errors", places}});
    if (!options.json && errors.empty()) fmt::print("{}: valid, hash {}\n", name, hash);
  }
  if (options.json) Print({{"scenarios", results}});
  return exit_code;
}

// Puts the astronomy line into a scenario's file: in the place of the old one, else below epoch, duration or base. False where that is not so simple.
bool PutLine(const std::string& path, const std::string& line) {
  std::ifstream in(path, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string text; std::getline(in, text);) lines.push_back(text);
  if (!in.eof() || lines.empty()) return false;
  const auto line_of = [&lines](const std::string& key) {
    return static_cast<std::size_t>(std::find_if(lines.begin(), lines.end(), [&key](const std::string& text) { return text.rfind(key, 0) == 0; }) -
                                    lines.begin());
  };
  const std::size_t old = line_of("astronomy:");
  std::size_t above = lines.size();
  for (const char* key : {"base:", "duration_s:", "epoch:"}) above = line_of(key) < lines.size() ? line_of(key) : above;
  if (old < lines.size()) {
    if (lines[old].find('}') == std::string::npos) return false;
    lines[old] = line;
  } else if (above < lines.size()) {
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(above) + 1, line);
  } else {
    return false;
  }
  in.close();
  const std::string beside = path + ".new";
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    for (const std::string& text : lines) out << text << '\n';
    if (!out.flush()) return false;
  }
  std::error_code code;
  fs::rename(beside, path, code);
  return !code;
}

int Freeze(const ScenarioOptions& options) {
  // Epoch and duration are enough: an astronomy key that is missing, old or wrong must not stand in the way of its cure.
  const scenarios::SpanResult loaded = scenarios::LoadSpan(options.name, {.sets = options.sets, .folder = {}});
  for (const scenarios::LoadError& error : loaded.errors) fmt::print(stderr, "{}\n", Printable(error.Text()));
  if (!loaded.errors.empty()) return kExitUsage;
  const scenarios::Frozen frozen = scenarios::Freeze(loaded.epoch, loaded.duration);
  const std::string line = fmt::format("astronomy: {{file: {}, sha256: {}}}", frozen.file, frozen.sha256);
  const fs::path file = fs::path(scenarios::FolderOf(loaded.path)) / frozen.file;
  bool put = false;
  if (!options.dry_run) {
    std::error_code code;
    fs::create_directories(file.parent_path(), code);
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << frozen.text;
    if (!out.flush()) return Complain(fmt::format("{} cannot be written", file.string()), kExitUsage);
    // A change from the command line belongs to one call, not to the file.
    put = options.sets.empty() && PutLine(loaded.path, line);
  }
  std::optional<scenarios::SkyResult> sky;
  if (const scenarios::LoadResult whole = scenarios::LoadScenario(options.name, {.sets = options.sets, .folder = {}}); !options.dry_run && whole.scenario && whole.scenario->sky) {
    const scenarios::AstronomyResult astronomy = scenarios::LoadAstronomy(*whole.scenario, scenarios::FolderOf(loaded.path));
    if (!astronomy.table) return Complain(astronomy.error, kExitUsage);
    sky = scenarios::LoadSky(*whole.scenario, *astronomy.table, scenarios::FolderOf(loaded.path), scenarios::SkyFolder());
    for (const scenarios::LoadError& error : sky->errors) fmt::print(stderr, "{}\n", Printable(error.Text()));
    if (!sky->sky) return kExitUsage;
  }
  if (options.json) {
    Json out = {{"table", file.string()}, {"file", frozen.file}, {"sha256", frozen.sha256}, {"bytes", frozen.text.size()}, {"scenario_updated", put}};
    if (sky) {
      out["sky"] = {{"table", sky->sky->path()}, {"sha256", sky->sky->sha256()}, {"objects", sky->sky->table().size()}, {"left_out", sky->sky->table().header().left_out},
                    {"made", sky->made}};
    }
    Print(out);
  } else {
    if (sky) {
      fmt::print(stderr, "sky: {} objects ({} that SGP4 cannot carry over the match are left out), {} {}\n", sky->sky->table().size(), sky->sky->table().header().left_out,
                 sky->made ? "written to" : "found in", sky->sky->path());
    }
    fmt::print("{}\n", line);
    fmt::print(stderr, "{} {} bytes to {}; {}\n", options.dry_run ? "would write" : "wrote", frozen.text.size(), file.string(),
               put ? loaded.path + " names it" : "the line above belongs into " + loaded.path);
  }
  return kExitDone;
}

int Docs(const ScenarioOptions& options) {
  const std::string text = scenarios::GenerateReadme();
  if (options.output == "-") {
    fmt::print("{}", text);
    return kExitDone;
  }
  std::ofstream out(options.output, std::ios::binary | std::ios::trunc);
  out << text;
  return out.flush() ? kExitDone : Complain(options.output + " cannot be written", kExitUsage);
}

void AddSets(CLI::App& command, ScenarioOptions& options) {
  command.add_option("--set", options.sets, "Change one value; repeatable")->type_name("PATH=VALUE")->allow_extra_args(false)->take_all();
}

void AddJson(CLI::App& command, ScenarioOptions& options) { command.add_flag("--json", options.json, "One JSON object on stdout"); }

}  // namespace

void AddScenarioCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<ScenarioOptions>();
  CLI::App* scenario = app.add_subcommand("scenario", "Scenarios: list, show, validate, freeze their astronomy");
  scenario->require_subcommand(1);
  scenario->footer("Example:\n  haze scenario show encore --set jackal.dv_mps=200");
  const auto add = [&](const char* name, const char* words, const char* example, int (*run)(const ScenarioOptions&)) {
    CLI::App* command = scenario->add_subcommand(name, words);
    command->footer(std::string("Example:\n  haze scenario ") + example);
    command->callback([options, run, &result] { result.exit_code = run(*options); });
    return command;
  };

  CLI::App* list = add("list", "The scenarios that ship", "list --json", List);
  AddJson(*list, *options);

  CLI::App* show = add("show", "One scenario with base, models and changes resolved", "show victus_haze", Show);
  show->add_option("SCENARIO", options->name, "A shipped scenario or a file")->required();
  AddSets(*show, *options);
  AddJson(*show, *options);

  CLI::App* validate = add("validate", "Every error at its place; exit code 2 if there is one", "validate my/duel.yaml", Validate);
  validate->add_option("SCENARIO", options->names, "Shipped scenarios or files")->required();
  AddSets(*validate, *options);
  AddJson(*validate, *options);

  CLI::App* freeze = add("freeze", "Make the astronomy table of a scenario and name it in its file", "freeze my/duel.yaml", Freeze);
  freeze->add_option("SCENARIO", options->name, "A shipped scenario or a file")->required();
  freeze->add_flag("--dry-run", options->dry_run, "Write nothing, only say the line");
  AddSets(*freeze, *options);
  AddJson(*freeze, *options);

  CLI::App* docs = add("docs", "The reference of all keys, as in scenarios/README.md", "docs -o scenarios/README.md", Docs);
  docs->add_option("-o,--output", options->output, "Where to; - is stdout")->type_name("FILE")->capture_default_str();
}

}  // namespace haze::tools
