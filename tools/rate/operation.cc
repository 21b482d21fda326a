// The table of what `haze rate` can compute.
#include "tools/rate/operation.h"

namespace haze::tools::rate {
namespace {

std::vector<Operation> MakeOperations() {
  std::vector<Operation> operations;
  AddEloOperations(operations);
  AddSprtOperations(operations);
  AddBradleyTerryOperations(operations);
  AddSkillOperations(operations);
  AddGameOperations(operations);
  return operations;
}

template <class F>
void ForEach(std::string_view list, char separator, const F& f) {
  while (!list.empty()) {
    const std::size_t end = list.find(separator);
    f(list.substr(0, end));
    if (end == std::string_view::npos) return;
    list.remove_prefix(end + 1);
  }
}

bool Fits(const Operation& operation, const Json& question) {
  bool missing = false;
  ForEach(operation.needs, ' ', [&](std::string_view field) {
    bool here = false;
    ForEach(field, '|', [&](std::string_view name) { here = here || question.contains(std::string(name)); });
    missing = missing || !here;
  });
  return !missing;
}

template <class Applies>
const Operation* First(const Json& question, const Applies& applies) {
  if (!question.is_object()) return nullptr;
  for (const Operation& operation : Operations()) {
    if (applies(operation) && Fits(operation, question)) return &operation;
  }
  return nullptr;
}

bool Names(const Operation& operation, std::string_view name, bool exactly) {
  bool named = false;
  ForEach(operation.reference, '|', [&](std::string_view reference) {
    const bool open = !reference.empty() && reference.back() == '*';
    if (open) reference.remove_suffix(1);
    if (open && !exactly) named = named || name.substr(0, reference.size()) == reference;
    if (!open) named = named || name == reference;
  });
  return named;
}

}  // namespace

const std::vector<Operation>& Operations() {
  static const std::vector<Operation> operations = MakeOperations();
  return operations;
}

const std::vector<std::string_view>& Methods() {
  static const std::vector<std::string_view> methods = {"elo", "sprt", "bt", "glicko2", "openskill", "trueskill", "nash", "alpharank"};
  return methods;
}

const Operation* FindOperation(std::string_view method, const Json& question) {
  return First(question, [method](const Operation& operation) { return operation.method == method; });
}

const Operation* FindReference(std::string_view name, const Json& question) {
  const Operation* exact = First(question, [name](const Operation& operation) { return Names(operation, name, true); });
  return exact != nullptr ? exact : First(question, [name](const Operation& operation) { return Names(operation, name, false); });
}

std::vector<double> ReadCounts(const Value& question) {
  if (const std::optional<Value> list = question.Find("penta|pentanomial|penta_LL_LD_WLDD_WD_WW")) {
    list->Items(5, 5);
    return list->Numbers(0.0);
  }
  if (const std::optional<Value> list = question.Find("trinomial")) {
    list->Items(3, 3);
    return list->Numbers(0.0);
  }
  if (question.Has("LL|WW")) {
    const auto count = [&](std::string_view name) { return question.Number(name, 0.0, 0.0); };
    return {count("LL"), count("LD"), count("WL") + count("DD"), count("WD"), count("WW")};
  }
  if (question.Has("wins|losses|draws")) {
    return {question.Number("losses", 0.0, 0.0), question.Number("draws", 0.0, 0.0), question.Number("wins", 0.0, 0.0)};
  }
  return {};
}

}  // namespace haze::tools::rate
