// A tournament on several threads with policies in this process, and its store read by several threads.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "agents/local/local_seats.h"
#include "agents/policy/policy.h"
#include "arbiter/store/verify.h"
#include "tools/tournament/registration.h"
#include "tools/tournament/resimulate.h"
#include "tools/tournament/runner.h"

namespace haze::tools {
namespace {

LocalLineUp Shipped(std::span<const SeatPlan> line_up) {
  std::vector<std::unique_ptr<agents::Policy>> policies;
  for (const SeatPlan& plan : line_up) policies.push_back(agents::MakePolicy(plan.policy));
  return {.seats = std::make_unique<agents::LocalSeats>(std::move(policies)), .error = {}};
}

class Threads : public testing::Test {
 protected:
  Threads() {
    std::string name = (std::filesystem::temp_directory_path() / "haze-threads-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    std::ofstream(folder_ / "hour.yaml") << "base: encore\nname: hour\nduration_s: 3600\n";
    std::ofstream(folder_ / "cup.yaml") << "name: cup\n"
                                           "entries:\n"
                                           "  - name: anna\n"
                                           "    roles: {inspector: direct, target: passive}\n"
                                           "  - name: bert\n"
                                           "    roles: {inspector: direct, target: sunlock}\n"
                                           "  - name: cora\n"
                                           "    roles: {inspector: blind, target: passive}\n"
                                           "scenarios: [hour.yaml, afrl_inspection]\n"
                                           "seeds: 2\n"
                                           "format: round_robin\n"
                                           "keep: decisions\n";
    specification_ = ReadSpecification((folder_ / "cup.yaml").string(), [](const std::string& policy) { return agents::MakePolicy(policy) != nullptr; }, "test");
  }
  ~Threads() override { std::filesystem::remove_all(folder_); }

  RunOutcome Play(const std::string& file, int jobs, const std::function<bool()>& interrupted = {}) {
    store::Store store((folder_ / file).string());
    const Registration registration = Register(specification_, store, "secret");
    const RunOutcome outcome = RunTournament(
        specification_, registration.secret, store, {.jobs = jobs, .haze_version = "test", .limits = {}, .factory = Shipped, .interrupted = interrupted, .on_match = {}, .on_tick = {}});
    store.Close();
    return outcome;
  }

  std::map<std::string, std::string> Results(const std::string& file) {
    store::Reader reader((folder_ / file).string());
    std::map<std::string, std::string> results;
    for (const std::string& id : reader.FinishedIds()) {
      const store::MatchRows rows = reader.Match(id);
      if (rows.attempt.counted) results[rows.attempt.identity] = rows.attempt.result + " " + rows.attempt.winner + " " + rows.attempt.digest;
    }
    return results;
  }

  std::filesystem::path folder_;
  SpecificationResult specification_;
};

TEST_F(Threads, FourWorkersGiveTheResultsOfOne) {
  ASSERT_TRUE(specification_.errors.empty()) << specification_.errors.front();
  const RunOutcome one = Play("one.db", 1);
  const RunOutcome four = Play("four.db", 4);
  EXPECT_TRUE(one.complete && four.complete);
  EXPECT_EQ(four.played, 24);
  EXPECT_EQ(Results("one.db"), Results("four.db"));
}

TEST_F(Threads, AnInterruptedRunGoesOnWhereItStopped) {
  int asked = 0;
  const RunOutcome broken = Play("cup.db", 3, [&] { return ++asked > 2; });
  EXPECT_TRUE(broken.interrupted);
  const RunOutcome rest = Play("cup.db", 3);
  EXPECT_TRUE(rest.complete);
  EXPECT_EQ(rest.before + rest.played, 24);
  EXPECT_EQ(Results("cup.db").size(), 24u);
}

TEST_F(Threads, FourReadersVerifyAndPlayAgainWithOneReport) {
  ASSERT_TRUE(Play("cup.db", 2).complete);
  store::Reader reader((folder_ / "cup.db").string());
  const store::VerifyReport report = store::Verify(reader, {}, Resimulate, [](const std::string&) {}, 4);
  EXPECT_EQ(report.matches, 24);
  EXPECT_EQ(report.resimulated, 24);
  EXPECT_TRUE(report.problems.empty()) << report.problems.front().what;
}

}  // namespace
}  // namespace haze::tools
