// Scenarios that ship, and the one text that a scenario's identity is.
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include <gmock/gmock.h>

#include "tests/unit/scenarios/written.h"

namespace haze::scenarios {
namespace {

std::string Texts(const LoadResult& loaded) {
  std::string all;
  for (const LoadError& error : loaded.errors) all += error.Text() + "\n";
  return all;
}

std::string FileText(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

TEST(Shipped, EveryScenarioLoadsWithItsTable) {
  const std::vector<std::string> names = ShippedScenarios();
  ASSERT_THAT(names, testing::IsSupersetOf({"afrl_inspection", "bsk_rso_inspection", "encore", "lady_bandit_guard", "pursuit_evasion", "surprise_launch", "victus_haze", "victus_haze_respond", "victus_nox"}));
  for (const std::string& name : names) {
    const LoadResult loaded = LoadScenario(name);
    ASSERT_NE(loaded.scenario, nullptr) << Texts(loaded);
    EXPECT_EQ(loaded.scenario->name, name);
    EXPECT_FALSE(loaded.scenario->title.empty()) << name;
    const AstronomyResult astronomy = LoadAstronomy(*loaded.scenario, FolderOf(loaded.path));
    EXPECT_EQ(astronomy.error, "") << name;
    EXPECT_EQ(astronomy.table != nullptr, NeedsAstronomy(*loaded.scenario)) << name;
  }
}

TEST(Shipped, EncoreHasTheNumbersOfTheGame) {
  const LoadResult loaded = LoadScenario("encore");
  ASSERT_NE(loaded.scenario, nullptr) << Texts(loaded);
  const Scenario& encore = *loaded.scenario;
  EXPECT_EQ(dynamics::FormatUtc(encore.epoch), "2026-08-11T03:38:00Z");
  EXPECT_EQ(encore.duration, dynamics::kDay);
  ASSERT_EQ(encore.vehicles.size(), 3u);
  EXPECT_EQ(encore.vehicles[0].dv, 250.0);
  EXPECT_NEAR(encore.vehicles[0].search_camera->limb_exclusion_lit, 13.0 * 0.017453292519943295, 1e-15);
  EXPECT_NEAR(encore.vehicles[0].imaging_camera->ifov, 100e-6, 1e-18);
  EXPECT_EQ(encore.vehicles[2].start.behind->distance, 2000.0);
  ASSERT_EQ(encore.knowledge.size(), 1u);
  EXPECT_EQ(encore.knowledge[0].position_sigma, 30e3);
  EXPECT_EQ(encore.score[0].zero, 12.0 * 3600.0);
  EXPECT_EQ(encore.score[0].full, 2.0 * 3600.0);
  EXPECT_EQ(encore.rules.custody_hold, 1800.0);
}

TEST(Shipped, VictusHazeTakesFromEncoreWhatItDoesNotChange) {
  const LoadResult loaded = LoadScenario("victus_haze");
  ASSERT_NE(loaded.scenario, nullptr) << Texts(loaded);
  const Scenario& haze = *loaded.scenario;
  EXPECT_EQ(haze.duration, 3 * dynamics::kDay);
  ASSERT_TRUE(haze.launch.has_value());
  EXPECT_EQ(dynamics::Seconds(haze.launch->windows[0].nominal), 60120.0);
  EXPECT_EQ(haze.launch->windows[0].slip, 3 * dynamics::kMinute);
  EXPECT_FALSE(haze.vehicles[0].start.tle.has_value());
  EXPECT_TRUE(haze.vehicles[0].start.in_plane.has_value());
  EXPECT_EQ(haze.vehicles[1].checkout, 10800.0);
  EXPECT_EQ(haze.rules.keep_out, 100.0);
  EXPECT_TRUE(haze.knowledge.empty());
  EXPECT_EQ(haze.downlink->stations.size(), 4u);
}

TEST(Shipped, ReadmeIsWhatTheDeclarationsSay) {
  EXPECT_EQ(FileText(HAZE_SOURCE_DIR "/scenarios/README.md"), GenerateReadme()) << "make it anew: haze scenario docs -o scenarios/README.md";
}

TEST(Shipped, EveryFieldIsExplained) {
  std::set<std::string> paths;
  for (const FieldRow& row : DocumentFields()) {
    EXPECT_FALSE(row.meaning.empty()) << row.path;
    EXPECT_FALSE(row.kind.empty()) << row.path;
    EXPECT_TRUE(paths.insert(row.path).second) << row.path << " is declared twice";
  }
  EXPECT_EQ(paths.count("vehicles.NAME.search_camera.limb_excl_lit_deg"), 1u);
}

TEST(Canonical, TextReadsBackAsTheSameScenario) {
  for (const std::string& name : ShippedScenarios()) {
    const LoadResult first = LoadScenario(name);
    ASSERT_NE(first.scenario, nullptr) << Texts(first);
    const LoadResult again = LoadFromText(first.scenario->canonical_text);
    ASSERT_NE(again.scenario, nullptr) << Texts(again);
    EXPECT_EQ(again.scenario->canonical_text, first.scenario->canonical_text);
    EXPECT_EQ(again.scenario->hash, first.scenario->hash);
    EXPECT_EQ(again.scenario->hash, Sha256(first.scenario->canonical_text));
  }
}

TEST(Canonical, EveryChangeOfAValueChangesTheHash) {
  const LoadResult plain = LoadScenario("victus_haze");
  ASSERT_NE(plain.scenario, nullptr) << Texts(plain);
  std::set<std::string> hashes = {plain.scenario->hash};
  const std::vector<std::string> sets = {"jackal.dv_mps=249",
                                         "vehicles.jackal.dv_mps=248",
                                         "jackal.search_camera.limb_excl_lit_deg=13.000000000000002",
                                         "puma.attitude=sun",
                                         "puma.warning_sensor=false",
                                         "puma.panels.plates=[{area_m2: 2, albedo: 0.3, normal_y: 1}]",
                                         "puma.sunshade.radius_m=10",
                                         "draw_band=4",
                                         "forces.drag=false",
                                         "forces.gravity_order=7",
                                         "epoch=2026-06-18T17:44:00.000001Z",
                                         "duration_s=259199.999999",
                                         "launch.crews=4",
                                         "launch.windows.0.slip_min=4",
                                         "launch.tasks.3.crews=2",
                                         "score.0.zero=35",
                                         "seats.0.policy=inspector/blind",
                                         "violations.0.floor=-25",
                                         "rules.keep_out_m=200",
                                         "title=another",
                                         "name=another"};
  for (const std::string& set : sets) {
    const LoadResult changed = LoadScenario("victus_haze", {.sets = {set}, .folder = {}});
    ASSERT_NE(changed.scenario, nullptr) << Texts(changed);
    EXPECT_TRUE(hashes.insert(changed.scenario->hash).second) << set;
  }
}

TEST(Canonical, AChangeToTheSameValueIsNone) {
  const LoadResult plain = LoadScenario("encore");
  const LoadResult same = LoadScenario("encore", {.sets = {"jackal.dv_mps=2.50e2", "longest_quiet_s=21600.0", "jackal.drag_coefficient=2.2"}, .folder = {}});
  ASSERT_NE(same.scenario, nullptr) << Texts(same);
  EXPECT_EQ(same.scenario->hash, plain.scenario->hash);
}

using WrittenScenario = Written;

TEST_F(WrittenScenario, CommentsOrderAndStyleDoNotChangeTheHash) {
  const LoadResult flow = Load("base: encore\nvehicles: {jackal: {dv_mps: 200, mass_kg: 270}}\ndraw_band: 3\n");
  const LoadResult block = Load(
      "# A comment.\n"
      "draw_band: 3.0   # another\n"
      "\n"
      "vehicles:\n"
      "    jackal:\n"
      "        mass_kg: 2.7e2\n"
      "        dv_mps: 200.0\n"
      "base: encore\n");
  ASSERT_NE(flow.scenario, nullptr) << Texts(flow);
  ASSERT_NE(block.scenario, nullptr) << Texts(block);
  EXPECT_EQ(flow.scenario->hash, block.scenario->hash);
  EXPECT_NE(flow.scenario->hash, LoadScenario("encore").scenario->hash);
  EXPECT_EQ(flow.scenario->name, "duel");
}

TEST_F(WrittenScenario, ACanonicalTextIsAScenarioFile) {
  const LoadResult encore = LoadScenario("encore");
  const LoadResult copy = Load(encore.scenario->canonical_text);
  ASSERT_NE(copy.scenario, nullptr) << Texts(copy);
  EXPECT_EQ(copy.scenario->hash, encore.scenario->hash);
}

TEST_F(WrittenScenario, ModelsAndBasesLieBesideTheFileFirst) {
  std::string jackal = FileText(HAZE_SOURCE_DIR "/scenarios/vehicles/jackal.yaml");
  jackal.replace(jackal.find("mass_kg: 275"), 12, "mass_kg: 301");
  Write(jackal, "vehicles/jackal.yaml");
  Write("base: encore\ndraw_band: 7\n", "field.yaml");
  const LoadResult loaded = Load("base: field\nvehicles: {jackal: {dv_mps: 111}}\n");
  ASSERT_NE(loaded.scenario, nullptr) << Texts(loaded);
  EXPECT_EQ(loaded.scenario->vehicles[0].mass, 301.0);
  EXPECT_EQ(loaded.scenario->vehicles[0].dv, 111.0);
  EXPECT_EQ(loaded.scenario->draw_band, 7.0);
  EXPECT_EQ(loaded.scenario->name, "duel");
}

// Whatever bytes a file has: it is a scenario, or there is at least one error, and nothing aborts.
TEST_F(WrittenScenario, DamagedFilesAreScenariosOrErrors) {
  const std::string text = FileText(HAZE_SOURCE_DIR "/scenarios/encore.yaml");
  std::mt19937 random(20260811);
  int refused = 0;
  for (int i = 0; i < 200; ++i) {
    std::string damaged = text;
    for (unsigned k = 0; k < 1 + random() % 3; ++k) damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
    if (i % 10 == 0) damaged.resize(random() % damaged.size());
    const LoadResult loaded = Load(damaged);
    ASSERT_EQ(loaded.scenario == nullptr, !loaded.errors.empty()) << "damage " << i;
    if (loaded.scenario == nullptr) ++refused;
  }
  EXPECT_GT(refused, 50);  // many bytes are comments
}

}  // namespace
}  // namespace haze::scenarios
