#include "tools/calc/common.h"
namespace haze::tools {
void AddEclipseShapes(std::vector<Shape>&) {}
}
