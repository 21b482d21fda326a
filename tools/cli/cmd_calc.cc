// `haze calc`: the physics as a calculator, and reference files checked.
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include <fmt/format.h>

#include "tools/calc/check.h"
#include "tools/calc/shape.h"
#include "tools/calc/stream.h"
#include "tools/cli/command.h"
#include "tools/cli/output.h"

namespace haze::tools {
namespace {

struct CalcOptions {
  std::vector<std::string> files;
  bool check = false;
  bool json = false;
  bool markdown = false;
};

/// Files come from others: what they say passes through Printable, line by line.
void PrintLines(const std::string& text) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = text.find('\n', begin);
    fmt::print("{}\n", Printable(text.substr(begin, end - begin)));
    begin = end + 1;
  }
}

int RunCheck(const CalcOptions& options) {
  if (options.files.empty()) return Complain("--check needs at least one FILE.json", kExitUsage);
  std::vector<FileCheck> checked;
  bool unusable = false;
  bool failed = false;
  for (const std::string& file : options.files) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
      FileCheck missing;
      missing.file = file;
      missing.error = "cannot be read";
      checked.push_back(std::move(missing));
    } else {
      checked.push_back(CheckFile(file, std::string(std::istreambuf_iterator<char>(stream), {})));
    }
    const FileCheck& one = checked.back();
    if (!one.error.empty()) {
      unusable = true;
      fmt::print(stderr, "haze: {}: {}\n", Printable(file), Printable(one.error));
    }
    for (const Check& check : one.checks) failed = failed || check.status == CheckStatus::kFail;
  }
  if (options.markdown) {
    PrintLines(CheckMarkdown(checked));
  } else if (options.json) {
    // One object for one file, an array for several.
    Json out = Json::array();
    for (const FileCheck& one : checked) out.push_back(CheckJson(one));
    fmt::print("{}\n", (out.size() == 1 ? out[0] : out).dump(-1, ' ', false, Json::error_handler_t::replace));
  } else {
    int counts[3] = {0, 0, 0};
    for (const FileCheck& one : checked) {
      if (one.error.empty()) PrintLines(CheckText(one));
      for (const Check& check : one.checks) ++counts[static_cast<int>(check.status)];
    }
    fmt::print("{} pass, {} fail, {} not covered\n", counts[0], counts[1], counts[2]);
  }
  return unusable ? kExitUsage : failed ? kExitNo : kExitDone;
}

}  // namespace

void AddCalcCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<CalcOptions>();
  CLI::App* command = app.add_subcommand("calc", "The physics as a calculator: JSON lines in, JSON lines out; --check runs reference files");
  command->add_flag("--check", options->check, "Run reference files (docs/reference_format.md): exit 1 if any vector fails");
  command->add_flag("--json", options->json, "With --check: one JSON object a file; an array of them for several files");
  command->add_flag("--markdown", options->markdown, "With --check the table of docs/physics.md, alone that of docs/reference_format.md");
  command->add_option("FILE", options->files, "Reference files, with --check");
  command->footer(
      "Examples:\n"
      "  echo '{\"r0_km\": [7000, 0, 0], \"v0_km_s\": [0, 7.5, 1], \"dt_s\": 3600}' | haze calc kepler\n"
      "  echo '{\"utc\": \"2026-06-18T17:44:00\"}' | haze calc time\n"
      "  haze calc --check kepler.json lambert.json\n"
      "haze calc KIND --help tells the fields. A line that cannot be answered is answered {\"error\": ..., \"line\": n}, and the exit code is 2.");
  for (const std::string_view kind : Kinds()) {
    CLI::App* sub = command->add_subcommand(std::string(kind), KindSummary(kind));
    sub->footer(KindHelp(kind));
    sub->callback([kind, &result] {
      std::ios::sync_with_stdio(false);
      result.exit_code = AnswerStream(kind, std::cin, std::cout) ? kExitDone : kExitUsage;
    });
  }
  command->callback([command, options, &result] {
    if (!command->get_subcommands().empty()) return;
    if (options->check) {
      result.exit_code = RunCheck(*options);
    } else if (options->markdown) {
      fmt::print("{}", KindsMarkdown());
    } else {
      result.exit_code = Complain(options->files.empty() ? "calc needs a KIND or --check FILE.json; haze calc --help lists the kinds"
                                                         : "calc has no kind \"" + Printable(options->files.front()) + "\"; files go with --check",
                                  kExitUsage);
    }
  });
}

}  // namespace haze::tools
