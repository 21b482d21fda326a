#include "tools/calc/common.h"
namespace haze::tools {
void AddPropagationShapes(std::vector<Shape>&) {}
}
