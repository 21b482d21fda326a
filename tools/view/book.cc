#include "tools/view/book.h"

#include <array>
#include <set>

#include <openssl/evp.h>

#include "tools/view/bundle.h"
#include "tools/view/figures.h"

namespace haze::tools {
namespace {

using nlohmann::ordered_json;
using Kind = store::Statement::Kind;

ordered_json Cell(const store::Statement& s, int column) {
  switch (s.KindOf(column)) {
    case Kind::kInteger: {
      // A page's numbers are doubles: beyond 2^53 an integer (a tournament's seed) is told in digits.
      const std::int64_t value = s.Int(column);
      if (value > (std::int64_t{1} << 53) || value < -(std::int64_t{1} << 53)) return std::to_string(value);
      return value;
    }
    case Kind::kReal: return s.Real(column);
    case Kind::kText: return s.Text(column);
    default: return nullptr;
  }
}

std::string HashSource(std::string_view text) {
  std::array<unsigned char, 32> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::array<unsigned char, 45> base64{};
  const int length = EVP_EncodeBlock(base64.data(), digest.data(), 32);
  return "'sha256-" + std::string(base64.begin(), base64.begin() + length) + "'";
}

// Neither an element's end nor a comment can begin inside.
std::string SafeJson(const ordered_json& data) {
  const std::string plain = data.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  std::string safe;
  safe.reserve(plain.size());
  for (const char c : plain) {
    if (c == '<') {
      safe += "\\u003c";
    } else {
      safe += c;
    }
  }
  return safe;
}

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      default: out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

}  // namespace

ordered_json MakeBook(store::Reader& reader, const BookOptions& options) {
  ordered_json book = {{"kind", options.kind}, {"made_utc", options.made_utc}, {"version", options.version}, {"source", options.source}};
  ordered_json& figures = book["figures"] = ordered_json::object();
  for (const PageFigure& figure : Figures()) {
    store::Statement statement(reader.database(), figure.sql);
    ordered_json columns = ordered_json::array(), rows = ordered_json::array();
    for (int i = 0; i < statement.columns(); ++i) columns.push_back(statement.ColumnName(i));
    while (statement.Step()) {
      ordered_json row = ordered_json::array();
      for (int i = 0; i < statement.columns(); ++i) row.push_back(Cell(statement, i));
      rows.push_back(std::move(row));
    }
    figures[std::string(figure.id)] = {{"sql", figure.sql}, {"columns", std::move(columns)}, {"rows", std::move(rows)}};
  }
  book["replays"] = ordered_json::object();
  return book;
}

bool IsShown(store::Reader& reader, const std::string& match_id) {
  store::Statement statement(reader.database(), ShownSql() + "SELECT 1 FROM shown WHERE match_id = ?");
  statement.Bind(0, match_id);
  return statement.Step();
}

std::vector<std::string> ChooseReplays(store::Reader& reader, std::size_t count) {
  store::Statement statement(reader.database(), ShownSql() + R"(SELECT s.match_id, s.scenario || ' ' ||
       (SELECT group_concat(x.entry, ' ') FROM (SELECT entry FROM seats t WHERE t.match_id = s.match_id ORDER BY number) x)
FROM shown s JOIN records r ON r.match_id = s.match_id ORDER BY s.number DESC)");
  std::vector<std::string> chosen, others;
  std::set<std::string> line_ups;
  while (statement.Step() && chosen.size() < count) (line_ups.insert(statement.Text(1)).second ? chosen : others).push_back(statement.Text(0));
  for (std::size_t i = 0; i < others.size() && chosen.size() < count; ++i) chosen.push_back(others[i]);
  return chosen;
}

std::string ContentPolicy(bool live) {
  return "default-src 'none'; script-src " + HashSource(BundleScript()) + "; style-src " + HashSource(BundleStyle()) + "; img-src data: blob:; base-uri 'none'; form-action 'none'" +
         (live ? "; connect-src 'self'" : "");
}

std::string MakePage(const ordered_json& data, const std::string& title, bool live) {
  std::string page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page += "<meta http-equiv=\"Content-Security-Policy\" content=\"" + Escaped(ContentPolicy(live)) + "\">\n<meta name=\"referrer\" content=\"no-referrer\">\n";
  page += "<link rel=\"icon\" href=\"data:,\">\n<title>" + Escaped(title) + "</title>\n<style>";
  page += BundleStyle();
  page += "</style>\n</head>\n<body>\n<div id=\"app\"><p>Reading the results …</p></div>\n<noscript><p>This page draws its tables and plots with a script that it carries itself. "
          "<code>haze report</code> without a file prints the same results as text.</p></noscript>\n<script type=\"application/json\" id=\"haze-data\">";
  page += SafeJson(data);
  page += "</script>\n<script>";
  page += BundleScript();
  page += "</script>\n</body>\n</html>\n";
  return page;
}

}  // namespace haze::tools
