// `haze why`: where the points of a match were lost, and the fact that decided it.
#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "arbiter/match/replay.h"
#include "arbiter/store/pack.h"
#include "arbiter/store/query.h"
#include "tools/cli/command.h"
#include "tools/cli/narrator.h"
#include "tools/cli/output.h"
#include "tools/tournament/scenario_source.h"

namespace haze::tools {
namespace {

struct WhyOptions {
  std::string match = "last", db;
  bool json = false;
};

// One score line with what it could have brought.
struct Loss {
  store::LineRow line;
  double available = 0.0;
  double lost() const { return available - line.points; }
};

struct Findings {
  store::MatchRows rows;
  std::vector<Loss> losses;  ///< blue's, then red's; the dearest of each first
  std::optional<store::FactRow> decisive;
  std::string note;  ///< in place of a decisive fact
};

// The facts of a match: as stored, or from its record played again.
std::optional<std::vector<game::Fact>> FactsOfMatch(const store::MatchRows& rows, const ScenarioSource& source) {
  if (!rows.facts.empty()) return store::FactsOf(*source.scenario, rows.facts);
  const std::optional<match::rec::Record> record = store::Unpack(rows.record);
  if (rows.record.empty() || !record) return std::nullopt;
  match::ReplayReport report;
  const std::unique_ptr<match::Match> match = match::Replay(*record, source.scenario, source.tables, &report);
  if (!match || !report.equal) return std::nullopt;
  return std::vector<game::Fact>(match->Facts().begin(), match->Facts().end());
}

std::vector<Loss> LossesOf(const store::MatchRows& rows, const scenarios::Scenario& scenario) {
  std::vector<Loss> losses;
  for (const store::LineRow& line : rows.lines) {
    const auto known = std::find_if(scenario.score.begin(), scenario.score.end(),
                                    [&](const scenarios::ScoreLine& s) { return s.name == line.line && store::SideName(s.side) == line.side; });
    // A line of violations can only cost.
    losses.push_back({line, known == scenario.score.end() ? 0.0 : known->points});
  }
  std::stable_sort(losses.begin(), losses.end(), [](const Loss& a, const Loss& b) { return a.line.side != b.line.side ? a.line.side < b.line.side : a.lost() > b.lost(); });
  return losses;
}

Findings Find(store::Reader& reader, const std::string& match_id) {
  Findings found{.rows = reader.Match(match_id), .losses = {}, .decisive = {}, .note = {}};
  const std::optional<std::string> text = reader.ScenarioText(found.rows.attempt.scenario_hash);
  const ScenarioSource source = LoadStored(text.value_or(""), reader);
  if (!source.errors.empty()) {
    found.note = "this version cannot read the scenario: " + source.errors.front();
    return found;
  }
  found.losses = LossesOf(found.rows, *source.scenario);
  const std::optional<std::vector<game::Fact>> facts = FactsOfMatch(found.rows, source);
  if (!facts) {
    found.note = found.rows.record.empty() ? "the match kept results only: nothing tells what happened when" : "the record does not play again as stored; haze verify says where";
    return found;
  }
  const std::optional<std::size_t> decisive = game::DecisiveFact(*source.scenario, *facts);
  if (decisive) {
    found.decisive = store::NamedFacts(*source.scenario, *facts)[*decisive];
  } else {
    found.note = "no single event: what is measured over the whole match decided";
  }
  return found;
}

std::string FactWords(const store::FactRow& fact) {
  Narrator narrator;
  return narrator.Tell(fact).value_or(fact.kind + (fact.craft.empty() ? "" : " " + fact.craft) + (fact.detail.empty() ? "" : ": " + fact.detail));
}

std::string Json(const Findings& found) {
  nlohmann::ordered_json out;
  const store::AttemptRow& attempt = found.rows.attempt;
  out["match_id"] = attempt.match_id;
  out["result"] = attempt.result;
  out["winner"] = attempt.winner.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(attempt.winner);
  out["reason"] = attempt.reason;
  if (found.decisive) {
    const store::FactRow& fact = *found.decisive;
    out["decisive"] = {{"t_s", static_cast<double>(fact.t_us) * 1e-6}, {"kind", fact.kind}, {"seat", fact.seat}, {"craft", fact.craft}, {"other", fact.other}, {"value_si", fact.value_si},
                       {"words", FactWords(fact)}};
  } else {
    out["decisive"] = nullptr;
  }
  out["note"] = found.note;
  out["lines"] = nlohmann::ordered_json::array();
  for (const Loss& loss : found.losses) {
    out["lines"].push_back({{"side", loss.line.side}, {"name", loss.line.line}, {"points", loss.line.points}, {"available", loss.available}, {"lost", loss.lost()},
                            {"value", loss.line.value_si ? nlohmann::ordered_json(*loss.line.value_si) : nlohmann::ordered_json(nullptr)}});
  }
  return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string Text(const Findings& found, bool colour) {
  const store::AttemptRow& attempt = found.rows.attempt;
  std::string text = Paint(fmt::format("{}, seed {}: {}", attempt.scenario, attempt.seed, ResultWords(attempt)), "1", colour) + "\n";
  if (found.decisive) {
    text += "decided at " + TimelineLine(static_cast<double>(found.decisive->t_us) * 1e-6, FactWords(*found.decisive)) + "\n";
  } else {
    text += found.note + "\n";
  }
  for (const store::SideRow& side : found.rows.sides) {
    text += fmt::format("\n  {:<24}{:>10}{:>10}{:>10}   {}\n", side.side + " " + Short(side.points, 1), "lost", "points", "of", "measured (SI)");
    for (const Loss& loss : found.losses) {
      if (loss.line.side != side.side) continue;
      const int bar = loss.lost() > 0.0 ? std::min(20, static_cast<int>(loss.lost() / 2.0 + 0.5)) : 0;
      text += fmt::format("    {:<22}{:>10}{:>10}{:>10}   {:<12}  {}\n", loss.line.line, Short(loss.lost(), 1), Short(loss.line.points, 1), Short(loss.available, 1),
                          loss.line.value_si ? fmt::format("{:.6g}", *loss.line.value_si) : "never", std::string(static_cast<std::size_t>(bar), '#'));
    }
  }
  return text;
}

int Run(const WhyOptions& options) {
  store::Reader reader(options.db);
  const store::Reader::Found id = reader.Find(options.match);
  if (id.match_id.empty()) return Complain(id.error, kExitUsage);
  const Findings found = Find(reader, id.match_id);
  fmt::print("{}", options.json ? Json(found) + "\n" : Text(found, StdoutIsTerminal()));
  return kExitDone;
}

}  // namespace

void AddWhyCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<WhyOptions>();
  CLI::App* command = app.add_subcommand("why", "Where the points of a match were lost, and what decided it");
  command->add_option("MATCH", options->match, "The beginning of an id, last, or last~N")->capture_default_str();
  AddDbOption(*command, options->db);
  command->add_flag("--json", options->json, "One JSON object");
  command->footer("Example:\n  haze why last\nThe deciding fact is the one from which on the match would have ended as it did, had nothing more happened.");
  command->callback([options, &result] { result.exit_code = Run(*options); });
}

}  // namespace haze::tools
