// `haze rate nash` and `alpharank`: what the game between entries says of them.
#include <cmath>

#include <fmt/format.h>

#include "tools/rate/operation.h"
#include "tools/tournament/alpharank.h"
#include "tools/tournament/nash.h"
#include "tools/tournament/payoff.h"

namespace haze::tools::rate {
namespace {

Table Square(const Value& value) {
  const Table matrix = value.Matrix();
  if (matrix.rows() != matrix.cols()) throw InputError(fmt::format("{} has {} rows of {}; a square matrix is expected", value.path(), matrix.rows(), matrix.cols()));
  return matrix;
}

// The place where a square matrix is not antisymmetric, or empty.
std::string Asymmetry(const Table& payoff) {
  for (std::size_t i = 0; i < payoff.rows(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      if (std::fabs(payoff(i, j) + payoff(j, i)) > 1e-9 * (std::fabs(payoff(i, j)) + std::fabs(payoff(j, i)))) return fmt::format("payoff[{}][{}] is not -payoff[{}][{}]", i, j, j, i);
    }
  }
  return {};
}

Json Nash(const Value& question, std::string_view) {
  question.Only("payoff|payoffs");
  const Table payoff = question.At("payoff|payoffs").Matrix();
  const NashAverage average = AverageByNash(payoff);
  Json out;
  out["p"] = Finite(average.rows);
  out["value"] = Finite(average.row_scores);
  out["unique"] = average.unique;
  if (payoff.rows() != payoff.cols() || !Asymmetry(payoff).empty()) {
    out["q"] = Finite(average.columns);
    out["column_value"] = Finite(average.column_scores);
    out["game_value"] = Finite(average.value);
    return out;
  }
  out["exploitability"] = Finite(Exploitability(payoff, average.rows));
  Table weight(payoff.rows(), payoff.rows(), 1.0);
  const Hodge hodge = Decompose(payoff, weight);
  out["potential"] = Finite(hodge.potential);
  out["intransitivity"] = Finite(hodge.intransitivity);
  out["cycle"] = StrongestCycle(payoff);
  return out;
}

Json Exploit(const Value& question, std::string_view) {
  question.Only("payoff|p");
  const Table payoff = Square(question.At("payoff"));
  const std::string asymmetry = Asymmetry(payoff);
  if (!asymmetry.empty()) throw InputError(asymmetry + "; a symmetric zero-sum game is expected");
  const Value at = question.At("p");
  at.Items(payoff.rows(), payoff.rows());
  const std::vector<double> p = at.Numbers(0.0, 1.0);
  double sum = 0.0;
  for (const double part : p) sum += part;
  if (std::fabs(sum - 1.0) > 1e-6) throw InputError(fmt::format("p adds up to {}; allowed: 1", sum));
  return {{"exploitability", Finite(Exploitability(payoff, p))}};
}

AlphaRankOptions ReadOptions(const Value& question) {
  AlphaRankOptions options;
  if (const std::optional<Value> population = question.Find("m|population")) options.population = population->Integer(2, 100000);
  const Value alpha = question.At("alpha");
  if (alpha.IsText()) {
    alpha.OneOf({"infinite", "inf", "infinity"});
    options.infinite = true;
  } else {
    options.alpha = alpha.Number(0.0, 1e300);
  }
  options.local_selection = question.Flag("local_selection|use_local_selection_model", true);
  return options;
}

// Sizes of an array of arrays … by their first elements.
std::vector<int> ShapeOf(const Value& value) {
  std::vector<int> sizes;
  for (const Json* inner = &value.json(); inner->is_array() && !inner->empty(); inner = &inner->front()) sizes.push_back(static_cast<int>(inner->size()));
  return sizes;
}

// The numbers of an array of that shape, the last index changing fastest.
void Flatten(const Value& value, std::size_t depth, const std::vector<int>& sizes, std::vector<double>& flat) {
  if (depth == sizes.size()) {
    flat.push_back(value.Number());
    return;
  }
  const auto size = static_cast<std::size_t>(sizes[depth]);
  for (const Value& item : value.Items(size, size)) Flatten(item, depth + 1, sizes, flat);
}

Json Tell(const AlphaRank& rank, bool infinite) {
  Json out;
  out["mass"] = Finite(rank.mass);
  if (infinite) {
    out["classes"] = rank.classes;
    out["within"] = Json::array();
    for (const std::vector<double>& within : rank.within) out["within"].push_back(Finite(within));
  }
  return out;
}

Json AlphaRankOf(const Value& question, std::string_view) {
  question.Only("payoff|payoffs|m|population|alpha|local_selection|use_local_selection_model");
  const AlphaRankOptions options = ReadOptions(question);
  if (!question.Has("payoffs")) return Tell(RankSinglePopulation(Square(question.At("payoff")), options), options.infinite);
  const std::vector<Value> tables = question.At("payoffs").Items(1, 20);
  if (tables.size() == 1) return Tell(RankSinglePopulation(Square(tables[0]), options), options.infinite);
  const std::vector<int> sizes = ShapeOf(tables[0]);
  std::vector<std::vector<double>> payoffs;
  for (const Value& table : tables) {
    payoffs.emplace_back();
    Flatten(table, 0, sizes, payoffs.back());
  }
  if (sizes.size() != tables.size()) throw InputError(fmt::format("payoffs has {} tables of {} dimensions; one for each population is expected", tables.size(), sizes.size()));
  if (payoffs[0].size() > 3000) throw InputError(fmt::format("payoffs has {} profiles; allowed: at most 3000", payoffs[0].size()));
  return Tell(RankMultiPopulation(sizes, payoffs, options), options.infinite);
}

}  // namespace

void AddGameOperations(std::vector<Operation>& operations) {
  operations.push_back({.method = "nash",
                        .reference = "exploitability_symmetric_zero_sum|exploitability*",
                        .needs = "payoff p",
                        .principal = "exploitability",
                        .what = "What the best answer to a mixture gains",
                        .in = "payoff (antisymmetric); p",
                        .example = R"({"payoff": [[0, -1, 1], [1, 0, -1], [-1, 1, 0]], "p": [0.5, 0.5, 0]})",
                        .compute = Exploit});
  operations.push_back({.method = "nash",
                        .reference = "nash_averaging|nash*",
                        .needs = "payoff|payoffs",
                        .principal = "p",
                        .what = "Maximum-entropy equilibrium and Nash-averaged scores; for entries against entries also the cyclic share (Hodge)",
                        .in = "payoff: antisymmetric for entries against entries, any matrix for entries against tasks",
                        .example = R"({"payoff": [[0, -0.5, 1], [0.5, 0, -0.1], [-1, 0.1, 0]]})",
                        .compute = Nash});
  operations.push_back({.method = "alpharank",
                        .reference = "alpha_rank_single_population|alpha_rank_multi_population|alpha_rank*|alpharank*",
                        .needs = "payoff|payoffs alpha",
                        .principal = "mass",
                        .what = "alpha-Rank's stationary distribution; alpha \"infinite\" adds the recurrent classes",
                        .in = "payoff, or payoffs with one table for each population; alpha; m (50); local_selection (true)",
                        .example = R"({"payoff": [[0, -1, 1], [1, 0, -1], [-1, 1, 0]], "alpha": "infinite"})",
                        .compute = AlphaRankOf});
}

}  // namespace haze::tools::rate
