// Shards for other people's schedulers: the batch script and the manifest run the same command.
#include <gtest/gtest.h>

#include "tools/tournament/slurm.h"

namespace haze::tools {
namespace {

const SlurmOptions kOptions{.program = "/opt/haze", .specification = "/data/a cup.yaml", .folder = "/data/it's", .secret_file = "/data/it's/secret", .shards = 16, .jobs = 2};
const std::string kRest = R"( worker '/data/a cup.yaml' --shard "I/16" --jobs 2 --secret-file '/data/it'\''s/secret' -o '/data/it'\''s'/"shard-I-of-16.db")";

std::string With(std::string text, const std::string& index) {
  for (std::size_t at = text.find("I/16"); at != std::string::npos; at = text.find("I/16", at + 8)) text.replace(at, 1, index);
  return text.replace(text.find("-I-"), 3, "-" + index + "-");
}

TEST(Shards, OfBatchScriptAndManifestAreOneCommandWithQuotedPaths) {
  EXPECT_NE(SlurmScript(kOptions).find("\n'/opt/haze'" + With(kRest, "$SLURM_ARRAY_TASK_ID") + "\n"), std::string::npos) << SlurmScript(kOptions);
  const std::string manifest = KubernetesJob(kOptions, "haze:1");
  EXPECT_NE(manifest.find("              exec 'haze'" + With(kRest, "$I") + "\n"), std::string::npos) << manifest;
  EXPECT_NE(manifest.find("completionMode: Indexed\n  completions: 16\n"), std::string::npos);
}

TEST(Shards, ThatAskToRunAgainDoSoThreeTimes) {
  EXPECT_NE(SlurmScript(kOptions).find("if [ $code -eq 75 ] && [ \"${SLURM_RESTART_COUNT:-0}\" -ge 3 ]; then exit 1; fi"), std::string::npos);
}

}  // namespace
}  // namespace haze::tools
