// Pieces of a batch on OpenMP's threads; without OpenMP on threads that live as long as the batch.
#include "dynamics/ensemble/ensemble.h"

#include <algorithm>

#if defined(_OPENMP)
#include <omp.h>
#else
#include <atomic>
#include <thread>
#include <vector>
#endif

#include "dynamics/assert.h"

namespace haze::dynamics {
namespace {

constexpr std::size_t kPiece = 64;  // objects: so few that no thread waits long for the last piece, and a multiple of every register's width

std::size_t Pieces(std::size_t n) { return (n + kPiece - 1) / kPiece; }
std::size_t SizeOf(std::size_t piece, std::size_t n) { return n - piece * kPiece < kPiece ? n - piece * kPiece : kPiece; }

}  // namespace

int EnsembleThreads(int threads) {
#if defined(_OPENMP)
  return threads > 0 ? threads : omp_get_num_procs();
#else
  return threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
#endif
}

void ForEach(std::size_t count, int threads, const std::function<void(std::size_t)>& body) {
  const int used = EnsembleThreads(threads);
#if defined(_OPENMP)
#pragma omp parallel for schedule(dynamic, 1) num_threads(used)
  for (std::size_t i = 0; i < count; ++i) body(i);
#else
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) body(i);
  };
  std::vector<std::thread> others;
  for (int i = 1; i < used && static_cast<std::size_t>(i) < count; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
#endif
}

void PropagateJ2Ensemble(LaneSet set, const StateLanes& states, std::span<const double> dt, std::span<const int> steps, int threads) {
  const std::size_t n = states.size();
  HAZE_ASSERT(dt.size() == n && steps.size() == n, "arrays of one length", n);
  ForEach(Pieces(n), threads, [&](std::size_t piece) {
    const std::size_t first = piece * kPiece;
    const std::size_t size = SizeOf(piece, n);
    PropagateJ2Lanes(set, states.Part(first, size), dt.subspan(first, size), steps.subspan(first, size));
  });
}

void PropagateSgp4Ensemble(std::span<const Sgp4> models, std::span<const double> minutes, std::span<Sgp4Result> out, int threads) {
  const std::size_t n = models.size();
  HAZE_ASSERT(minutes.size() == n && out.size() == n, "arrays of one length", n);
  ForEach(Pieces(n), threads, [&](std::size_t piece) {
    const std::size_t first = piece * kPiece;
    for (std::size_t i = first; i < first + SizeOf(piece, n); ++i) out[i] = models[i].At(minutes[i]);
  });
}

}  // namespace haze::dynamics
