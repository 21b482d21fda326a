// What a page shows, as JSON: every figure's query with its rows.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "arbiter/store/query.h"

namespace haze::tools {

struct BookOptions {
  std::string kind = "report";  ///< "report" carries all it shows; "view" asks the program
  std::string made_utc, version;
  std::string source;           ///< name of the store's file, without its folder
};

/// The figures of a store; `replays` is empty. Runs every query of Figures().
nlohmann::ordered_json MakeBook(store::Reader& reader, const BookOptions& options);

/// Whether the match may be shown (see Figures); bound, never pasted.
bool IsShown(store::Reader& reader, const std::string& match_id);

/// Matches whose replays a report carries: `count` of those that have records, one of each line-up first, newest first.
std::vector<std::string> ChooseReplays(store::Reader& reader, std::size_t count);

/// The whole page. `data` is put in as JSON that cannot end its element; the only script is our own, named by its hash in the page's policy. `live` allows
/// requests to the server that sent the page; otherwise the page may ask nobody.
std::string MakePage(const nlohmann::ordered_json& data, const std::string& title, bool live);

/// The policy of that page, as a header.
std::string ContentPolicy(bool live);

}  // namespace haze::tools
