// Orbit mean-elements messages: element sets as CCSDS writes them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dynamics/sgp4.h"
#include "scenarios/tree.h"

namespace haze::scenarios {

struct OmmObject {
  dynamics::Tle elements;  ///< ready for InitSgp4
  std::string name;        ///< OBJECT_NAME; may be empty
  std::string designator;  ///< OBJECT_ID, "2026-141A"; may be empty
};

struct OmmFile {
  std::vector<OmmObject> objects;  ///< in the order of the file
  std::vector<LoadError> errors;   ///< at most 20; objects are then not complete
};

/// Messages in keyword = value notation, one or many after one another, each begun by CCSDS_OMM_VERS; units in brackets and comments are allowed. An error is at
/// its line and column. What SGP4 cannot use is refused: another centre than EARTH, frame than TEME, time than UTC, theory than SGP4 (or SGP/SGP4).
/// Source: CCSDS 502.0-B-2, section 4.
OmmFile ParseOmmKvn(std::string_view text, const std::string& shown_as);

/// Messages in JSON as catalogues offer them: an object, or a list of objects, with the keywords of the notation above; numbers may be text; centre, frame, time and
/// theory may be missing. A syntax error is at its line and column; the message of any other names object and keyword ("[3].ECCENTRICITY").
OmmFile ParseOmmJson(std::string_view text, const std::string& shown_as);

}  // namespace haze::scenarios
