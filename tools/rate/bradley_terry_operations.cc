// `haze rate bt`: joint ratings from a matrix of wins or from meetings.
#include <algorithm>

#include <fmt/format.h>

#include "tools/rate/operation.h"
#include "tools/tournament/bradley_terry.h"
#include "tools/tournament/elo.h"

namespace haze::tools::rate {
namespace {

struct Games {
  std::vector<std::string> names;
  std::vector<Meeting> meetings;
};

int IndexOf(const Value& value, const std::vector<std::string>& names) {
  const std::string name = value.Text();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) value.Refuse("not one of the players");
  return static_cast<int>(found - names.begin());
}

std::vector<std::string> ReadNames(const Value& question, std::size_t count) {
  std::vector<std::string> names;
  if (const std::optional<Value> players = question.Find("players|entries|names")) {
    for (const Value& player : players->Items(1)) {
      if (std::find(names.begin(), names.end(), player.Text()) != names.end()) player.Refuse("a name for each player");
      names.push_back(player.Text());
    }
    if (count > 0 && names.size() != count) throw InputError(fmt::format("{} has {} names; the matrix has {} rows", players->path(), names.size(), count));
  } else {
    for (std::size_t i = 0; i < count; ++i) names.push_back(fmt::format("{}", i));
  }
  return names;
}

// wins[i][j]: how often i beat j; draws: a matrix alike, both triangles or the upper one, or 0.
Games FromMatrix(const Value& question) {
  const Value at = question.At("wins");
  const Table wins = at.Matrix(0.0);
  if (wins.rows() != wins.cols()) throw InputError(fmt::format("wins has {} rows of {}; a square matrix is expected", wins.rows(), wins.cols()));
  const std::size_t n = wins.rows();
  Table draws(n, n);
  if (const std::optional<Value> given = question.Find("draws")) {
    if (given->IsArray()) {
      draws = given->Matrix(0.0);
      if (draws.rows() != n || draws.cols() != n) throw InputError("draws has not the size of wins");
    } else if (given->Number(0.0) != 0.0) {
      given->Refuse("a matrix is expected, or 0");
    }
  }
  Games games{.names = ReadNames(question, n), .meetings = {}};
  for (std::size_t i = 0; i < n; ++i) {
    if (wins(i, i) != 0.0 || draws(i, i) != 0.0) throw InputError(fmt::format("wins[{}][{}] is not 0; nobody plays alone", i, i));
    for (std::size_t j = i + 1; j < n; ++j) {
      const double drawn = draws(i, j) == draws(j, i) || draws(j, i) == 0.0 ? draws(i, j) : draws(i, j) == 0.0 ? draws(j, i) : -1.0;
      if (drawn < 0.0) throw InputError(fmt::format("draws[{}][{}] and draws[{}][{}] differ", i, j, j, i));
      if (wins(i, j) + wins(j, i) + drawn == 0.0) continue;
      games.meetings.push_back({.first = static_cast<int>(i), .second = static_cast<int>(j), .wins = wins(i, j), .draws = drawn, .losses = wins(j, i)});
    }
  }
  return games;
}

// [{"first": A, "second": B, "points": [1, 0.5]}]: the games of a pair from the first one's side.
Games FromMeetings(const Value& question) {
  Games games{.names = ReadNames(question, 0), .meetings = {}};
  const std::vector<Value> items = question.At("meetings|pairs").Items(1);
  if (games.names.empty()) {
    for (const Value& item : items) {
      for (const std::string_view side : {"first", "second"}) {
        const std::string name = item.At(side).Text();
        if (std::find(games.names.begin(), games.names.end(), name) == games.names.end()) games.names.push_back(name);
      }
    }
    std::sort(games.names.begin(), games.names.end());
  }
  for (const Value& item : items) {
    item.Only("first|second|points");
    Meeting meeting{.first = IndexOf(item.At("first"), games.names), .second = IndexOf(item.At("second"), games.names)};
    if (meeting.first == meeting.second) item.At("second").Refuse("another player is expected");
    for (const Value& game : item.At("points").Items(1)) {
      const double points = game.Number(0.0, 1.0);
      if (points != 0.0 && points != 0.5 && points != 1.0) game.Refuse("allowed: 0, 0.5 or 1");
      (points == 1.0 ? meeting.wins : points == 0.0 ? meeting.losses : meeting.draws) += 1.0;
    }
    games.meetings.push_back(meeting);
  }
  games.meetings = MergeAlike(games.meetings);
  return games;
}

template <class F>
Json Named(const std::vector<std::string>& names, const F& f) {
  Json object = Json::object();
  for (std::size_t i = 0; i < names.size(); ++i) object[names[i]] = Finite(f(static_cast<int>(i)));
  return object;
}

Json Rate(const Value& question, const Games& games, bool clustered) {
  BradleyTerryOptions options;
  options.clustered = question.Flag("clustered", clustered);
  options.prior = question.Number("prior", 0.0, 0.0, 1e6);
  if (const std::optional<Value> model = question.Find("model")) {
    options.draws = std::vector<DrawModel>{DrawModel::kHalfWin, DrawModel::kDavidson, DrawModel::kRaoKupper}[model->OneOf({"half_win", "davidson", "rao_kupper"})];
  }
  if (const std::optional<Value> reference = question.Find("reference")) options.reference = IndexOf(*reference, games.names);
  Json out;
  const std::optional<BradleyTerryFit> fit = FitBradleyTerry(static_cast<int>(games.names.size()), games.meetings, options);
  out["exists"] = fit.has_value();
  if (!fit) {
    const std::optional<NoMaximum> why = WhyNoMaximum(games.meetings, games.names);
    out["why"] = why ? why->words : "the likelihood is too flat to find its maximum";
    if (why) {
      out["groups"] = Json::array();
      for (const std::vector<int>& group : why->groups) {
        Json members = Json::array();
        for (const int entry : group) members.push_back(games.names[static_cast<std::size_t>(entry)]);
        out["groups"].push_back(members);
      }
    }
    return out;
  }
  const double elo = EloPointsPerLogOdds();
  out["ability"] = Named(games.names, [&](int i) { return fit->strength[static_cast<std::size_t>(i)]; });
  out["se"] = Named(games.names, [&](int i) { return fit->StandardError(i); });
  out["elo"] = Named(games.names, [&](int i) { return elo * fit->strength[static_cast<std::size_t>(i)]; });
  out["elo_err"] = Named(games.names, [&](int i) { return 1.959963984540054 * elo * fit->StandardError(i); });
  out["ordo"] = Named(games.names, [&](int i) { return OrdoPointsPerLogOdds() * fit->strength[static_cast<std::size_t>(i)]; });
  if (fit->draw && options.draws == DrawModel::kRaoKupper) {
    const double drawelo = elo * *fit->draw;
    out["drawelo"] = drawelo;
    out["bayeselo"] = Named(games.names, [&](int i) { return BayesEloScale(drawelo) * elo * fit->strength[static_cast<std::size_t>(i)]; });
  } else if (fit->draw) {
    out["ln_nu"] = *fit->draw;
  }
  out["log_likelihood"] = Finite(fit->log_likelihood);
  return out;
}

constexpr std::string_view kFields = "players|entries|names|wins|draws|meetings|pairs|reference|model|prior|clustered";

Json OfMatrix(const Value& question, std::string_view) {
  question.Only(kFields);
  return Rate(question, FromMatrix(question), false);
}

Json OfMeetings(const Value& question, std::string_view) {
  question.Only(kFields);
  return Rate(question, FromMeetings(question), true);
}

}  // namespace

void AddBradleyTerryOperations(std::vector<Operation>& operations) {
  operations.push_back({.method = "bt",
                        .reference = "bradley_terry*|bt*|davidson*|rao_kupper*",
                        .needs = "meetings|pairs",
                        .principal = "elo",
                        .what = "Bradley-Terry with draws from pairs of games; intervals are clustered by pair",
                        .in = "pairs [{first, second, points [1, 0.5]}]; players; reference; model half_win, davidson or rao_kupper; prior (draws added for each two that met)",
                        .example = R"({"pairs": [{"first": "A", "second": "B", "points": [1, 0]}, {"first": "B", "second": "A", "points": [0.5, 1]}]})",
                        .compute = OfMeetings});
  operations.push_back({.method = "bt",
                        .reference = "bradley_terry_mle|bradley_terry_elo|bradley_terry*|bt*|davidson*|rao_kupper*",
                        .needs = "wins",
                        .principal = "elo",
                        .what = "The same from a matrix of wins (row beat column); intervals as if games were independent",
                        .in = "wins; draws (matrix or 0); players; reference; model; prior",
                        .example = R"({"players": ["A", "B", "C"], "wins": [[0, 4, 2], [1, 0, 2], [3, 3, 0]], "draws": 0})",
                        .compute = OfMatrix});
}

}  // namespace haze::tools::rate
