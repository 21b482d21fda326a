// Every wrong scenario is answered with all its errors, each at its place.
#include <gmock/gmock.h>

#include "tests/unit/scenarios/written.h"

namespace haze::scenarios {
namespace {

using testing::ElementsAre;

using ScenarioErrors = Written;

TEST_F(ScenarioErrors, UnknownKeyIsAnsweredWithTheNearest) {
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "duratoin_s: 100\n"),
              ElementsAre("duel.yaml:2:1: duratoin_s is not a known key; did you mean duration_s?"));
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "vehicles:\n"
                       "  jackal:\n"
                       "    search_camera: {fov_degrees: 5}\n"),
              ElementsAre("duel.yaml:4:21: vehicles.jackal.search_camera.fov_degrees is not a known key; did you mean fov_deg?"));
}

TEST_F(ScenarioErrors, DuplicateKeyNamesBothLines) {
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "duration_s: 100\n"
                       "duration_s: 200\n"),
              ElementsAre("duel.yaml:3:1: duration_s is given twice; first in line 2"));
}

TEST_F(ScenarioErrors, TextWhereANumberBelongs) {
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "vehicles:\n"
                       "  jackal:\n"
                       "    mass_kg: heavy\n"),
              ElementsAre("duel.yaml:4:14: vehicles.jackal.mass_kg is \"heavy\"; expected: a number"));
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "duration_s: 1e3 s\n"
                       "leap_seconds: 37.5\n"
                       "on_forfeit_side_continues: perhaps\n"),
              ElementsAre("duel.yaml:2:13: duration_s is \"1e3 s\"; expected: a number",       //
                          "duel.yaml:3:15: leap_seconds is \"37.5\"; expected: a whole number",  //
                          "duel.yaml:4:28: on_forfeit_side_continues is \"perhaps\"; expected: true or false"));
}

TEST_F(ScenarioErrors, ListWhereAMapBelongs) {
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "forces: [1, 2]\n"
                       "seats: 3\n"
                       "score:\n"
                       "  - 7\n"),
              ElementsAre("duel.yaml:2:9: forces is a list; expected: a map",  //
                          "duel.yaml:3:8: seats is a value; expected: a list",  //
                          "duel.yaml:5:5: score[0] is a value; expected: a map"));
}

TEST_F(ScenarioErrors, OutOfRangeTellsWhatIsAllowed) {
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "leap_seconds: 99\n"
                       "draw_band: 101\n"
                       "vehicles:\n"
                       "  jackal:\n"
                       "    mass_kg: -3\n"
                       "    albedo: 1.2\n"),
              ElementsAre("duel.yaml:2:15: leap_seconds is 99; allowed: 10 to 60",  //
                          "duel.yaml:3:12: draw_band is 101; allowed: 0 to 100",    //
                          "duel.yaml:6:14: vehicles.jackal.mass_kg is -3; allowed: > 0",
                          "duel.yaml:7:13: vehicles.jackal.albedo is 1.2; allowed: 0 to 1"));
}

TEST_F(ScenarioErrors, NumbersMustBeFinite) {
  for (const std::string number : {"nan", "inf", "-inf", ".nan", ".inf", "1e400", "-1e400", "0x1p4", "1,5", "1_000", "+1", ""}) {
    const std::vector<std::string> errors = ErrorsOf("base: encore\nduration_s: \"" + number + "\"\n");
    ASSERT_EQ(errors.size(), 1u) << number;
    EXPECT_EQ(errors[0].rfind("duel.yaml:2:13: duration_s is ", 0), 0u) << errors[0];
  }
  EXPECT_THAT(ErrorsOf("base: encore\nvehicles: {jackal: {albedo: nan, dv_mps: inf}}\n"),
              ElementsAre("duel.yaml:2:29: vehicles.jackal.albedo is nan; allowed: 0 to 1", "duel.yaml:2:42: vehicles.jackal.dv_mps is inf; allowed: >= 0"));
}

TEST_F(ScenarioErrors, MissingKeyIsToldAtItsMap) {
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "seats:\n"
                       "  - {seat: blue.inspector, vehicle: jackal, policy: inspector/direct}\n"
                       "  - {seat: red.target, vehicle: puma}\n"
                       "  - {seat: red.adversary, vehicle: escort, policy: adversary/escort}\n"),
              ElementsAre("duel.yaml:4:5: seats[1].policy is missing"));
  // A key that is taken away is missing where it was taken away, also where it would have come from a model.
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "epoch: ~\n"
                       "vehicles: {jackal: {mass_kg: ~}}\n"),
              ElementsAre("duel.yaml:2:8: epoch is missing", "duel.yaml:3:30: vehicles.jackal.mass_kg is missing"));
}

TEST_F(ScenarioErrors, UnknownModelIsAnsweredWithTheNearest) {
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "vehicles:\n"
                       "  jackal: {model: jackl}\n"),
              ElementsAre("duel.yaml:3:19: vehicles.jackal.model is \"jackl\", which has no file in vehicles/; did you mean jackal?"));
}

TEST_F(ScenarioErrors, UnknownBaseIsAnsweredWithTheNearest) {
  EXPECT_THAT(ErrorsOf("name: duel\n"
                       "base: encor\n"),
              ElementsAre("duel.yaml:2:7: base is \"encor\", which is neither beside this file nor shipped; did you mean encore?"));
}

TEST_F(ScenarioErrors, BasesDoNotGoInCircles) {
  const std::vector<std::string> errors = ErrorsOf("base: duel\n");
  EXPECT_THAT(errors, ElementsAre("duel.yaml:1:7: base: more than 8 scenarios build on one another"));
}

TEST_F(ScenarioErrors, SeatsFlyCraftThatExist) {
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "seats:\n"
                       "  - {seat: blue.inspector, vehicle: jackel, policy: inspector/direct}\n"
                       "  - {seat: red.target, vehicle: puma, policy: target/passive}\n"
                       "  - {seat: red.adversary, vehicle: escort, policy: adversary/escort}\n"),
              ElementsAre("duel.yaml:3:37: seats[0].vehicle is \"jackel\"; there are: jackal, puma, escort; did you mean jackal?"));
}

TEST_F(ScenarioErrors, SeatNamesAreSideAndRole) {
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "seats:\n"
                       "  - {seat: green.inspector, vehicle: jackal, policy: inspector/direct}\n"
                       "  - {seat: red.target, vehicle: puma, policy: inspector/direct}\n"
                       "  - {seat: red.target, vehicle: escort, policy: target/passive}\n"),
              ElementsAre("duel.yaml:3:12: seats[0].seat is \"green.inspector\"; expected: blue or red, a dot, launch_provider, inspector, target or adversary, "
                          "and perhaps a number",
                          "duel.yaml:4:47: seats[1].policy is \"inspector/direct\"; expected: a policy of this role, target/…",
                          "duel.yaml:5:12: seats[2].seat is \"red.target\", as is the one before it in place 1"));
}

TEST_F(ScenarioErrors, ElementSetsHaveChecksums) {
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "vehicles:\n"
                       "  jackal:\n"
                       "    start:\n"
                       "      tle:\n"
                       "        line1: \"1 69012U 26100AJ  26223.15135503  .00001895  00000+0  88402-4 0  9994\"\n"),
              ElementsAre("duel.yaml:6:16: vehicles.jackal.start.tle.line1 is no element set: line 1, column 69: checksum is 4, computed 3"));
}

TEST_F(ScenarioErrors, TasksDoNotWaitForThemselves) {
  EXPECT_THAT(ErrorsOf("base: victus_haze\n"
                       "launch:\n"
                       "  tasks:\n"
                       "    - {name: d, after: [c], low_h: 1, mode_h: 1, high_h: 1}\n"
                       "    - {name: a, after: [c], low_h: 1, mode_h: 1, high_h: 1}\n"
                       "    - {name: b, after: [e, a], low_h: 1, mode_h: 1, high_h: 1}\n"
                       "    - {name: c, after: [b], low_h: 1, mode_h: 1, high_h: 1}\n"
                       "    - {name: e, low_h: 1, mode_h: 1, high_h: 1}\n"),
              ElementsAre("duel.yaml:7:24: launch.tasks[3].after never ends: these tasks wait for one another: c, b, a"));
}

TEST_F(ScenarioErrors, TasksFollowTasksThatExist) {
  EXPECT_THAT(ErrorsOf("base: victus_haze\n"
                       "launch:\n"
                       "  tasks:\n"
                       "    - {name: a, low_h: 2, mode_h: 1, high_h: 3}\n"
                       "    - {name: b, after: [a, roll_out], low_h: 1, mode_h: 1, high_h: 1, crews: 9}\n"),
              ElementsAre("duel.yaml:4:7: launch.tasks[0] needs low_h <= mode_h <= high_h",
                          "duel.yaml:5:24: launch.tasks[1].after holds \"roll_out\"; there are: a, b",
                          "duel.yaml:5:78: launch.tasks[1].crews is 9; allowed: up to the launch's crews, 3"));
}

TEST_F(ScenarioErrors, ACraftNearAnotherNeedsOneWithAStartOfItsOwn) {
  EXPECT_THAT(ErrorsOf("base: afrl_inspection\n"
                       "vehicles:\n"
                       "  chief:\n"
                       "    start: {orbit: {alt_min_km: 900, alt_max_km: 800}}\n"
                       "  deputy:\n"
                       "    start: {near: {craft: deputy, range_min_m: 500}}\n"),
              ElementsAre("duel.yaml:4:20: vehicles.chief.start.orbit has alt_min_km above alt_max_km",
                          "duel.yaml:6:19: vehicles.deputy.start.near has range_min_m above range_max_m",
                          "duel.yaml:6:27: vehicles.deputy.start.near.craft is \"deputy\"; expected: a craft with a start of its own"));
}

TEST_F(ScenarioErrors, OnlyACraftThatCannotMoveMayBeFlownByNobody) {
  EXPECT_THAT(ErrorsOf("base: afrl_inspection\n"
                       "vehicles: {chief: {dv_mps: 1, thrust_N: 1}}\n"),
              ElementsAre("duel.yaml:2:19: vehicles.chief is flown by no seat"));
}

TEST_F(ScenarioErrors, ALineOfTheCampaignNamesItsTask) {
  EXPECT_THAT(ErrorsOf("base: victus_nox\n"
                       "score:\n"
                       "  - {name: a, side: blue, measure: task_done, unit: h, zero: 66, full: 56, points: 50}\n"
                       "  - {name: b, side: blue, measure: notice_to_liftoff, of_task: {name: orders}, unit: h, zero: 40, full: 27, points: 50}\n"),
              ElementsAre(testing::StartsWith("duel.yaml:3:5: score[0].of_task is missing; there are: call_out, payload_transport"),
                          testing::StartsWith("duel.yaml:4:")));
}

TEST_F(ScenarioErrors, ACraftStartsInOneWay) {
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "vehicles:\n"
                       "  puma:\n"
                       "    start: {behind: {craft: jackal, distance_km: 3}}\n"),
              ElementsAre("duel.yaml:4:12: vehicles.puma.start has 2 of tle, in_plane, behind, deployed, orbit, near; expected: one"));
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "vehicles:\n"
                       "  escort:\n"
                       "    start: {behind: ~}\n"),
              ElementsAre("duel.yaml:4:12: vehicles.escort.start has 0 of tle, in_plane, behind, deployed, orbit, near; expected: one"));
}

TEST_F(ScenarioErrors, NoCraftFollowsOneThatIsNotThereYet) {
  EXPECT_THAT(ErrorsOf("base: victus_haze\n"
                       "vehicles:\n"
                       "  escort:\n"
                       "    start: {deployed: ~, behind: {craft: puma, distance_km: 1}}\n"),
              ElementsAre("duel.yaml:4:42: vehicles.escort.start.behind.craft is \"puma\", which waits for the deployment of puma"));
}

TEST_F(ScenarioErrors, PointsSumToAHundredForEachSide) {
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "score:\n"
                       "  - {name: service, side: red, measure: service, object: puma, zero: 0.3, full: 0.9, points: 60}\n"
                       "  - {name: left, side: red, measure: dv_left, object: puma, unit: mps, zero: 20, full: 90, points: 30}\n"
                       "  - {name: used, side: blue, measure: dv_used, object: jackal, unit: mps, zero: 150, full: 60, points: 100}\n"),
              ElementsAre("duel.yaml:3:3: score sums to 90 points for red; expected: 100"));
}

TEST_F(ScenarioErrors, OrderIsAtMostTheDegree) {
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "forces: {gravity_degree: 4, gravity_order: 6}\n"),
              ElementsAre("duel.yaml:2:44: forces.gravity_order is 6; allowed: up to gravity_degree, 4"));
}

TEST_F(ScenarioErrors, UnknownMeasureIsAnsweredWithTheNearest) {
  const std::vector<std::string> errors = ErrorsOf(
      "base: encore\n"
      "score:\n"
      "  - {name: a, side: red, measure: servise, object: puma, zero: 0.3, full: 0.9, points: 100}\n"
      "  - {name: b, side: blue, measure: dv_used, object: jackal, unit: h, zero: 150, full: 60, points: 100}\n"
      "  - {name: c, side: blu, measure: dv_used, object: jackal, unit: mps, zero: 150, full: 150, points: 100}\n");
  ASSERT_EQ(errors.size(), 3u) << testing::PrintToString(errors);
  EXPECT_EQ(errors[0].rfind("duel.yaml:3:35: score[0].measure is \"servise\"; allowed: custody_first, ", 0), 0u) << errors[0];
  EXPECT_TRUE(errors[0].ends_with("; did you mean service?")) << errors[0];
  EXPECT_EQ(errors[1], "duel.yaml:4:67: score[1].unit is h; allowed for dv_used: mps");
  EXPECT_EQ(errors[2], "duel.yaml:5:21: score[2].side is \"blu\"; allowed: blue, red; did you mean blue?");
}

TEST_F(ScenarioErrors, EpochsAreInstantsOfUtc) {
  for (const std::string epoch : {"yesterday", "2026-02-30T00:00:00Z", "2026-08-11T03:38:00", "2026-08-11T03:38:00+02:00", "2026-08-11T03:38:60Z", "2026-08-11"}) {
    EXPECT_THAT(ErrorsOf("base: encore\nepoch: " + epoch + "\n"),
                ElementsAre("duel.yaml:2:8: epoch is \"" + epoch + "\"; expected: a UTC instant like 2026-06-18T17:44:00Z"));
  }
}

TEST_F(ScenarioErrors, AChangeHasItsPlaceOnTheCommandLine) {
  EXPECT_THAT(ErrorsOf("base: encore\n", {"jackal.dv_pms=200", "jakal.dv_mps=200", "jackal.dv_mps=-1", "draw_band", "forces.sun.mass=1", "seats.7.policy=target/x"}),
              ElementsAre("--set jakal.dv_mps=200: jakal is neither a key of the scenario nor a vehicle; did you mean jackal?",
                          "--set draw_band: expected: KEY.KEY=VALUE",  //
                          "--set forces.sun.mass=1: forces.sun is a value; there is nothing below it",
                          "--set seats.7.policy=target/x: seats.7 is not there",  //
                          "--set jackal.dv_mps=-1: vehicles.jackal.dv_mps is -1; allowed: >= 0",
                          "--set jackal.dv_pms=200: vehicles.jackal.dv_pms is not a known key; did you mean dv_mps?"));
}

TEST_F(ScenarioErrors, WhatIsNotAScenarioIsToldAsSuch) {
  EXPECT_THAT(ErrorsOf("just words\n"), ElementsAre("duel.yaml:1:1: a scenario is a map of keys"));
  EXPECT_THAT(ErrorsOf(""), ElementsAre("duel.yaml:1:1: a scenario is a map of keys"));
  EXPECT_THAT(ErrorsOf("- base: encore\n"), ElementsAre("duel.yaml:1:1: a scenario is a map of keys"));
  const std::vector<std::string> errors = ErrorsOf("base: encore\nforces: {sun: true\nseats: ]\n");
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].rfind("duel.yaml:3:", 0), 0u) << errors[0];
  EXPECT_NE(errors[0].find("not YAML: "), std::string::npos) << errors[0];
  const std::vector<std::string> binary = ErrorsOf(std::string("\x7f" "ELF\x02\x01\x01\x00\x00{{{", 11));
  EXPECT_EQ(binary.size(), 1u);
  EXPECT_THAT(TextsOf(LoadScenario((folder_ / "nowhere.yaml").string())), ElementsAre("nowhere.yaml: cannot be read"));
}

TEST_F(ScenarioErrors, TextIsUtf8WithoutControlCharacters) {
  EXPECT_THAT(ErrorsOf("base: encore\ntitle: \"caf\xc3\xa9 \xe2\x80\xa6 \xf0\x9f\x9b\xb0\"\n"), ElementsAre());
  for (const std::string bytes : {"\xff", "\xc3", "\xc0\xaf", "\xe2\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe9t"}) {
    EXPECT_THAT(ErrorsOf("base: encore\ntitle: \xc3\xa9" + bytes + "\n"), ElementsAre("duel.yaml:2:9: not UTF-8"));
  }
  EXPECT_THAT(ErrorsOf("base: encore\ntitle: \"a\\e[31mb\"\n"), ElementsAre("duel.yaml:2:8: title holds a control character"));
  EXPECT_THAT(ErrorsOf("base: encore\nname: \"<b>\"\n"),
              ElementsAre("duel.yaml:2:7: name is \"<b>\"; expected: at most 64 letters, digits, spaces and ._-, a letter or digit first"));
  EXPECT_THAT(ErrorsOf("base: encore\nvehicles: {Jackal 2: {}}\n"),
              ElementsAre("duel.yaml:2:12: vehicles.Jackal 2 is no name; expected: at most 32 small letters, digits and _, a letter first"));
}

TEST_F(ScenarioErrors, APlateNeedsANormal) {
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "vehicles:\n"
                       "  puma:\n"
                       "    panels:\n"
                       "      plates:\n"
                       "        - {area_m2: 2, albedo: 0.3, normal_x: 3, normal_z: 4}\n"
                       "        - {area_m2: 2, albedo: 0.3, normal_x: 0}\n"),
              ElementsAre("duel.yaml:7:47: vehicles.puma.panels.plates[1].normal_x is 0, as are normal_y and normal_z; expected: a direction"));
}

TEST_F(ScenarioErrors, ShippedNamesAreSuggested) {
  const LoadResult loaded = LoadScenario("victus_hase");
  ASSERT_EQ(loaded.errors.size(), 1u);
  EXPECT_EQ(loaded.errors[0].Text().rfind("there is no scenario \"victus_hase\"; there are: ", 0), 0u);
  EXPECT_TRUE(loaded.errors[0].Text().ends_with("; did you mean victus_haze?")) << loaded.errors[0].Text();
}

TEST_F(ScenarioErrors, AllErrorsAreToldAtOnceInTheOrderOfTheFile) {
  EXPECT_THAT(ErrorsOf("base: encore\n"
                       "epoch: tomorrow\n"
                       "duratoin_s: 5\n"
                       "forces: {gravity_degree: 99}\n"
                       "vehicles:\n"
                       "  jackal: {mass_kg: none}\n"
                       "  puma: {model: panther}\n"
                       "rules: []\n"
                       "draw_band: -1\n",
                       {"jackal.isp_s=0"}),
              ElementsAre("duel.yaml:2:8: epoch is \"tomorrow\"; expected: a UTC instant like 2026-06-18T17:44:00Z",
                          "duel.yaml:3:1: duratoin_s is not a known key; did you mean duration_s?",
                          "duel.yaml:4:26: forces.gravity_degree is 99; allowed: 0 to 36",
                          "duel.yaml:6:21: vehicles.jackal.mass_kg is \"none\"; expected: a number",
                          "duel.yaml:7:17: vehicles.puma.model is \"panther\", which has no file in vehicles/",
                          "duel.yaml:8:8: rules is a list; expected: a map",  //
                          "duel.yaml:9:12: draw_band is -1; allowed: 0 to 100",
                          "--set jackal.isp_s=0: vehicles.jackal.isp_s is 0; allowed: > 0"));
}

}  // namespace
}  // namespace haze::scenarios
