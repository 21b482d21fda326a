// `haze rate glicko2`, `trueskill` and `openskill`.
#include <algorithm>
#include <cmath>

#include "tools/rate/operation.h"
#include "tools/tournament/glicko2.h"
#include "tools/tournament/openskill.h"
#include "tools/tournament/trueskill.h"

namespace haze::tools::rate {
namespace {

Json Glicko2(const Value& question, std::string_view) {
  question.Only("player|games|tau");
  const Value at = question.At("player");
  at.Only("r|rating|rd|deviation|vol|volatility|sigma");
  const Glicko player{.rating = at.Number("r|rating", 1500.0),
                      .deviation = at.Number("rd|deviation", 350.0, 1e-9, 1e6),
                      .volatility = at.Number("vol|volatility|sigma", 0.06, 1e-9, 100.0)};
  std::vector<GlickoGame> games;
  for (const Value& game : question.At("games").Items()) {
    game.Only("r|rating|rd|deviation|s|score");
    games.push_back({.rating = game.At("r|rating").Number(), .deviation = game.At("rd|deviation").Number(0.0, 1e6), .score = game.At("s|score").Number(0.0, 1.0)});
  }
  const GlickoPeriod period = RateGlicko2(player, games, question.Number("tau", 0.5, 1e-6, 100.0));
  return {{"r", period.after.rating},
          {"rd", period.after.deviation},
          {"vol", period.after.volatility},
          {"v", period.v},
          {"delta", period.delta},
          {"phi_star", period.phi_star},
          {"mu_prime", period.mu_prime},
          {"phi_prime", period.phi_prime}};
}

Skill ReadSkill(const Value& value, const Skill& initial) {
  if (value.IsObject()) {
    value.Only("mu|sigma");
    return {.mu = value.Number("mu", initial.mu), .sigma = value.Number("sigma", initial.sigma, 1e-9)};
  }
  const std::vector<Value> pair = value.Items(2, 2);
  return {.mu = pair[0].Number(), .sigma = pair[1].Number(1e-9)};
}

std::vector<Team> ReadTeams(const Value& question, const Skill& initial) {
  std::vector<Team> teams;
  for (const Value& players : question.At("teams").Items(2, 1000)) {
    Team team;
    for (const Value& player : players.Items(1, 1000)) team.push_back(ReadSkill(player, initial));
    teams.push_back(team);
  }
  return teams;
}

// Ranks (least first) or scores (most first); without either the order of the teams.
TeamGame ReadGame(const Value& question, const Skill& initial) {
  TeamGame game{.teams = ReadTeams(question, initial), .ranks = {}};
  const std::optional<Value> ranks = question.Find("ranks|scores");
  if (ranks) {
    ranks->Items(game.teams.size(), game.teams.size());
    game.ranks = ranks->Numbers();
    if (!question.Has("ranks")) {
      for (double& rank : game.ranks) rank = -rank;
    }
  } else {
    for (std::size_t i = 0; i < game.teams.size(); ++i) game.ranks.push_back(static_cast<double>(i));
  }
  return game;
}

Json TeamsJson(const std::vector<Team>& teams) {
  Json out = Json::array();
  for (const Team& team : teams) {
    Json players = Json::array();
    for (const Skill& player : team) players.push_back({Finite(player.mu), Finite(player.sigma)});
    out.push_back(players);
  }
  return {{"teams", out}};
}

Skill ReadInitial(const Value& question) {
  return {.mu = question.Number("mu", 25.0), .sigma = question.Number("sigma", 25.0 / 3.0, 1e-9)};
}

Json TrueSkill(const Value& question, std::string_view) {
  question.Only("teams|ranks|scores|mu|sigma|beta|tau|draw_probability");
  const Skill initial = ReadInitial(question);
  TrueSkillOptions options;
  options.beta = question.Number("beta", initial.sigma / 2.0, 1e-9);
  options.tau = question.Number("tau", initial.sigma / 100.0, 0.0);
  options.draw_probability = question.Number("draw_probability", 0.1, 0.0, 0.999999);
  const TeamGame game = ReadGame(question, initial);
  if (options.draw_probability == 0.0) {
    std::vector<double> ranks = game.ranks;
    std::sort(ranks.begin(), ranks.end());
    if (std::adjacent_find(ranks.begin(), ranks.end()) != ranks.end()) throw InputError("draw_probability is 0 and two teams drew; allowed: above 0");
  }
  return TeamsJson(RateTrueSkill(game, options));
}

Json Quality(const Value& question, std::string_view) {
  question.Only("teams|mu|sigma|beta|tau|draw_probability");
  const Skill initial = ReadInitial(question);
  return {{"quality", Finite(TrueSkillQuality(ReadTeams(question, initial), question.Number("beta", initial.sigma / 2.0, 1e-9)))}};
}

Json OpenSkill(const Value& question, std::string_view name) {
  question.Only("teams|ranks|scores|model|mu|sigma|beta|kappa|tau|epsilon|limit_sigma");
  const Skill initial = ReadInitial(question);
  OpenSkillOptions options;
  Json of_name = name.size() > 10 && name.substr(0, 10) == "openskill_" ? Json(name.substr(10)) : Json("plackett_luce");
  const std::optional<Value> given = question.Find("model");
  const Value model = given ? *given : Value(of_name, "model");
  constexpr OpenSkillModel kModels[] = {OpenSkillModel::kPlackettLuce, OpenSkillModel::kBradleyTerryFull, OpenSkillModel::kBradleyTerryPart,
                                        OpenSkillModel::kThurstoneMostellerFull, OpenSkillModel::kThurstoneMostellerPart};
  options.model = kModels[model.OneOf({"plackett_luce", "bradley_terry_full", "bradley_terry_part", "thurstone_mosteller_full", "thurstone_mosteller_part"})];
  options.beta = question.Number("beta", initial.sigma / 2.0, 1e-9);
  options.kappa = question.Number("kappa", 1e-4, 0.0, 1.0);
  options.tau = question.Number("tau", 25.0 / 300.0, 0.0);
  options.epsilon = question.Number("epsilon", 0.1, 0.0);
  options.limit_sigma = question.Flag("limit_sigma", false);
  return TeamsJson(RateOpenSkill(ReadGame(question, initial), options));
}

}  // namespace

void AddSkillOperations(std::vector<Operation>& operations) {
  operations.push_back({.method = "glicko2",
                        .reference = "glicko2_period|glicko*",
                        .needs = "player games",
                        .principal = "r",
                        .what = "One Glicko-2 rating period",
                        .in = "player {r, rd, vol}; games [{r, rd, s}]; tau (0.5)",
                        .example = R"({"player": {"r": 1500, "rd": 200, "vol": 0.06}, "games": [{"r": 1400, "rd": 30, "s": 1}]})",
                        .compute = Glicko2});
  operations.push_back({.method = "openskill",
                        .reference = "openskill*",
                        .needs = "teams",
                        .principal = "teams",
                        .what = "OpenSkill (Weng and Lin) after a game of teams",
                        .in = "teams [[[mu, sigma], ...], ...]; ranks or scores; model plackett_luce, bradley_terry_full, bradley_terry_part, thurstone_mosteller_full or "
                              "thurstone_mosteller_part; beta, kappa, tau, epsilon, limit_sigma",
                        .example = R"({"teams": [[[25, 8.333]], [[25, 8.333], [25, 8.333]]], "ranks": [1, 2]})",
                        .compute = OpenSkill});
  operations.push_back({.method = "trueskill",
                        .reference = "trueskill|trueskill_rate",
                        .needs = "teams ranks|scores",
                        .principal = "teams",
                        .what = "TrueSkill after a game of teams",
                        .in = "teams [[[mu, sigma], ...], ...]; ranks or scores; beta, tau, draw_probability (0.1)",
                        .example = R"({"teams": [[[25, 8.333]], [[25, 8.333], [25, 8.333]]], "ranks": [0, 1]})",
                        .compute = TrueSkill});
  operations.push_back({.method = "trueskill",
                        .reference = "trueskill_quality|trueskill*",
                        .needs = "teams",
                        .principal = "quality",
                        .what = "How even a game of teams would be",
                        .in = "teams; beta",
                        .example = R"({"teams": [[[25, 8.333]], [[25, 8.333]]]})",
                        .compute = Quality});
}

}  // namespace haze::tools::rate
