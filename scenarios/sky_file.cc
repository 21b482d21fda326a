#include "scenarios/sky_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <utility>

#include <openssl/evp.h>

#include "dynamics/assert.h"
#include "scenarios/load.h"

namespace haze::scenarios {
namespace {

namespace fs = std::filesystem;

using Digest = std::array<std::uint8_t, 32>;

Digest HashOf(std::span<const std::byte> bytes) {
  Digest digest{};
  unsigned length = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr);
  return digest;
}

std::string Hex(const Digest& digest) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : digest) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

SkyResult Failed(const std::string& path, const std::string& what) {
  SkyResult result;
  result.errors.push_back(ErrorAt(path, 0, 0, what));
  return result;
}

// Doubles by their bits: two requests are the same or they are not.
std::string Bits(double value) { return std::to_string(std::bit_cast<std::uint64_t>(value)) + "\n"; }

Digest InputsOf(const SkyRequest& request, const std::string& catalogue_sha256, const std::string& astronomy_sha256) {
  std::string text = "haze sky " + std::to_string(dynamics::kSkyVersion) + "\nastronomy " + astronomy_sha256 + "\nspan " + Bits(request.t_begin) + Bits(request.t_end);
  text += "key " + Hex(request.key) + "\n";
  if (request.catalogue.empty()) {
    text += "synthetic " + std::to_string(request.count) + "\n";
  } else {
    text += "catalogue " + catalogue_sha256 + "\n";
    const auto add_launch = [&text](const LaunchId& launch) { text += std::to_string(launch.year) + "-" + std::to_string(launch.number) + "\n"; };
    for (const int number : request.taken_out.numbers) text += "without " + std::to_string(number) + "\n";
    for (const LaunchId& launch : request.taken_out.launches) {
      text += "without launch ";
      add_launch(launch);
    }
    if (request.taken_out.last_launch) {
      text += "last launch ";
      add_launch(*request.taken_out.last_launch);
    }
  }
  text += "tolerance " + Bits(request.options.tolerance);
  for (const dynamics::SkySegmentation& segmentation : request.options.ladder) text += "segment " + Bits(segmentation.length) + std::to_string(segmentation.degree) + "\n";
  return HashOf(std::as_bytes(std::span(text)));
}

// A file of these inputs whose name is complete.
std::optional<std::pair<std::string, std::string>> Find(const std::string& folder, const std::string& prefix) {
  std::error_code code;
  std::vector<std::string> names;
  for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
    std::string name = it->path().filename().string();
    if (name.rfind(prefix, 0) == 0 && name.size() == prefix.size() + 64 + 4 && name.substr(name.size() - 4) == ".bin") names.push_back(std::move(name));
  }
  if (names.empty()) return std::nullopt;
  const std::string& first = *std::min_element(names.begin(), names.end());
  return std::pair((fs::path(folder) / first).string(), first.substr(prefix.size(), 64));
}

// Beside its place under a name of this process, then in one step to its place.
bool WriteWhole(const fs::path& path, std::span<const std::byte> bytes) {
  const fs::path beside = path.string() + "." + std::to_string(getpid()) + ".part";
  std::error_code code;
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) {
      out.close();
      fs::remove(beside, code);
      return false;
    }
  }
  fs::rename(beside, path, code);
  if (!code) return true;
  std::error_code ignored;
  fs::remove(beside, ignored);
  return false;
}

}  // namespace

/// The one maker of MappedSky.
struct SkyFileAccess {
  static std::shared_ptr<MappedSky> Map(const std::string& path, std::string& error) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (file < 0 || fstat(file, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0) {
      if (file >= 0) close(file);
      error = "the sky table cannot be read";
      return nullptr;
    }
    const std::shared_ptr<MappedSky> sky(new MappedSky);
    sky->length_ = static_cast<std::size_t>(status.st_size);
    void* const address = mmap(nullptr, sky->length_, PROT_READ, MAP_PRIVATE, file, 0);
    close(file);
    if (address == MAP_FAILED) {
      error = "the sky table cannot be mapped";
      return nullptr;
    }
    sky->address_ = address;
    sky->path_ = path;
    const std::span<const std::byte> block(static_cast<const std::byte*>(address), sky->length_);
    sky->sha256_ = Hex(HashOf(block));
    dynamics::SkyTable::OpenResult opened = dynamics::SkyTable::Open(block);
    error = opened.error;
    sky->table_ = opened.table;
    return error.empty() ? sky : nullptr;
  }
};

MappedSky::~MappedSky() {
  if (address_ != nullptr) munmap(address_, length_);
}

SkyResult MapSky(const std::string& path, const std::string& sha256) {
  std::string error;
  SkyResult result;
  const std::shared_ptr<MappedSky> sky = SkyFileAccess::Map(path, error);
  if (!sky) return Failed(path, error);
  if (!sha256.empty() && sky->sha256() != sha256) return Failed(path, "the sky table is " + sky->sha256() + ", not " + sha256);
  result.sky = sky;
  return result;
}

SkyResult OpenSky(const SkyRequest& request, const dynamics::AstronomyTable& astronomy, const std::string& astronomy_sha256, const std::string& folder) {
  if (!(request.t_begin < request.t_end && request.t_begin >= astronomy.t_begin() && request.t_end <= astronomy.t_end())) {
    return Failed(request.catalogue, "the sky's span is not inside that of its astronomy table");
  }
  Catalogue catalogue;
  if (!request.catalogue.empty()) {
    catalogue = ReadCatalogue(request.catalogue);
    if (catalogue.errors.empty() && !request.catalogue_sha256.empty() && catalogue.sha256 != request.catalogue_sha256) {
      catalogue.errors.push_back(ErrorAt(request.catalogue, 0, 0, "the catalogue is " + catalogue.sha256 + ", not " + request.catalogue_sha256));
    }
    if (!catalogue.errors.empty()) {
      SkyResult result;
      result.errors = catalogue.errors;
      return result;
    }
  }
  const Digest inputs = InputsOf(request, catalogue.sha256, astronomy_sha256);
  const std::string prefix = "sky-" + Hex(inputs).substr(0, 16) + "-";
  if (const auto found = Find(folder, prefix)) {
    SkyResult result = MapSky(found->first, found->second);
    if (result.sky && result.sky->table().header().inputs_sha256 == inputs) return result;
    std::error_code ignored;
    fs::remove(found->first, ignored);
  }

  std::vector<dynamics::SkyEntry> entries;
  if (request.catalogue.empty()) {
    entries = dynamics::SyntheticSky(request.key, astronomy.epoch, request.count);
  } else {
    TakeOut(catalogue.objects, request.taken_out);
    for (const CatalogueObject& object : catalogue.objects) {
      const dynamics::SkyBody body = dynamics::DrawSkyBody(request.key, object.tle);
      entries.push_back({object.tle, body.radius, body.albedo});
    }
  }
  dynamics::SkyFreezeOptions options = request.options;
  options.inputs_sha256 = inputs;
  const dynamics::SkyFreezeResult frozen = dynamics::FreezeSky(entries, astronomy, request.t_begin, request.t_end, options);
  const std::string sha256 = Hex(HashOf(frozen.block));
  const fs::path path = fs::path(folder) / (prefix + sha256 + ".bin");
  std::error_code code;
  fs::create_directories(folder, code);
  if (!WriteWhole(path, frozen.block)) return Failed(path.string(), "the sky table cannot be written");
  SkyResult result = MapSky(path.string(), sha256);
  result.made = true;
  return result;
}

SkyResult LoadSky(const Scenario& scenario, const dynamics::AstronomyTable& astronomy, const std::string& folder, const std::string& cache) {
  HAZE_ASSERT(scenario.sky.has_value() && scenario.astronomy.has_value(), "the scenario has a sky and an astronomy table", scenario.name);
  SkyRequest request;
  request.count = scenario.sky->count;
  request.t_end = dynamics::Seconds(scenario.duration);
  if (!scenario.sky->file.empty()) {
    std::error_code code;
    fs::path path = fs::path(folder) / scenario.sky->file;
    const fs::path shipped = fs::path(ScenarioFolder()) / scenario.sky->file;
    if (!fs::exists(path, code) && fs::exists(shipped, code)) path = shipped;
    request.catalogue = path.string();
    request.catalogue_sha256 = scenario.sky->sha256;
  }
  const auto take_out = [&request](const std::string& line1, const std::string& line2) {
    const dynamics::TleResult parsed = dynamics::ParseTle(line1, line2);
    if (!parsed.tle) return;
    request.taken_out.numbers.push_back(parsed.tle->number);
    const std::optional<LaunchId> launch = ParseLaunch(std::string_view(line1).substr(9, 8));
    if (!launch) return;
    request.taken_out.launches.push_back(*launch);
    if (!request.taken_out.last_launch || *request.taken_out.last_launch < *launch) request.taken_out.last_launch = launch;
  };
  for (const Vehicle& vehicle : scenario.vehicles) {
    if (vehicle.start.tle) take_out(vehicle.start.tle->line1, vehicle.start.tle->line2);
    if (vehicle.start.in_plane) take_out(vehicle.start.in_plane->line1, vehicle.start.in_plane->line2);
  }
  return OpenSky(request, astronomy, scenario.astronomy->sha256, cache);
}

PlayedSky SkyOf(const Scenario& scenario, const dynamics::AstronomyTable& astronomy, const std::string& folder) {
  if (!scenario.sky) return {};
  const SkyResult loaded = LoadSky(scenario, astronomy, folder, SkyFolder());
  if (!loaded.sky) return {nullptr, loaded.errors.empty() ? "the sky cannot be read" : loaded.errors.front().Text()};
  return {std::shared_ptr<const dynamics::SkyTable>(loaded.sky, &loaded.sky->table()), ""};
}

std::string SkyFolder() {
  const auto variable = [](const char* name) -> std::string {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
  };
  if (const std::string cache = variable("HAZE_CACHE"); !cache.empty()) return cache;
  if (const std::string cache = variable("XDG_CACHE_HOME"); !cache.empty()) return (fs::path(cache) / "haze").string();
  if (const std::string home = variable("HOME"); !home.empty()) return (fs::path(home) / ".cache" / "haze").string();
  std::error_code code;
  return (fs::temp_directory_path(code) / "haze").string();
}

}  // namespace haze::scenarios
