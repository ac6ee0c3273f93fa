#include "source_dir.h"

#include <cstdlib>

namespace tikrar {

std::string SourceDir() { return TIKRAR_SOURCE_DIR; }

std::string SharedDir() {
  const char* const folder = std::getenv("TIKRAR_SHARED");
  return folder != nullptr ? folder : SourceDir() + "/../shared";
}

}  // namespace tikrar
