// Who plays which seat, and everything that is wrong with what was asked for.
#include "tools/cli/line_up.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace haze::tools {
namespace {

scenarios::Scenario TwoSeats() {
  scenarios::Scenario scenario;
  scenario.name = "duel";
  scenario.seats = {
      {.name = "blue.inspector", .side = scenarios::Side::kBlue, .role = scenarios::Role::kInspector, .vehicle = "jackal", .policy = "inspector/direct"},
      {.name = "red.target", .side = scenarios::Side::kRed, .role = scenarios::Role::kTarget, .vehicle = "puma", .policy = "target/passive"}};
  return scenario;
}

TEST(LineUp, IsTheScenariosUntilChanged) {
  const LineUp line_up = MakeLineUp(TwoSeats(), {"red.target=sunlock"});
  EXPECT_TRUE(line_up.errors.empty());
  EXPECT_EQ(line_up.seats[0].policy, "inspector/direct");
  EXPECT_EQ(line_up.seats[1].policy, "target/sunlock");
  EXPECT_EQ(line_up.seats[1].Entry(), "target/sunlock");
}

TEST(LineUp, TakesTheRoleInFrontOfThePolicyAndCommands) {
  const LineUp line_up = MakeLineUp(TwoSeats(), {"red.target=target/passive", "blue.inspector=exec:./bot.py --level=3"});
  EXPECT_TRUE(line_up.errors.empty());
  EXPECT_EQ(line_up.seats[0].command, "./bot.py --level=3");
  EXPECT_EQ(line_up.seats[0].Entry(), "exec:./bot.py --level=3");
  EXPECT_EQ(line_up.seats[1].policy, "target/passive");
}

TEST(LineUp, TakesAProgramOrADirectory) {
  const std::string folder = ::testing::TempDir() + "haze_line_up_" + std::to_string(getpid());
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/bot.py") << "import haze\n";
  std::ofstream(folder + "/agent.yaml") << "name: mine\nroles: {inspector: ./run.sh}\n";
  const LineUp good = MakeLineUp(TwoSeats(), {"red.target=" + folder + "/bot.py", "blue.inspector=" + folder});
  EXPECT_THAT(good.errors, ::testing::IsEmpty());
  EXPECT_EQ(good.seats[0].command, "./run.sh");
  EXPECT_EQ(good.seats[0].directory, folder);
  EXPECT_EQ(good.seats[1].command, "exec python3 '" + folder + "/bot.py'");
  EXPECT_EQ(good.seats[1].entry_sha256.size(), 64u);

  const LineUp bad = MakeLineUp(TwoSeats(), {"red.target=" + folder, "blue.inspector=./no_such_file"});
  ASSERT_EQ(bad.errors.size(), 2u);
  EXPECT_NE(bad.errors[0].find("no command for the role target"), std::string::npos) << bad.errors[0];
  EXPECT_NE(bad.errors[1].find("no such file"), std::string::npos) << bad.errors[1];
  std::filesystem::remove_all(folder);
}

TEST(LineUp, TellsEverythingThatIsWrongAtOnce) {
  const LineUp line_up = MakeLineUp(
      TwoSeats(), {"red.taget=passive", "blue.inspector=passive", "red.target=inspector/direct", "red.target=passive", "nonsense", "blue.inspector=exec:"});
  ASSERT_EQ(line_up.errors.size(), 6u);
  EXPECT_NE(line_up.errors[0].find("did you mean red.target?"), std::string::npos) << line_up.errors[0];
  EXPECT_NE(line_up.errors[1].find("allowed: inspector/"), std::string::npos) << line_up.errors[1];
  EXPECT_NE(line_up.errors[2].find("another role"), std::string::npos) << line_up.errors[2];
  EXPECT_NE(line_up.errors[3].find("given twice"), std::string::npos) << line_up.errors[3];
  EXPECT_NE(line_up.errors[4].find("lacks '='"), std::string::npos) << line_up.errors[4];
  EXPECT_NE(line_up.errors[5].find("given twice"), std::string::npos) << line_up.errors[5];
}

}  // namespace
}  // namespace haze::tools
