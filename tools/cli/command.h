// The commands of `haze`, one file each. Each function declares its command; running it fills `result`.
#pragma once

#include <CLI/CLI.hpp>

namespace haze::tools {

struct CliResult {
  int exit_code = 0;
};

/// COMMANDS: exit codes.
inline constexpr int kExitDone = 0;
inline constexpr int kExitNo = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitStore = 3;
inline constexpr int kExitUnsafe = 5;  ///< refused: what was asked would not be safe
inline constexpr int kExitIncomplete = 6;

void AddPlayCommand(CLI::App& app, CliResult& result);
void AddServeCommand(CLI::App& app, CliResult& result);
void AddAgentCommand(CLI::App& app, CliResult& result);
void AddScenarioCommand(CLI::App& app, CliResult& result);
void AddRulesCommand(CLI::App& app, CliResult& result);
void AddBenchCommand(CLI::App& app, CliResult& result);
void AddCalcCommand(CLI::App& app, CliResult& result);
void AddRateCommand(CLI::App& app, CliResult& result);
void AddLogCommand(CLI::App& app, CliResult& result);
void AddShowCommand(CLI::App& app, CliResult& result);
void AddWhyCommand(CLI::App& app, CliResult& result);
void AddDiffCommand(CLI::App& app, CliResult& result);
void AddExportCommand(CLI::App& app, CliResult& result);
void AddReplayCommand(CLI::App& app, CliResult& result);
void AddPublishCommand(CLI::App& app, CliResult& result);
void AddReportCommand(CLI::App& app, CliResult& result);
void AddViewCommand(CLI::App& app, CliResult& result);
void AddTournamentCommand(CLI::App& app, CliResult& result);
void AddWorkerCommands(CLI::App& app, CliResult& result);
void AddSprtCommand(CLI::App& app, CliResult& result);
void AddDbCommand(CLI::App& app, CliResult& result);
void AddVerifyCommand(CLI::App& app, CliResult& result);
void AddSignatureCommand(CLI::App& app, CliResult& result);
void AddDoctorCommand(CLI::App& app, CliResult& result);
void AddVersionCommand(CLI::App& app, CliResult& result);
void AddCompletionCommand(CLI::App& app, CliResult& result);

}  // namespace haze::tools
