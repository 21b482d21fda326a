// Clocks, affinity and medians.
#include "tools/bench/measure.h"

#include <algorithm>
#include <cstring>
#include <ctime>

#include <sched.h>

namespace haze::tools {
namespace {

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

double Read(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace

Pin::Pin() : before_(sizeof(cpu_set_t)) {
  cpu_set_t all;
  if (sched_getaffinity(0, sizeof(all), &all) != 0) return;
  std::memcpy(before_.data(), &all, sizeof(all));
  // The last of those allowed: the first has the interrupts of most machines.
  for (int cpu = CPU_SETSIZE; cpu-- > 0;) {
    if (!CPU_ISSET(cpu, &all)) continue;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    pinned_ = sched_setaffinity(0, sizeof(one), &one) == 0;
    return;
  }
}

Pin::~Pin() {
  if (!pinned_) return;
  cpu_set_t all;
  std::memcpy(&all, before_.data(), sizeof(all));
  sched_setaffinity(0, sizeof(all), &all);
}

double ThreadSeconds() { return Read(CLOCK_THREAD_CPUTIME_ID); }
double WallSeconds() { return Read(CLOCK_MONOTONIC); }

Rates Interleave(const std::vector<Work>& works, int rounds, double seconds, double (*clock)()) {
  std::vector<std::vector<double>> rates(works.size());
  std::vector<std::vector<double>> ratios(works.size());
  for (const Work& work : works) static_cast<void>(work());  // caches and page tables
  for (int round = 0; round < rounds; ++round) {
    std::vector<double> now;
    for (const Work& work : works) {
      const double begin = clock();
      double units = 0.0;
      double elapsed = 0.0;
      while (elapsed < seconds) {
        units += work();
        elapsed = clock() - begin;
      }
      now.push_back(units / elapsed);
    }
    for (std::size_t i = 0; i < works.size(); ++i) {
      rates[i].push_back(now[i]);
      ratios[i].push_back(now[i] / now.back());
    }
  }
  Rates out;
  for (std::size_t i = 0; i < works.size(); ++i) {
    out.median.push_back(Median(rates[i]));
    out.ratio.push_back(Median(ratios[i]));
  }
  return out;
}

}  // namespace haze::tools
