#include "tools/calc/common.h"
namespace haze::tools {
void AddLookShapes(std::vector<Shape>&) {}
}
