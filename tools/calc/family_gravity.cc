#include "tools/calc/common.h"
namespace haze::tools {
void AddGravityShapes(std::vector<Shape>&) {}
}
