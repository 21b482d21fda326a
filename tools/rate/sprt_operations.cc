// `haze rate sprt`: likelihood ratio, bounds, verdict, and the estimate that knows that the test stops.
#include "tools/rate/operation.h"
#include "tools/tournament/sprt.h"

namespace haze::tools::rate {
namespace {

constexpr double kHalf = 0.499999;

SprtTest ReadTest(const Value& question) {
  SprtTest test;
  test.elo0 = question.Number("elo0", 0.0, -1000.0, 1000.0);
  test.elo1 = question.Number("elo1", 10.0, -1000.0, 1000.0);
  if (!(test.elo1 > test.elo0)) throw InputError("elo1 is not above elo0; H1 is the better one");
  test.alpha = question.Number("alpha", 0.05, 1e-12, kHalf);
  test.beta = question.Number("beta", 0.05, 1e-12, kHalf);
  if (const std::optional<Value> model = question.Find("model|elo_model")) {
    test.model = std::vector<EloModel>{EloModel::kLogistic, EloModel::kNormalized, EloModel::kBayesian, EloModel::kBayesian}[model->OneOf(
        {"logistic", "normalized", "bayesian", "bayeselo"})];
  }
  return test;
}

constexpr std::string_view kTestFields = "|elo0|elo1|alpha|beta|model|elo_model|p|confidence|pairs|games";

Json Bounds(const Value& question, std::string_view) {
  question.Only(kTestFields.substr(1));
  const SprtTest test = ReadTest(question);
  const SprtBounds bounds = BoundsOf(test.alpha, test.beta);
  return {{"lower", bounds.lower}, {"upper", bounds.upper}};
}

Json Tell(const SprtTest& test, const std::vector<double>& counts, const Value& question) {
  const SprtBounds bounds = BoundsOf(test.alpha, test.beta);
  const std::optional<double> llr = LogLikelihoodRatio(test, counts);
  if (!llr) throw InputError("no distribution of results reaches the hypotheses: elo0 and elo1 are too far out for this model, or BayesElo was asked of pairs");
  const double confidence = question.Has("p") ? 1.0 - question.At("p").Number(1e-9, 0.99) : question.Number("confidence", 0.95, 0.01, 0.999999);
  Json out;
  out["llr"] = *llr;
  out["lower"] = bounds.lower;
  out["upper"] = bounds.upper;
  out["verdict"] = NameOf(*llr >= bounds.upper ? SprtVerdict::kAcceptH1 : *llr <= bounds.lower ? SprtVerdict::kAcceptH0 : SprtVerdict::kContinue);
  if (const std::optional<SprtEstimate> estimate = EstimateAfterSprt(test, counts, confidence)) {
    out["elo"] = Finite(estimate->elo.estimate);
    out["ci"] = Finite(std::vector<double>{estimate->elo.low, estimate->elo.high});
    out["los"] = Finite(estimate->los);
  }
  return out;
}

Json FromCounts(const Value& question, std::string_view) {
  question.Only(std::string(kCountFields) + std::string(kTestFields));
  const std::vector<double> counts = ReadCounts(question);
  double units = 0.0;
  for (const double count : counts) units += count;
  if (units <= 0.0) throw InputError("the counts are all 0; at least one game is needed");
  return Tell(ReadTest(question), counts, question);
}

Json FromSequence(const Value& question, std::string_view) {
  question.Only(kTestFields.substr(1));
  const SprtTest test = ReadTest(question);
  const bool pairs = question.Has("pairs");
  if (pairs && test.model == EloModel::kBayesian) question.At("model|elo_model").Refuse("BayesElo's model is of games, not of pairs");
  const int cells = pairs ? 5 : 3;
  std::vector<int> results;
  for (const Value& item : question.At("pairs|games").Items(1)) {
    const double twice = 2.0 * item.Number(0.0, pairs ? 2.0 : 1.0);
    const int cell = static_cast<int>(twice);
    if (cell != twice) item.Refuse("halves are expected");
    results.push_back(cell);
  }
  const SprtState state = RunSprt(test, cells, results);
  Json out = Tell(test, std::vector<double>(state.counts, state.counts + cells), question);
  out["verdict"] = NameOf(state.verdict);
  out[pairs ? "pairs_read" : "games_read"] = state.units;
  return out;
}

}  // namespace

void AddSprtOperations(std::vector<Operation>& operations) {
  operations.push_back({.method = "sprt",
                        .reference = "sprt_llr|sprt*",
                        .needs = "elo0 elo1 wins|losses|LL|WW|penta|pentanomial|penta_LL_LD_WLDD_WD_WW|trinomial",
                        .principal = "llr",
                        .what = "Log likelihood ratio, verdict and stopping-bias-corrected estimate from counts",
                        .in = "counts as for elo; elo0, elo1; alpha, beta (0.05); model logistic, normalized or bayesian; confidence (0.95)",
                        .example = R"({"pentanomial": [223, 9863, 21279, 10037, 246], "elo0": 0.5, "elo1": 2.5})",
                        .compute = FromCounts});
  operations.push_back({.method = "sprt",
                        .reference = "sprt_elo_estimate_with_ci|sprt_elo",
                        .needs = "wins|losses|LL|WW|penta|pentanomial|penta_LL_LD_WLDD_WD_WW|trinomial",
                        .principal = "elo",
                        .what = "The same with elo0 = 0 and elo1 = 10",
                        .in = "counts as for elo",
                        .example = R"({"wins": 76, "draws": 123, "losses": 89})",
                        .compute = FromCounts});
  operations.push_back({.method = "sprt",
                        .reference = "sprt*",
                        .needs = "pairs|games",
                        .principal = "llr",
                        .what = "The first prefix that decides, of pairs (0, 0.5, … 2 points) or games (0, 0.5, 1) in the order of the schedule",
                        .in = "pairs or games; elo0, elo1, alpha, beta, model",
                        .example = R"({"pairs": [1, 2, 1.5, 1, 2, 2], "elo0": 0, "elo1": 50})",
                        .compute = FromSequence});
  operations.push_back({.method = "sprt",
                        .reference = "sprt_bounds|sprt*",
                        .needs = "alpha beta",
                        .principal = "upper",
                        .what = "Wald's bounds",
                        .in = "alpha, beta",
                        .example = R"({"alpha": 0.05, "beta": 0.05})",
                        .compute = Bounds});
}

}  // namespace haze::tools::rate
