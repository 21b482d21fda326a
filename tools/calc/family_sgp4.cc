// Two-line elements through SGP4.
#include "dynamics/sgp4.h"
#include "tools/calc/common.h"

namespace haze::tools {
namespace {

using dynamics::Sgp4Status;
using D = Dimension;

/// Vallado's numbers.
int Code(Sgp4Status status) {
  switch (status) {
    case Sgp4Status::kOk:
      return 0;
    case Sgp4Status::kMeanElements:
      return 1;
    case Sgp4Status::kMeanMotion:
      return 2;
    case Sgp4Status::kPerturbedElements:
      return 3;
    case Sgp4Status::kSemiLatusRectum:
      return 4;
    case Sgp4Status::kDecayed:
      return 6;
  }
  return 0;
}

/// The line with the checksum that it should have.
std::string Checked(std::string line) {
  if (line.size() != 69) return line;
  int sum = 0;
  for (std::size_t k = 0; k < 68; ++k) {
    if (line[k] >= '0' && line[k] <= '9') sum += line[k] - '0';
    if (line[k] == '-') ++sum;
  }
  line[68] = static_cast<char>('0' + sum % 10);
  return line;
}

Answer Propagated(const Inputs& in, const std::string& line1, const std::string& line2) {
  if (in.Has("gravity")) {
    const std::string gravity = in.Text("gravity");
    if (gravity != "WGS-72" && gravity != "WGS72") throw NotCovered("gravity: SGP4 is made with WGS-72 here");
  }
  if (in.Has("opsmode") && in.Text("opsmode") != "i") throw NotCovered("opsmode: only i (improved) is made");
  const dynamics::TleResult tle = dynamics::ParseTle(line1, line2);
  if (!tle.tle) throw InputError(tle.error);
  const std::vector<double> times = in.Numbers("tsince");
  if (times.empty()) in.Refuse("tsince", "allowed: a time or some");
  const dynamics::Sgp4Init init = dynamics::InitSgp4(*tle.tle);
  Json r = Json::array();
  Json v = Json::array();
  Json codes = Json::array();
  Json first = 0;
  Json first_time = nullptr;
  bool any = false;
  for (const double t : times) {
    dynamics::Sgp4Result result;
    result.status = init.status;
    if (init.model) result = init.model->At(t / 60.0);
    const int code = Code(result.status);
    codes.push_back(code);
    r.push_back(code == 0 ? ToJson(result.teme.r) : Json(nullptr));
    v.push_back(code == 0 ? ToJson(result.teme.v) : Json(nullptr));
    if (code != 0 && !any) {
      any = true;
      first = code;
      first_time = t / 60.0;
    }
  }
  const bool many = in.IsArray("tsince");
  Outputs out;
  out.Add("frame", D::kText, "TEME");
  out.Add("epoch_utc", D::kUtc, dynamics::FormatUtc(tle.tle->epoch, 6));
  out.Add("r", D::kLength, many ? r : r[0], 1);
  out.Add("v", D::kSpeed, many ? v : v[0], 1);
  out.Add("error", D::kText, many ? codes : codes[0]);
  out.Add("expected_error", D::kText, first);
  out.Add("expected_error_at_tsince_min", D::kText, first_time);
  return out;
}

Answer Strict(const Inputs& in) { return Propagated(in, in.Text("line1"), in.Text("line2")); }

/// The published verification set has an element set whose checksum is wrong; its elements are meant all the same.
Answer OfReference(const Inputs& in) {
  const std::string line1 = in.Text("line1");
  const std::string line2 = in.Text("line2");
  Answer answer = Propagated(in, Checked(line1), Checked(line2));
  if (line1 != Checked(line1) || line2 != Checked(line2)) answer.note = "the reference's lines have a wrong checksum; haze calc sgp4 refuses them";
  return answer;
}

}  // namespace

void AddSgp4Shapes(std::vector<Shape>& shapes) {
  const std::vector<Field> fields = {Words("line1", "first line"),
                                     Words("line2", "second line"),
                                     {"tsince", D::kTime, Form::kNumbers, true, "since the elements' epoch"},
                                     Words("gravity", "WGS-72", false),
                                     Words("opsmode", "i", false)};
  const std::vector<Field> results = {Words("frame", "TEME"),
                                      Words("epoch_utc", "of the elements"),
                                      {"r", D::kLength, Form::kVectors, true, "rows as the times; null where there is an error"},
                                      {"v", D::kSpeed, Form::kVectors, true, "the same"},
                                      Number("error", "0, or 1 to 6 in Vallado's numbers"),
                                      Number("expected_error", "the first that is not 0, with its time in expected_error_at_tsince_min")};
  shapes.push_back(
      {"sgp4", "", "SGP4 of two-line elements, WGS-72, operations mode i", fields, results, Strict,
       R"({"line1": "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753", "line2": "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667", "tsince_min": [0, 360]})"});
  shapes.push_back({"", "sgp4", "SGP4 of two-line elements whose checksums are not looked at", fields, results, OfReference});
  shapes.push_back({"", "sgp4", "numbers printed inside error texts", {}, {}, nullptr, {}, "numbers inside the error texts of another program are no results"});
}

}  // namespace haze::tools
