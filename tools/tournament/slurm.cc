// Shards on a Slurm cluster.
#include "tools/tournament/slurm.h"

#include <sys/wait.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include <fmt/format.h>

namespace haze::tools {

namespace fs = std::filesystem;

namespace {

constexpr int kSubmissions = 3;
constexpr std::chrono::milliseconds kLook{1000};

struct Answer {
  int code = -1;
  std::string text;
};

// A shell word for any text.
std::string Quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

Answer Ask(const std::string& command) {
  Answer answer;
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen((command + " 2>&1").c_str(), "r"), [](FILE*) { return 0; });
  if (!pipe) return answer;
  char block[4096];
  std::size_t got = 0;
  while ((got = fread(block, 1, sizeof block, pipe.get())) > 0) answer.text.append(block, got);
  const int status = pclose(pipe.get());
  answer.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  while (!answer.text.empty() && answer.text.back() == '\n') answer.text.pop_back();
  return answer;
}

std::string WorkerCommand(const SlurmOptions& options, const std::string& index) {
  return fmt::format("{} worker {} --shard \"{}/{}\" --jobs {} --secret-file {} -o {}/\"shard-{}-of-{}.db\"", Quoted(options.program), Quoted(options.specification), index,
                     options.shards, options.jobs, Quoted(options.secret_file), Quoted(options.folder), index, options.shards);
}

std::vector<int> Missing(const SlurmOptions& options) {
  std::vector<int> missing;
  for (int i = 1; i <= options.shards; ++i) {
    if (!fs::exists(ShardPath(options.folder, i, options.shards))) missing.push_back(i);
  }
  return missing;
}

}  // namespace

std::string ShardPath(const std::string& folder, int shard, int shards) { return fmt::format("{}/shard-{}-of-{}.db", folder, shard, shards); }

std::string SlurmScript(const SlurmOptions& options) {
  return fmt::format(
      "#!/bin/sh\n"
      "#SBATCH --job-name=haze\n"
      "#SBATCH --requeue\n"
      "#SBATCH --cpus-per-task={}\n"
      "#SBATCH --output={}/shard-%a.log\n"
      "# Exit code 75 asks Slurm to run the task again (RequeueExit=75); three times are enough.\n"
      "{}\n"
      "code=$?\n"
      "if [ $code -eq 75 ] && [ \"${{SLURM_RESTART_COUNT:-0}}\" -ge 3 ]; then exit 1; fi\n"
      "exit $code\n",
      options.jobs, options.folder, WorkerCommand(options, "$SLURM_ARRAY_TASK_ID"));
}

std::string KubernetesJob(const SlurmOptions& options, const std::string& image) {
  SlurmOptions in_image = options;
  in_image.program = "haze";
  return fmt::format(
      "apiVersion: batch/v1\n"
      "kind: Job\n"
      "metadata: {{name: haze-tournament}}\n"
      "spec:\n"
      "  completionMode: Indexed\n"
      "  completions: {0}\n"
      "  parallelism: {0}\n"
      "  backoffLimitPerIndex: 3\n"
      "  template:\n"
      "    spec:\n"
      "      restartPolicy: Never\n"
      "      containers:\n"
      "        - name: shard\n"
      "          image: {1}\n"
      "          command:\n"
      "            - sh\n"
      "            - -c\n"
      "            - |\n"
      "              I=$((JOB_COMPLETION_INDEX + 1))\n"
      "              exec {2}\n"
      "          volumeMounts:\n"
      "            - name: shards\n"
      "              mountPath: |-\n"
      "                {3}\n"
      "      volumes: [{{name: shards, persistentVolumeClaim: {{claimName: haze-shards}}}}]\n",
      options.shards, image,
      WorkerCommand(in_image, "$I"), options.folder);
}

SlurmOutcome RunOnSlurm(const SlurmOptions& options) {
  SlurmOutcome outcome;
  const std::string script = options.folder + "/shards.sh";
  std::ofstream(script) << SlurmScript(options);
  for (int submission = 0; submission < kSubmissions; ++submission) {
    const std::vector<int> missing = Missing(options);
    if (missing.empty()) break;
    if (submission > 0) outcome.resubmitted += static_cast<int>(missing.size());
    std::string array;
    for (const int shard : missing) array += (array.empty() ? "" : ",") + std::to_string(shard);
    std::string command = "sbatch --parsable --array=" + array;
    for (const std::string& option : options.sbatch) command += " " + Quoted(option);
    const Answer submitted = Ask(command + " " + Quoted(script));
    if (submitted.code != 0) {
      outcome.error = "sbatch: " + submitted.text;
      return outcome;
    }
    const std::string job = submitted.text.substr(submitted.text.rfind('\n') == std::string::npos ? 0 : submitted.text.rfind('\n') + 1);
    // The queue is the truth about what still runs; the files are the truth about what is done. A squeue that fails for a moment says nothing.
    int silent = 0;
    for (;;) {
      if (options.interrupted && options.interrupted()) {
        Ask("scancel " + Quoted(job));
        outcome.interrupted = true;
        return outcome;
      }
      const Answer queue = Ask("squeue --noheader --array --jobs=" + Quoted(job) + " --format=%T");
      if (options.on_tick) options.on_tick(options.shards - static_cast<int>(Missing(options).size()), options.shards);
      if (Missing(options).empty()) break;
      const bool gone = queue.text.find("Invalid job id") != std::string::npos;
      if (queue.code == 0 ? queue.text.empty() : gone) break;
      silent = queue.code == 0 ? 0 : silent + 1;
      if (silent > 60) {
        outcome.error = "squeue: " + queue.text;
        return outcome;
      }
      std::this_thread::sleep_for(kLook);
    }
  }
  const std::vector<int> missing = Missing(options);
  for (int i = 1; i <= options.shards; ++i) {
    const std::string path = ShardPath(options.folder, i, options.shards);
    if (fs::exists(path)) outcome.shards.push_back(path);
  }
  if (!missing.empty()) outcome.error = fmt::format("{} of {} shards are missing after {} submissions; their logs are {}/shard-*.log", missing.size(), options.shards, kSubmissions, options.folder);
  return outcome;
}

}  // namespace haze::tools
