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
  command.add_option("--agent-processors", option.processors, "In the sandbox: each agent runs on so many processors alone, dealt out in turn, and numeric libraries are told; 0 = on all")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
}

int TakeSandbox(SandboxOption& option) {
  if (option.mode == "off") return option.processors == 0 ? kExitDone : Complain("--agent-processors is for agents in a sandbox: --sandbox on", kExitUsage);
  const auto own = static_cast<int>(OwnProcessors().size());
  if (option.processors > own) return Complain(fmt::format("--agent-processors is {}; allowed: at most {}, which haze may use here", option.processors, own), kExitUsage);
  const SandboxReport report = ExamineSandbox();
  if (!report.missing.empty()) return Complain("--sandbox " + option.mode + ": " + report.missing, kExitUnsafe);
  if (!report.weaker.empty() && option.mode == "strict") return Complain("--sandbox strict: " + report.weaker, kExitUnsafe);
  if (!report.weaker.empty()) fmt::print(stderr, "haze: --sandbox on: {}; agents run without these two limits\n", report.weaker);
  option.sandbox = true;
  option.limits.processors = option.processors;
  option.limits.memory_bytes = report.weaker.empty() ? static_cast<std::int64_t>(option.memory_gib * 1073741824.0) : 0;
  return kExitDone;
}

}  // namespace haze::tools
