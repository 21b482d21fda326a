// The ellipsoid of a question: by name, by radius, by radius and flattening.
#pragma once

#include <vector>

#include "dynamics/frames.h"
#include "tools/calc/inputs.h"

namespace haze::tools {

std::vector<Field> EllipsoidFields();
/// WGS 84 where nothing is said; a radius alone takes WGS 84's flattening. Throws InputError for a name that is not known.
dynamics::Ellipsoid ReadEllipsoid(const Inputs& in);

}  // namespace haze::tools
