// Makes scenarios/README.md out of the declared fields.
#include <sstream>

#include "scenarios/fields.h"
#include "scenarios/load.h"

namespace haze::scenarios {

namespace {

std::string Cell(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

}  // namespace

std::vector<FieldRow> DocumentFields() {
  std::vector<FieldRow> rows;
  FieldSink sink;
  sink.rows = &rows;
  Scenario scenario;
  FieldReader reader(sink, nullptr, "", 0);
  ReadScenario(reader, scenario);
  return rows;
}

std::string GenerateReadme(const std::string& folder) {
  std::ostringstream out;
  out << "# Scenarios\n\n"
         "Made by `haze scenario docs` from the declarations in `fields.cc`; a test compares.\n\n"
         "| scenario | what it is | length | seats |\n|---|---|---|---|\n";
  for (const std::string& name : ShippedScenarios(folder)) {
    const LoadResult loaded = LoadScenario(name, {.sets = {}, .folder = folder});
    if (!loaded.scenario) continue;
    out << "| `" << name << "` | " << Cell(loaded.scenario->title) << " | " << dynamics::Seconds(loaded.scenario->duration) / 3600.0 << " h | ";
    for (std::size_t i = 0; i < loaded.scenario->seats.size(); ++i) out << (i == 0 ? "" : ", ") << loaded.scenario->seats[i].name;
    out << " |\n";
  }
  out << "\n## A scenario file\n\n"
         "YAML, read strictly: unknown and duplicate keys, numbers out of range and dangling names are all named at once with their place. "
         "`base: NAME` starts from another scenario, `model: NAME` from `vehicles/NAME.yaml`; maps merge, lists are replaced, `key: ~` takes a key away. "
         "`--set jackal.dv_mps=200` changes one value from the command line. Units are the last word of a key.\n\n"
         "| key | value | default | meaning |\n|---|---|---|---|\n";
  for (const FieldRow& row : DocumentFields()) {
    out << "| `" << row.path << "` | " << Cell(row.kind) << " | " << (row.standard.empty() ? "required" : "`" + Cell(row.standard) + "`") << " | " << Cell(row.meaning) << " |\n";
  }
  return out.str();
}

}  // namespace haze::scenarios
