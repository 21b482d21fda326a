// Catalogues with their errors at their lines, and skies that are made once and mapped.
#include "scenarios/sky_file.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <gmock/gmock.h>

#include "dynamics/astronomy/astronomy.h"
#include "dynamics/dmath.h"
#include "dynamics/sky_query.h"
#include "tests/unit/scenarios/written.h"

namespace haze::scenarios {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

// The verification set of AIAA 2006-6753 begins with the first; the second is its own with another number.
constexpr const char* kFirst = "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753\n2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667\n";
constexpr const char* kSecond = "1 06251U 62025E   06176.82412014  .00008885  00000-0  12808-3 0  3985\n2 06251  58.0579  54.0425 0030035 139.1568 221.1854 15.56387291  6774\n";

std::vector<std::string> Texts(const std::vector<LoadError>& errors) {
  std::vector<std::string> texts;
  for (const LoadError& error : errors) texts.push_back(error.Text());
  return texts;
}

TEST(Catalogue, ReadsSetsWithAndWithoutNames) {
  const Catalogue catalogue = ParseCatalogue(std::string("VANGUARD 1   \r\n") + kFirst + kSecond + "0 DELTA 1 DEB\n" + kSecond + "\n\n", "a.tle");
  EXPECT_THAT(Texts(catalogue.errors), ElementsAre());
  ASSERT_EQ(catalogue.objects.size(), 3u);
  EXPECT_EQ(catalogue.objects[0].name, "VANGUARD 1");
  EXPECT_EQ(catalogue.objects[0].tle.number, 5);
  EXPECT_EQ(catalogue.objects[0].launch, (LaunchId{1958, 2}));
  EXPECT_EQ(catalogue.objects[1].name, "");
  EXPECT_EQ(catalogue.objects[1].launch, (LaunchId{1962, 25}));
  EXPECT_EQ(catalogue.objects[2].name, "DELTA 1 DEB");
}

TEST(Catalogue, SaysWhereEachErrorIs) {
  std::string wrong_sum = kSecond;
  wrong_sum[wrong_sum.size() - 2] = '0';
  const std::string text = std::string("ONE\n") + kFirst + "TWO\n" + wrong_sum + "THREE\nno set\n" + kFirst;
  const Catalogue catalogue = ParseCatalogue(text, "sky/active.tle");
  EXPECT_THAT(Texts(catalogue.errors), ElementsAre("sky/active.tle:6:69: checksum is 0, computed 4",
                                                   "sky/active.tle:8:1: expected lines 1 and 2 of an element set, after at most one line of name"));
  EXPECT_EQ(catalogue.objects.size(), 2u);
}

TEST(Catalogue, StopsAfterTwentyErrors) {
  std::string wrong = kFirst;
  wrong[68] = '0';
  std::string text;
  for (int i = 0; i < 30; ++i) text += wrong;
  EXPECT_EQ(ParseCatalogue(text, "a.tle").errors.size(), 20u);
}

TEST(Catalogue, HalfASetAnEmptyFileAndNoFileAreErrors) {
  const std::string first = kFirst;
  EXPECT_THAT(Texts(ParseCatalogue(first.substr(0, 70), "a.tle").errors), ElementsAre(HasSubstr("a.tle:1:1: expected lines 1 and 2")));
  EXPECT_THAT(Texts(ParseCatalogue("", "a.tle").errors), ElementsAre("a.tle:1:1: the catalogue is empty"));
  EXPECT_THAT(Texts(ReadCatalogue("no/such.tle").errors), ElementsAre(HasSubstr("no/such.tle: the catalogue cannot be read")));
}

TEST(Catalogue, KnowsLaunchesInBothSpellings) {
  EXPECT_EQ(ParseLaunch("26141AB"), (LaunchId{2026, 141}));
  EXPECT_EQ(ParseLaunch(" 98067A "), (LaunchId{1998, 67}));
  EXPECT_EQ(ParseLaunch("2026-141"), (LaunchId{2026, 141}));
  EXPECT_EQ(ParseLaunch("1998-067A"), (LaunchId{1998, 67}));
  for (const char* wrong : {"", "26", "26141ABCD", "2026141A", "2026-14", "26x41A", "26141a"}) EXPECT_EQ(ParseLaunch(wrong), std::nullopt) << wrong;
  EXPECT_LT((LaunchId{1999, 70}), (LaunchId{2000, 1}));
}

TEST(Catalogue, TakesOutWhatAMatchPlaysItself) {
  const auto left = [](const TakenOut& what) {
    std::vector<CatalogueObject> objects = ParseCatalogue(std::string(kFirst) + kSecond, "a.tle").objects;
    const int taken = TakeOut(objects, what);
    std::vector<int> numbers;
    for (const CatalogueObject& object : objects) numbers.push_back(object.tle.number);
    EXPECT_EQ(static_cast<std::size_t>(taken), 2 - numbers.size());
    return numbers;
  };
  EXPECT_THAT(left({}), ElementsAre(5, 6251));
  EXPECT_THAT(left({.numbers = {6251}, .launches = {}, .last_launch = {}}), ElementsAre(5));
  EXPECT_THAT(left({.numbers = {}, .launches = {{1958, 2}}, .last_launch = {}}), ElementsAre(6251));
  EXPECT_THAT(left({.numbers = {}, .launches = {}, .last_launch = LaunchId{1962, 24}}), ElementsAre(5));
  EXPECT_THAT(left({.numbers = {}, .launches = {}, .last_launch = LaunchId{1962, 25}}), ElementsAre(5, 6251));
}

class SkyFile : public Written {
 protected:
  SkyFile() : astronomy_(dynamics::FreezeAstronomy(*dynamics::ParseUtc("2026-08-11T03:38:00Z"), 1800.0)) {}

  SkyRequest Small() const {
    SkyRequest request;
    request.count = 40;
    request.t_begin = 0.0;
    request.t_end = 1800.0;
    return request;
  }
  SkyResult Open(const SkyRequest& request) const { return OpenSky(request, astronomy_, "abc", Skies()); }
  std::string Skies() const { return (folder_ / "skies").string(); }
  std::size_t Files() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(Skies()), fs::directory_iterator())); }

  dynamics::AstronomyTable astronomy_;
};

TEST_F(SkyFile, IsMadeOnceAndThenFound) {
  const SkyResult made = Open(Small());
  ASSERT_TRUE(made.sky) << made.errors.at(0).Text();
  EXPECT_TRUE(made.made);
  EXPECT_EQ(made.sky->table().size(), 40);
  EXPECT_THAT(made.sky->path(), HasSubstr(made.sky->sha256() + ".bin"));
  const SkyResult found = Open(Small());
  ASSERT_TRUE(found.sky);
  EXPECT_FALSE(found.made);
  EXPECT_EQ(found.sky->sha256(), made.sky->sha256());
  EXPECT_EQ(Files(), 1u);
  EXPECT_TRUE(MapSky(made.sky->path(), made.sky->sha256()).sky);
  EXPECT_THAT(Texts(MapSky(made.sky->path(), "00").errors), ElementsAre(HasSubstr("the sky table is " + made.sky->sha256() + ", not 00")));
}

TEST_F(SkyFile, AnotherRequestIsAnotherFile) {
  ASSERT_TRUE(Open(Small()).sky);
  SkyRequest request = Small();
  request.key[0] = 1;
  EXPECT_TRUE(Open(request).made);
  request = Small();
  request.t_end = 1700.0;
  EXPECT_TRUE(Open(request).made);
  request = Small();
  request.options.tolerance = 30.0;
  EXPECT_TRUE(Open(request).made);
  EXPECT_TRUE(OpenSky(Small(), astronomy_, "abd", Skies()).made);
  EXPECT_EQ(Files(), 5u);
}

TEST_F(SkyFile, ASpoiltFileIsMadeAnew) {
  const std::string path = Open(Small()).sky->path();
  const auto size = fs::file_size(path);
  {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(size / 2));
    file.put('\x55');
  }
  EXPECT_FALSE(MapSky(path, path.substr(path.size() - 68, 64)).errors.empty());
  const SkyResult again = Open(Small());
  ASSERT_TRUE(again.sky);
  EXPECT_TRUE(again.made);
  EXPECT_EQ(again.sky->path(), path);
  EXPECT_EQ(Files(), 1u);
  fs::resize_file(path, 100);
  EXPECT_TRUE(Open(Small()).made);
}

TEST_F(SkyFile, IsTheSameSkyAsTheCatalogueLessThePlayers) {
  SkyRequest request = Small();
  request.catalogue = Write(std::string(kSecond) + kSecond, "two.tle");
  request.taken_out.numbers = {5};
  const SkyResult sky = Open(request);
  ASSERT_TRUE(sky.sky) << sky.errors.at(0).Text();
  // Elements of 2006 are long decayed in 2026, and the header says so.
  EXPECT_EQ(sky.sky->table().size() + static_cast<int>(sky.sky->table().header().left_out), 2);
  request.catalogue_sha256 = "00";
  EXPECT_THAT(Texts(Open(request).errors), ElementsAre(HasSubstr("two.tle: the catalogue is ")));
  request.catalogue = Write("ONE\n", "broken.tle");
  EXPECT_THAT(Texts(Open(request).errors), ElementsAre(HasSubstr("broken.tle:1:1: expected")));
}

TEST_F(SkyFile, SaysWhatCannotBe) {
  SkyRequest request = Small();
  request.t_end = 1e6;
  EXPECT_THAT(Texts(Open(request).errors), ElementsAre(HasSubstr("not inside that of its astronomy table")));
  EXPECT_THAT(Texts(MapSky((folder_ / "none.bin").string()).errors), ElementsAre(HasSubstr("cannot be read")));
  EXPECT_THAT(Texts(MapSky(Write("HAZE", "short.bin")).errors), ElementsAre(HasSubstr("no sky table")));
  Write("a file", "blocked");
  EXPECT_THAT(Texts(OpenSky(Small(), astronomy_, "abc", (folder_ / "blocked").string()).errors), ElementsAre(HasSubstr("cannot be written")));
}

class SkyOfScenario : public Written {};

TEST_F(SkyOfScenario, IsMadeOnceFromWhatTheScenarioSays) {
  const LoadResult loaded = Load("base: encore\nduration_s: 3600\nsky: {count: 60}\n");
  ASSERT_TRUE(loaded.scenario) << loaded.errors.at(0).Text();
  const AstronomyResult astronomy = LoadAstronomy(*loaded.scenario);
  ASSERT_TRUE(astronomy.table) << astronomy.error;
  const std::string cache = (folder_ / "cache").string();
  const SkyResult made = LoadSky(*loaded.scenario, *astronomy.table, folder_.string(), cache);
  ASSERT_TRUE(made.sky) << made.errors.at(0).Text();
  EXPECT_TRUE(made.made);
  EXPECT_EQ(made.sky->table().size() + static_cast<int>(made.sky->table().header().left_out), 60);
  EXPECT_FALSE(LoadSky(*loaded.scenario, *astronomy.table, folder_.string(), cache).made);
}

TEST_F(SkyOfScenario, LeavesOutThePlayersTheirLaunchesAndLaterOnes) {
  const LoadResult encore = Load("base: encore\nduration_s: 3600\n");
  ASSERT_TRUE(encore.scenario);
  const StartFromTle& puma = *std::find_if(encore.scenario->vehicles.begin(), encore.scenario->vehicles.end(), [](const Vehicle& v) { return v.name == "puma"; })->start.tle;
  const std::string catalogue = std::string("PUMA\n") + puma.line1 + "\n" + puma.line2 + "\nOLD\n" + kSecond;
  Write(catalogue, "sky.tle");
  const LoadResult loaded = Load("base: encore\nduration_s: 3600\nsky: {file: sky.tle, sha256: " + Sha256(catalogue) + "}\n");
  ASSERT_TRUE(loaded.scenario) << loaded.errors.at(0).Text();
  const AstronomyResult astronomy = LoadAstronomy(*loaded.scenario);
  const SkyResult made = LoadSky(*loaded.scenario, *astronomy.table, folder_.string(), (folder_ / "cache").string());
  ASSERT_TRUE(made.sky) << made.errors.at(0).Text();
  // The other is of 1962; twenty years after its elements SGP4 may have let it decay.
  EXPECT_EQ(made.sky->table().size() + static_cast<int>(made.sky->table().header().left_out), 1);
  for (const dynamics::SkyObjectRecord& object : made.sky->table().objects()) EXPECT_EQ(object.number, 6251);
}

TEST_F(SkyOfScenario, SaysWhatIsWrongWithIt) {
  EXPECT_THAT(ErrorsOf("base: encore\nsky: {file: a.tle, sha256: 12}\n"), ElementsAre(HasSubstr("sky.sha256 is \"12\"; expected: 64 hexadecimal digits")));
  const LoadResult loaded = Load("base: encore\nduration_s: 3600\nsky: {file: none.tle, sha256: " + std::string(64, 'a') + "}\n");
  ASSERT_TRUE(loaded.scenario);
  const SkyResult missing = LoadSky(*loaded.scenario, *LoadAstronomy(*loaded.scenario).table, folder_.string(), (folder_ / "cache").string());
  EXPECT_THAT(Texts(missing.errors), ElementsAre(HasSubstr("the catalogue cannot be read")));
}

class RealCatalogue : public SkyFile {
 protected:
  void SetUp() override {
    SkyFile::SetUp();
    if (!fs::exists(kPath)) GTEST_SKIP() << "the catalogue of 2026-08-12 is not in ../shared/catalog";
  }
  static inline const std::string kPath = std::string(HAZE_SOURCE_DIR) + "/../shared/catalog/active_2026-08-12.tle";
};

TEST_F(RealCatalogue, IsReadWhole) {
  const Catalogue catalogue = ReadCatalogue(kPath);
  EXPECT_THAT(Texts(catalogue.errors), ElementsAre());
  EXPECT_EQ(catalogue.objects.size(), 16089u);
  EXPECT_TRUE(std::all_of(catalogue.objects.begin(), catalogue.objects.end(), [](const CatalogueObject& object) { return object.launch.has_value(); }));
}

TEST_F(RealCatalogue, FreezesWithoutThePlayersAndAnswersAsBruteForceDoes) {
  SkyRequest request = Small();
  request.catalogue = kPath;
  const std::vector<CatalogueObject> objects = ReadCatalogue(kPath).objects;
  const auto puma = std::find_if(objects.begin(), objects.end(), [](const CatalogueObject& object) { return object.name.find("VICTUS HAZE PUMA") != std::string::npos; });
  ASSERT_NE(puma, objects.end());
  request.taken_out.numbers = {puma->tle.number};
  const SkyResult result = Open(request);
  ASSERT_TRUE(result.sky) << result.errors.at(0).Text();
  const dynamics::SkyTable& table = result.sky->table();
  EXPECT_EQ(table.size() + static_cast<int>(table.header().left_out), 16088);
  EXPECT_LT(table.header().left_out, 20u);
  for (const dynamics::SkyObjectRecord& object : table.objects()) ASSERT_NE(object.number, puma->tle.number);

  dynamics::RandomStream random({}, 1, 0, 0);
  dynamics::SkyIndex index;
  std::vector<dynamics::SkyHit> hits, forced;
  std::size_t found = 0;
  for (int n = 0; n < 400; ++n) {
    const double t = 4.5 * n;
    index.BuildFor(table, t);
    const dynamics::SkyCone cone{.observer = table.Position(static_cast<int>(random.Below(static_cast<std::uint64_t>(table.size()))), t),
                                 .direction = random.UnitVector3(),
                                 .half_angle = random.Uniform(0.5, 15.0) * dynamics::kDegree,
                                 .range = random.Uniform(1e6, 4e7)};
    dynamics::FindInCone(table, index, cone, t, hits);
    dynamics::FindInConeByForce(table, cone, t, forced);
    ASSERT_EQ(hits.size(), forced.size());
    for (std::size_t i = 0; i < hits.size(); ++i) {
      ASSERT_EQ(hits[i].object, forced[i].object);
      ASSERT_EQ(hits[i].state.r, forced[i].state.r);
    }
    found += hits.size();
  }
  EXPECT_GT(found, 5000u);
}

// What stands in for the catalogue in a clone without it is as dense: cells of 100 km and 10 deg, and no row of the table is a copy of a set.
TEST_F(RealCatalogue, HasTheDensityOfTheSyntheticSky) {
  const auto histogram = [](const auto& tles) {
    std::vector<double> cells(25 * 18, 0.0);
    for (const dynamics::Tle& tle : tles) {
      const double n = tle.mean_motion / 60.0;
      const double altitude = dynamics::Cbrt(3.986008e14 / (n * n)) - 6378135.0;
      const int shell = std::min(static_cast<int>(altitude / 1e5), 24);  // the last: everything above 2,400 km
      const int tilt = std::min(static_cast<int>(tle.inclination / (10.0 * dynamics::kDegree)), 17);
      cells[static_cast<std::size_t>(shell * 18 + tilt)] += 1.0;
    }
    return cells;
  };
  std::vector<dynamics::Tle> real, invented;
  for (const CatalogueObject& object : ReadCatalogue(kPath).objects) real.push_back(object.tle);
  for (const dynamics::SkyEntry& entry : dynamics::SyntheticSky({}, astronomy_.epoch)) invented.push_back(entry.tle);
  const std::vector<double> a = histogram(real);
  const std::vector<double> b = histogram(invented);
  double moved = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) moved += 0.5 * std::abs(a[i] - b[i]);
  // Normal rows blur the edges of cells and the broad rows of stragglers; the share of objects in another cell stays small.
  EXPECT_LT(moved / 16089.0, 0.08) << moved;
}

}  // namespace
}  // namespace haze::scenarios
