// Plays a fixed set of matches in process and prints their digests: the engine without gRPC, built by every compiler and run on every CPU.
//
//   haze_digest                      prints "SCENARIO SEED DIGEST" for the fixture's matches
//   haze_digest --check FILE         compares with FILE; exit 1 at a difference
//   haze_digest --steps N …          advances N steps at a time; no bit may change
//   haze_digest --caches L1 L2 L3 …  tells Eigen of caches of these sizes, bytes; no bit may change
//   haze_digest --shift BYTES …      every buffer begins that much later, a multiple of 16 up to 48; no bit may change
//   haze_digest SCENARIO SEED …      these matches
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <new>
#include <sstream>
#include <string>
#include <vector>

#include "agents/local/local_seats.h"
#include "agents/policy/policy.h"
#include "arbiter/match/match.h"
#include "scenarios/load.h"
#include "tools/tournament/match_key.h"

namespace {

/// How much later than malloc's answer a buffer begins, beyond the 16 bytes that remember where that was.
std::size_t buffer_shift = 0;

void* Allocate(std::size_t size) {
  char* base = static_cast<char*>(std::malloc(size + 64));
  if (base == nullptr) std::abort();
  char* buffer = base + 16 + buffer_shift;
  std::memcpy(buffer - 16, &base, sizeof(base));
  return buffer;
}

void Release(void* buffer) {
  if (buffer == nullptr) return;
  char* base = nullptr;
  std::memcpy(&base, static_cast<char*>(buffer) - 16, sizeof(base));
  std::free(base);
}

}  // namespace

// Every buffer of the program, those of its shared libraries too. The ones asked for with an alignment keep to the library's operators.
void* operator new(std::size_t size) { return Allocate(size); }
void* operator new[](std::size_t size) { return Allocate(size); }
// The library's own forms of these call the ones above; AddressSanitizer's do not.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return Allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return Allocate(size); }
void operator delete(void* buffer) noexcept { Release(buffer); }
void operator delete[](void* buffer) noexcept { Release(buffer); }
void operator delete(void* buffer, std::size_t) noexcept { Release(buffer); }
void operator delete[](void* buffer, std::size_t) noexcept { Release(buffer); }
void operator delete(void* buffer, const std::nothrow_t&) noexcept { Release(buffer); }
void operator delete[](void* buffer, const std::nothrow_t&) noexcept { Release(buffer); }

namespace {

using haze::match::Match;

struct Fixture {
  std::string scenario;
  long seed;
};

std::vector<Fixture> Suite() {
  std::vector<Fixture> suite;
  for (const char* scenario : {"encore", "victus_haze"}) {
    for (long seed = 1; seed <= 5; ++seed) suite.push_back({scenario, seed});
  }
  return suite;
}

std::string DigestOf(const Fixture& fixture, long steps) {
  const haze::scenarios::LoadResult loaded = haze::scenarios::LoadScenario(fixture.scenario);
  for (const haze::scenarios::LoadError& error : loaded.errors) std::fprintf(stderr, "%s\n", error.Text().c_str());
  if (!loaded.scenario) std::exit(2);
  const haze::scenarios::AstronomyResult astronomy = haze::scenarios::LoadAstronomy(*loaded.scenario);
  if (!astronomy.error.empty()) {
    std::fprintf(stderr, "%s\n", astronomy.error.c_str());
    std::exit(2);
  }
  std::vector<std::unique_ptr<haze::agents::Policy>> policies;
  for (const haze::scenarios::Seat& seat : loaded.scenario->seats) {
    policies.push_back(haze::agents::MakePolicy(seat.policy));
    if (policies.back() == nullptr) {
      std::fprintf(stderr, "no policy %s\n", seat.policy.c_str());
      std::exit(2);
    }
  }
  Match match(loaded.scenario, astronomy.table, haze::tools::MakeMatchKey("", loaded.scenario->hash, fixture.seed), {.seed = fixture.seed});
  haze::agents::LocalSeats seats(std::move(policies));
  haze::match::Play(match, seats, steps);
  char text[17];
  std::snprintf(text, sizeof(text), "%016" PRIx64, match.Digest());
  if (std::getenv("HAZE_DIGEST_VERBOSE") != nullptr) {
    for (const haze::game::Fact& fact : match.Facts()) {
      std::fprintf(stderr, "%10.0f %-18s seat %d craft %d other %d  %.6g %.6g %s\n", haze::dynamics::Seconds(fact.time), std::string(haze::game::FactName(fact.kind)).c_str(),
                   fact.seat, fact.craft, fact.other, fact.value, fact.value2, fact.detail.c_str());
    }
    std::fprintf(stderr, "%s\n", match.Result().DebugString().c_str());
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  long caches[3] = {32 * 1024, 512 * 1024, 4 * 1024 * 1024};
  long steps = 0;
  std::string check;
  std::vector<std::string> words;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--steps" && i + 1 < argc) {
      steps = std::atol(argv[++i]);
    } else if (word == "--caches" && i + 3 < argc) {
      for (long& size : caches) size = std::atol(argv[++i]);
    } else if (word == "--shift" && i + 1 < argc) {
      buffer_shift = static_cast<std::size_t>(std::atol(argv[++i])) & 48u;
    } else if (word == "--check" && i + 1 < argc) {
      check = argv[++i];
    } else {
      words.push_back(word);
    }
  }
  Eigen::setCpuCacheSizes(caches[0], caches[1], caches[2]);
  std::vector<Fixture> suite = Suite();
  if (words.size() >= 2) suite.clear();
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) suite.push_back({words[i], std::atol(words[i + 1].c_str())});
  std::map<std::string, std::string> wanted;
  if (!check.empty()) {
    std::ifstream file(check);
    std::string scenario, seed, digest;
    while (file >> scenario >> seed >> digest) wanted[scenario + " " + seed] = digest;
    if (wanted.empty()) {
      std::fprintf(stderr, "%s holds no digests\n", check.c_str());
      return 2;
    }
  }
  int differences = 0;
  for (const Fixture& fixture : suite) {
    const std::string name = fixture.scenario + " " + std::to_string(fixture.seed);
    const std::string digest = DigestOf(fixture, steps);
    std::printf("%s %s\n", name.c_str(), digest.c_str());
    if (!check.empty() && wanted[name] != digest) {
      std::fprintf(stderr, "%s: the fixture says %s\n", name.c_str(), wanted[name].c_str());
      ++differences;
    }
  }
  return differences == 0 ? 0 : 1;
}
