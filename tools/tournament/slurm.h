// A tournament on a Slurm cluster: an array of shards through sbatch, looked after with squeue; no daemon of ours.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace haze::tools {

struct SlurmOptions {
  std::string program;        ///< haze itself, on a file system that the nodes see
  std::string specification;  ///< absolute path
  std::string folder;         ///< shared by the nodes; shards are shard-I-of-N.db in it
  std::string secret_file;    ///< 0600, in the folder
  int shards = 1;
  int jobs = 1;               ///< matches at once in a shard
  std::vector<std::string> sbatch;  ///< further options, "--partition=main"
  std::function<bool()> interrupted;
  std::function<void(int done, int shards)> on_tick;
};

struct SlurmOutcome {
  std::vector<std::string> shards;  ///< files that were renamed into place
  int resubmitted = 0;
  bool interrupted = false;
  std::string error;  ///< not empty: shards are missing after three submissions, or Slurm does not answer
};

/// Submits what is missing and waits for it. A shard that a signal killed, or whose node died, is submitted again, three times in all.
SlurmOutcome RunOnSlurm(const SlurmOptions& options);

/// The batch script of an array of shards.
std::string SlurmScript(const SlurmOptions& options);

/// The same shards as a Kubernetes Indexed Job. The folder is the mount point of the claim haze-shards; the specification and what it names have to be there, or in
/// the image at the same path.
std::string KubernetesJob(const SlurmOptions& options, const std::string& image);

/// "FOLDER/shard-3-of-16.db".
std::string ShardPath(const std::string& folder, int shard, int shards);

}  // namespace haze::tools
