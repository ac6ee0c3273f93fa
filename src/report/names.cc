#include <array>

#include "tikrar/run.h"

namespace tikrar {
namespace {

// Written into files: never change an entry.
constexpr std::array<std::string_view, kKindCount> kKindNames = {
    "boilerplate", "related", "repeat", "duplicate",
    "syndicated",  "quote",   "passage"};
constexpr std::array<std::string_view, 3> kUnitNames = {"document", "block",
                                                        "passage"};

}  // namespace

std::string_view KindName(Kind kind) {
  return kKindNames[static_cast<size_t>(kind)];
}

std::string_view UnitName(Unit unit) {
  return kUnitNames[static_cast<size_t>(unit)];
}

}  // namespace tikrar
