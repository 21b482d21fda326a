// A smooth vector function of time, fitted piece by piece where it is asked for.
#pragma once

#include <cmath>
#include <functional>
#include <map>
#include <utility>

#include "dynamics/dmath.h"
#include "dynamics/ephemeris.h"

namespace haze::tools {

/// Chebyshev pieces of half a day and degree 11: the Moon within a millimetre of its theory, at a hundredth of its cost. Not for several threads.
class Pieces {
 public:
  explicit Pieces(std::function<dynamics::Vector3(double)> f) : f_(std::move(f)) {}

  dynamics::Vector3 At(double t) {
    const long index = static_cast<long>(std::floor(t / kSpan));
    auto found = pieces_.find(index);
    if (found == pieces_.end()) found = pieces_.emplace(index, Fit(index)).first;
    return found->second.At(t);
  }

 private:
  static constexpr double kSpan = 43200.0;  // s
  static constexpr int kNodes = 12;

  dynamics::ChebyshevSeries Fit(long index) const {
    dynamics::ChebyshevSeries series;
    // A hair wider than the piece, so that rounding of t / span cannot fall outside.
    series.t0 = kSpan * static_cast<double>(index) - 1.0;
    series.span = kSpan + 2.0;
    series.count = 1;
    series.degree = kNodes - 1;
    series.dimension = 3;
    dynamics::Vector3 values[kNodes];
    for (int k = 0; k < kNodes; ++k) values[k] = f_(series.t0 + 0.5 * series.span * (1.0 + dynamics::Cos(dynamics::kPi * (k + 0.5) / kNodes)));
    for (int component = 0; component < 3; ++component) {
      for (int j = 0; j < kNodes; ++j) {
        double sum = 0.0;
        for (int k = 0; k < kNodes; ++k) sum += values[k](component) * dynamics::Cos(dynamics::kPi * j * (k + 0.5) / kNodes);
        series.coefficients.push_back((j == 0 ? 1.0 : 2.0) / kNodes * sum);
      }
    }
    return series;
  }

  std::function<dynamics::Vector3(double)> f_;
  std::map<long, dynamics::ChebyshevSeries> pieces_;
};

}  // namespace haze::tools
