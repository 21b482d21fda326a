// JSON in, JSON out.
#include "tools/rate/stream.h"

#include <fmt/format.h>

#include "tools/rate/operation.h"

namespace haze::tools::rate {
namespace {

Json Answer(std::string_view method, const Json& question) {
  if (!question.is_object()) throw InputError("an object is expected");
  const Operation* operation = FindOperation(method, question);
  if (operation == nullptr) {
    std::string forms;
    for (const Operation& one : Operations()) {
      if (one.method == method) forms += (forms.empty() ? "" : "; or ") + std::string(one.in);
    }
    throw InputError(fmt::format("fields are missing; {} takes {}", method, forms));
  }
  return operation->compute(Value(question, ""), "");
}

void AnswerOne(std::string_view method, const Json& question, long line, Answers& answers) {
  Json out;
  try {
    out = Answer(method, question);
    if (out.contains("exists") && out["exists"] == false) answers.undecided = true;
  } catch (const std::exception& error) {
    answers.failed = true;
    out = {{"error", error.what()}, {"line", line}};
  }
  answers.text += out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

Answers AnswerText(std::string_view method, const std::string& text) {
  Answers answers;
  const Json whole = Json::parse(text, nullptr, false);
  if (!whole.is_discarded()) {
    AnswerOne(method, whole, 1, answers);
    return answers;
  }
  std::size_t begin = 0;
  for (long line = 1; begin < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string one = text.substr(begin, end - begin);
    begin = end + 1;
    if (one.find_first_not_of(" \t\r") == std::string::npos) continue;
    try {
      AnswerOne(method, Json::parse(one), line, answers);
    } catch (const Json::exception& error) {
      answers.failed = true;
      answers.text += Json{{"error", error.what()}, {"line", line}}.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    }
  }
  return answers;
}

std::string MethodSummary(std::string_view method) {
  for (const Operation& operation : Operations()) {
    if (operation.method == method) return std::string(operation.what);
  }
  return {};
}

std::string MethodHelp(std::string_view method) {
  std::string help;
  for (const Operation& operation : Operations()) {
    if (operation.method != method) continue;
    help += fmt::format("{}\n  {}\n  echo '{}' | haze rate {}\n", operation.what, operation.in, operation.example, method);
  }
  return help + "One JSON object, or one a line. A question that cannot be answered is answered {\"error\": ..., \"line\": n}, and the exit code is 2.";
}

}  // namespace haze::tools::rate
