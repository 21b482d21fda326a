#include "tools/calc/common.h"
namespace haze::tools {
void AddAttitudeShapes(std::vector<Shape>&) {}
}
