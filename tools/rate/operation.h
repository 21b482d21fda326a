// The table of what `haze rate` can compute: help, answers and recognition of reference vectors read the same one.
#pragma once

#include <string_view>
#include <vector>

#include "tools/rate/value.h"

namespace haze::tools::rate {

/// One calculation, known by its method and the fields that go in.
struct Operation {
  std::string_view method;      ///< of `haze rate METHOD`
  std::string_view reference;   ///< names of the method in reference files, bars between; a trailing star stands for any ending
  std::string_view needs;       ///< fields that have to be there: spaces between, alternatives with bars
  std::string_view principal;   ///< the field of the answer that a reference means by a bare number or array
  std::string_view what;        ///< one sentence
  std::string_view in;          ///< what goes in, for people
  std::string_view example;
  /// `name` is the reference's method (models are told by it) or empty. Throws InputError.
  Json (*compute)(const Value& question, std::string_view name);
};

const std::vector<Operation>& Operations();
/// Methods in the order of help.
const std::vector<std::string_view>& Methods();

/// The first operation of a method that has all its needed fields in `question`: the table goes from the special to the general. Null where there is none.
const Operation* FindOperation(std::string_view method, const Json& question);
/// The same by the name that a reference file gives.
const Operation* FindReference(std::string_view name, const Json& question);

void AddEloOperations(std::vector<Operation>& operations);
void AddSprtOperations(std::vector<Operation>& operations);
void AddBradleyTerryOperations(std::vector<Operation>& operations);
void AddSkillOperations(std::vector<Operation>& operations);
void AddGameOperations(std::vector<Operation>& operations);

/// Counts of games {wins, draws, losses} or of pairs ("pentanomial": [LL, LD, LW + DD, DW, WW], or {LL, LD, WL, DD, WD, WW}); empty where there are none.
std::vector<double> ReadCounts(const Value& question);
/// Alternatives of the fields that ReadCounts() looks for, for Value::Only().
inline constexpr std::string_view kCountFields =
    "wins|draws|losses|LL|LD|WL|DD|WD|WW|penta|pentanomial|penta_LL_LD_WLDD_WD_WW|trinomial";

}  // namespace haze::tools::rate
