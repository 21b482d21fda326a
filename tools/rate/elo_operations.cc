// `haze rate elo`: estimates from counts, and conversions between scores and points.
#include <cmath>
#include <cstdlib>

#include "tools/rate/operation.h"
#include "tools/tournament/elo.h"

namespace haze::tools::rate {
namespace {

void Put(Json& out, const std::string& name, const Interval& interval) {
  out[name] = Finite(interval.estimate);
  out[name + "_err"] = Finite(interval.HalfWidth());
  out[name + "_ci"] = Finite(std::vector<double>{interval.low, interval.high});
}

Json FromCounts(const Value& question, std::string_view) {
  question.Only(std::string(kCountFields) + "|confidence");
  const std::vector<double> counts = ReadCounts(question);
  double units = 0.0;
  for (const double count : counts) units += count;
  if (units <= 0.0) throw InputError("the counts are all 0; at least one game is needed");
  const EloEstimate estimate = EstimateElo(counts, question.Number("confidence", 0.95, 0.01, 0.999999));
  Json out;
  out["games"] = estimate.games;
  out["unit"] = counts.size() == 5 ? "pair" : "game";
  Put(out, "score", estimate.score);
  Put(out, "elo", estimate.elo);
  Put(out, "nelo", estimate.normalized_elo);
  out["los"] = estimate.los;
  out["los_pct"] = 100.0 * estimate.los;
  return out;
}

Json FromScore(const Value& question, std::string_view) {
  question.Only("score");
  return {{"elo", Finite(EloOfScore(question.At("score").Number(0.0, 1.0)))}};
}

Json FromDifference(const Value& question, std::string_view name) {
  question.Only("diff|elo_diff|difference|scale");
  const double difference = question.At("diff|elo_diff|difference").Number();
  const std::optional<Value> scale = question.Find("scale");
  const std::string text = scale ? scale->Text() : "";
  const std::size_t switch_z = text.find("-z ");
  if (switch_z != std::string::npos) {
    // Ordo's -z N: the difference that makes 76 %.
    const double points = std::strtod(text.c_str() + switch_z + 3, nullptr);
    if (!(points > 0.0)) scale->Refuse("allowed: -z and a number above 0");
    return {{"score", OrdoExpectedScore(difference * 202.0 / points)}, {"scale", "ordo"}};
  }
  const bool ordo = scale ? scale->OneOf({"elo", "ordo"}) == 1 : name.substr(0, 4) == "ordo";
  return {{"score", ordo ? OrdoExpectedScore(difference) : ScoreOfElo(difference)}, {"scale", ordo ? "ordo" : "elo"}};
}

Json FromBayesElo(const Value& question, std::string_view) {
  question.Only("bayeselo|drawelo");
  const double drawelo = question.Number("drawelo", 97.3);
  const WinDrawLoss p = ProbabilitiesOfBayesElo(question.At("bayeselo").Number(), drawelo);
  return {{"win", p.win}, {"draw", p.draw}, {"loss", p.loss}, {"logistic_elo", Finite(EloOfScore(p.Score()))}, {"scale", BayesEloScale(drawelo)}};
}

Json ToBayesElo(const Value& question, std::string_view) {
  question.Only("win|draw|loss");
  constexpr double kLeast = 1e-300;
  const BayesElo of = BayesEloOf(question.At("win").Number(kLeast, 1.0), question.At("loss").Number(kLeast, 1.0));
  return {{"bayeselo", Finite(of.elo)}, {"drawelo", Finite(of.drawelo)}};
}

}  // namespace

void AddEloOperations(std::vector<Operation>& operations) {
  operations.push_back({.method = "elo",
                        .reference = "elo_with_ci95|elo_with_ci|elo*",
                        .needs = "wins|losses|LL|WW|penta|pentanomial|penta_LL_LD_WLDD_WD_WW|trinomial",
                        .principal = "elo",
                        .what = "Logistic and normalised Elo with intervals, by game or by pair",
                        .in = "wins, draws, losses; or pentanomial [LL, LD, LW+DD, DW, WW]; confidence (0.95)",
                        .example = R"({"pentanomial": [34, 54, 63, 64, 75]})",
                        .compute = FromCounts});
  operations.push_back({.method = "elo",
                        .reference = "elo_from_score|elo*",
                        .needs = "score",
                        .principal = "elo",
                        .what = "Elo of an expected score",
                        .in = "score (0 to 1)",
                        .example = R"({"score": 0.6})",
                        .compute = FromScore});
  operations.push_back({.method = "elo",
                        .reference = "elo_expected_score|ordo_expected_score|elo*|ordo*",
                        .needs = "diff|elo_diff|difference",
                        .principal = "score",
                        .what = "Expected score of a difference of ratings",
                        .in = "diff; scale elo or ordo",
                        .example = R"({"diff": 100})",
                        .compute = FromDifference});
  operations.push_back({.method = "elo",
                        .reference = "bayeselo_to_probability|bayeselo*",
                        .needs = "bayeselo",
                        .principal = "win",
                        .what = "Probabilities of BayesElo's model of draws",
                        .in = "bayeselo, drawelo (97.3)",
                        .example = R"({"bayeselo": 10, "drawelo": 200})",
                        .compute = FromBayesElo});
  operations.push_back({.method = "elo",
                        .reference = "probability_to_bayeselo|bayeselo*",
                        .needs = "win loss",
                        .principal = "bayeselo",
                        .what = "BayesElo and drawelo of probabilities",
                        .in = "win, loss",
                        .example = R"({"win": 0.25, "loss": 0.23})",
                        .compute = ToBayesElo});
}

}  // namespace haze::tools::rate
