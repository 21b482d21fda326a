#include "tools/calc/common.h"
namespace haze::tools {
void AddAtmosphereShapes(std::vector<Shape>&) {}
}
