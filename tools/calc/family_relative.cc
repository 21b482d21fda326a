#include "tools/calc/common.h"
namespace haze::tools {
void AddRelativeShapes(std::vector<Shape>&) {}
}
