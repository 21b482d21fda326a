// What is missing is said with its cure.
#include "tools/cli/sandbox_option.h"

#include <fmt/format.h>

#include "tools/cli/output.h"

namespace haze::tools {

void AddSandboxOption(CLI::App& command, SandboxOption& option) {
  command.add_option("--sandbox", option.mode, "Agents' processes in boxes of their own: off, on, or strict (refuses to begin where a part is missing)")
      ->type_name("MODE")
      ->check(CLI::IsMember({"off", "on", "strict"}))
      ->capture_default_str();
  command.add_option("--agent-memory-gib", option.memory_gib, "In the sandbox: resident memory of an agent with everything below it")->check(CLI::Range(0.03125, 1024.0))->capture_default_str();
}

int TakeSandbox(SandboxOption& option) {
  if (option.mode == "off") return kExitDone;
  const SandboxReport report = ExamineSandbox();
  if (!report.missing.empty()) return Complain("--sandbox " + option.mode + ": " + report.missing, kExitUnsafe);
  if (!report.weaker.empty() && option.mode == "strict") return Complain("--sandbox strict: " + report.weaker, kExitUnsafe);
  if (!report.weaker.empty()) fmt::print(stderr, "haze: --sandbox on: {}; agents run without these two limits\n", report.weaker);
  option.sandbox = true;
  option.limits.memory_bytes = report.weaker.empty() ? static_cast<std::int64_t>(option.memory_gib * 1073741824.0) : 0;
  return kExitDone;
}

}  // namespace haze::tools
