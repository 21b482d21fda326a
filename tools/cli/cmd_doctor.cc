// `haze doctor`: what this machine can do, and the cure for what it cannot.
#include <sys/resource.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <unistd.h>

#include <cfenv>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include "arbiter/store/fault.h"
#include "arbiter/store/sqlite.h"
#include "tools/cli/command.h"
#include "tools/cli/output.h"
#include "tools/tournament/scenario_source.h"
#include "tools/launch/launcher.h"
#include "tools/launch/run_directory.h"
#include "tools/launch/sandbox.h"

namespace haze::tools {
namespace {

struct Finding {
  std::string name;
  bool fine = false;
  bool needed = true;  ///< false: only a part of haze goes without
  std::string what;
  std::string cure;  ///< empty where nothing needs one
};

std::string FirstLineWith(const std::string& path, const std::string& key) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.rfind(key, 0) == 0) return line;
  }
  return {};
}

Finding Processor() {
  const std::string flags = FirstLineWith("/proc/cpuinfo", "flags") + " ";
  const bool fast = flags.find(" fma ") != std::string::npos && flags.find(" avx2 ") != std::string::npos;
  return {"processor", true, true,
          fmt::format("{} threads, {}", std::thread::hardware_concurrency(), fast ? "FMA and AVX2" : "without FMA or AVX2 (slower, same bits)"), ""};
}

Finding FloatingPoint() {
  const bool nearest = std::fegetround() == FE_TONEAREST;
  volatile double least = 4.9406564584124654e-324;
  const bool denormals = least * 1.0 > 0.0;
  return {"floating point", nearest && denormals, true, nearest && denormals ? "rounds to nearest, keeps denormals" : "rounding or denormals were changed",
          "unset LD_PRELOAD and libraries that were built with -ffast-math"};
}

Finding Launch() {
  Launcher::StartResult start = Launcher::Start();
  return {"launcher", start.launcher != nullptr, true, start.launcher ? "agents' processes can be started and reaped" : start.error,
          "allow fork, prctl and /proc for this user"};
}

Finding Sockets() {
  const RunDirectory directory;
  return {"unix socket", directory.error().empty(), true, directory.error().empty() ? "a private directory with a short enough path" : directory.error(),
          "set TMPDIR to a short, writable path"};
}

Finding Loopback() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool fine = fd >= 0 && bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  if (fd >= 0) close(fd);
  return {"loopback TCP", fine, false, fine ? "ports can be had on 127.0.0.1" : "no port on 127.0.0.1",
          "bring the loopback interface up; without it, leave --tcp away"};
}

Finding Descriptors() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  const bool fine = limit.rlim_max >= 256;
  return {"descriptors", fine, true, fmt::format("{} allowed", limit.rlim_max), "ulimit -Hn 4096, or LimitNOFILE= of the service"};
}

Finding ThinkTime() {
  const bool fine = access("/proc/self/task", R_OK) == 0 && access("/proc/self/schedstat", R_OK) == 0;
  return {"think time", fine, false,
          fine ? "the kernel tells how long a process waited for a processor" : "no /proc/PID/schedstat: waits for a processor are charged to agents",
          "a kernel with CONFIG_SCHED_INFO; until then a larger --watchdog-s"};
}

Finding StoreHere() {
  const std::string path = fmt::format(".haze-doctor-{}.db", getpid());
  Finding finding{"store", false, true, "", "work in a directory on a local disk that you may write"};
  try {
    store::Database database(path, store::Database::Mode::kCreate);
    finding.fine = database.Ask("PRAGMA journal_mode = WAL") == "wal";
    finding.what = fmt::format("SQLite {} {} here", sqlite3_libversion(), finding.fine ? "keeps a write-ahead log" : "keeps no write-ahead log");
  } catch (const store::StoreFault& fault) {
    finding.what = fault.what();
  }
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
  return finding;
}

Finding DiskSpace() {
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(".", error);
  const bool fine = !error && space.available > (256u << 20);
  return {"disk", fine, false, error ? error.message() : fmt::format("{} MiB free here", Grouped(static_cast<std::int64_t>(space.available >> 20))),
          "free at least 256 MiB"};
}

Finding Scenario() {
  const ScenarioSource source = LoadScenario("victus_haze", {});
  return {"scenarios", source.errors.empty(), true, source.errors.empty() ? "the default scenario and its astronomy table are here" : source.errors.front(),
          "keep the scenarios folder beside the program, or name a scenario's file"};
}

Finding Sandbox() {
  const SandboxReport report = ExamineSandbox();
  const std::string lacks = !report.missing.empty() ? report.missing : report.weaker;
  const std::size_t colon = std::min(lacks.find(": "), lacks.size());
  return {"sandbox", lacks.empty(), false, lacks.empty() ? "agents that are not trusted can be boxed (--sandbox strict)" : lacks.substr(0, colon),
          lacks.empty() ? "" : lacks.substr(std::min(colon + 2, lacks.size()))};
}

std::vector<Finding> Examine() {
  // The launcher first: it must fork before anything started a thread.
  std::vector<Finding> findings = {Launch(),    Processor(), FloatingPoint(), Sockets(),  Loopback(), Descriptors(),
                                   ThinkTime(), StoreHere(), DiskSpace(),     Scenario(), Sandbox()};
  return findings;
}

int Run(bool json) {
  const std::vector<Finding> findings = Examine();
  bool fine = true;
  nlohmann::ordered_json out;
  const bool colour = StdoutIsTerminal();
  for (const Finding& finding : findings) {
    fine = fine && (finding.fine || !finding.needed);
    out["findings"].push_back(
        {{"name", finding.name}, {"fine", finding.fine}, {"needed", finding.needed}, {"what", finding.what}, {"cure", finding.fine ? "" : finding.cure}});
    if (json) continue;
    const std::string mark = finding.fine ? Paint("yes", "32", colour) : finding.needed ? Paint("NO ", "31", colour) : Paint("no ", "33", colour);
    fmt::print("{}  {:<16}{}\n", mark, finding.name, Printable(finding.what));
    if (!finding.fine && !finding.cure.empty()) fmt::print("     {:<16}cure: {}\n", "", finding.cure);
  }
  out["fine"] = fine;
  if (json) fmt::print("{}\n", out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  return fine ? kExitDone : kExitNo;
}

}  // namespace

void AddDoctorCommand(CLI::App& app, CliResult& result) {
  auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("doctor", "What this machine can do, and the cure for what it cannot");
  command->add_flag("--json", *json, "One JSON object");
  command->footer("Example:\n  haze doctor\nExit code 0: matches can be played here; 1: something needed is missing.");
  command->callback([json, &result] { result.exit_code = Run(*json); });
}

}  // namespace haze::tools
