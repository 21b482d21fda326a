// Who plays which seat, and everything that is wrong with what was asked for.
#include "tools/cli/line_up.h"

#include <gtest/gtest.h>

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
