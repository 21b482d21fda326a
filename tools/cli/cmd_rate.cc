// `haze rate`: the statistics as a calculator, and reference files checked.
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include <fmt/format.h>

#include "tools/cli/command.h"
#include "tools/cli/output.h"
#include "tools/rate/check.h"
#include "tools/rate/operation.h"
#include "tools/rate/stream.h"

namespace haze::tools {
namespace {

struct RateOptions {
  std::vector<std::string> files;
  bool check = false;
  bool json = false;
};

int RunCheck(const RateOptions& options) {
  if (options.files.empty()) return Complain("--check needs at least one FILE.json", kExitUsage);
  Json out = Json::array();
  bool unusable = false;
  bool failed = false;
  int counts[3] = {0, 0, 0};
  for (const std::string& file : options.files) {
    std::ifstream stream(file, std::ios::binary);
    FileCheck checked;
    if (stream) {
      checked = rate::CheckRatings(file, std::string(std::istreambuf_iterator<char>(stream), {}));
    } else {
      checked.file = file;
      checked.error = "cannot be read";
    }
    if (!checked.error.empty()) {
      unusable = true;
      Complain(Printable(file) + ": " + Printable(checked.error), kExitUsage);
    }
    for (const Check& check : checked.checks) {
      ++counts[static_cast<int>(check.status)];
      failed = failed || check.status == CheckStatus::kFail;
    }
    if (options.json) {
      out.push_back(CheckJson(checked));
    } else if (checked.error.empty()) {
      const std::string text = CheckText(checked);
      for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        fmt::print("{}\n", Printable(text.substr(begin, end - begin)));
        begin = end + 1;
      }
    }
  }
  if (options.json) {
    fmt::print("{}\n", (out.size() == 1 ? out[0] : out).dump(-1, ' ', false, Json::error_handler_t::replace));
  } else {
    fmt::print("{} pass, {} fail, {} not covered\n", counts[0], counts[1], counts[2]);
  }
  return unusable ? kExitUsage : failed ? kExitNo : kExitDone;
}

}  // namespace

void AddRateCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<RateOptions>();
  CLI::App* command = app.add_subcommand("rate", "The statistics as a calculator: JSON in, JSON out; --check runs reference files");
  command->add_flag("--check", options->check, "Run reference files of ratings: exit 1 if any reference fails");
  command->add_flag("--json", options->json, "With --check: one JSON object a file; an array of them for several files");
  command->add_option("FILE", options->files, "Reference files, with --check");
  command->footer(
      "Examples:\n"
      "  echo '{\"pentanomial\": [34, 54, 63, 64, 75]}' | haze rate elo\n"
      "  echo '{\"payoff\": [[0, -1, 1], [1, 0, -1], [-1, 1, 0]]}' | haze rate nash\n"
      "  haze rate --check ratings.json\n"
      "haze rate METHOD --help tells the fields. Exit 6: the ratings asked for do not exist, for the reason in the answer.");
  for (const std::string_view method : rate::Methods()) {
    CLI::App* sub = command->add_subcommand(std::string(method), rate::MethodSummary(method));
    sub->footer(rate::MethodHelp(method));
    sub->callback([method, &result] {
      const rate::Answers answers = rate::AnswerText(method, std::string(std::istreambuf_iterator<char>(std::cin), {}));
      fmt::print("{}", answers.text);
      result.exit_code = answers.failed ? kExitUsage : answers.undecided ? kExitIncomplete : kExitDone;
      if (answers.text.empty()) result.exit_code = Complain("no question on standard input; haze rate " + std::string(method) + " --help shows one", kExitUsage);
    });
  }
  command->callback([command, options, &result] {
    if (!command->get_subcommands().empty()) return;
    if (options->check) {
      result.exit_code = RunCheck(*options);
    } else {
      const std::string given = options->files.empty() ? "" : Printable(options->files.front());
      const std::string nearest = given.empty() ? "" : Nearest(given, rate::Methods());
      result.exit_code = Complain(given.empty() ? "rate needs a METHOD or --check FILE.json; haze rate --help lists the methods"
                                                : "rate has no method \"" + given + "\"" + (nearest.empty() ? "; files go with --check" : "; did you mean " + nearest + "?"),
                                  kExitUsage);
    }
  });
}

}  // namespace haze::tools
