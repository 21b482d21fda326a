// Many independent objects over the processors of one machine: the only place of OpenMP.
//
// Work is cut into pieces of fixed size that write to places of their own; nothing is summed over threads. The number of threads changes no bit
// (Ensemble.*WhateverTheThreads).
#pragma once

#include <cstddef>
#include <functional>
#include <span>

#include "dynamics/lanes.h"
#include "dynamics/sgp4.h"

namespace haze::dynamics {

/// Threads that `threads` asks for: 0 or less means one for each processor.
int EnsembleThreads(int threads);

/// body(i) for every i < count, in any order and at once; it may write only what belongs to i, and may not throw.
void ForEach(std::size_t count, int threads, const std::function<void(std::size_t)>& body);

/// PropagateJ2Lanes over threads.
void PropagateJ2Ensemble(LaneSet set, const StateLanes& states, std::span<const double> dt, std::span<const int> steps, int threads = 0);

/// out[i] = models[i].At(minutes[i]); spans of one length (asserted).
void PropagateSgp4Ensemble(std::span<const Sgp4> models, std::span<const double> minutes, std::span<Sgp4Result> out, int threads = 0);

}  // namespace haze::dynamics
