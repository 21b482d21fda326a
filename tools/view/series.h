// Series of numbers as short text, and a match's replay made of them. Read by web/src/decode.ts and web/src/motion.ts.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tools/export/trajectory.h"

namespace haze::tools {

/// `values` hold `components` interleaved series. Each value is rounded to 1/`scale` and written as its difference of order `order` (fewer at the beginning),
/// zigzag, seven bits a byte with the lowest first, then base64. Valid for |value * scale| * 2^order < 2^52.
std::string EncodeSeries(const std::vector<double>& values, int components, int order, double scale);

/// What the page needs to replay a match: positions to 1 cm, attitudes to 1/2000, velocity left to 1 mm/s, facets as they are imaged and delivered, and the
/// timeline with the first detection and the first ranging of each two craft. An object with `error` where the match cannot be played again.
nlohmann::ordered_json ReplayJson(const Trajectory& trajectory, double step_s);

}  // namespace haze::tools
