#include <cstdlib>
#include <string_view>

#include "base/kernels/tables.h"

namespace tikrar::kernels {

absl::Span<const Kernels* const> All() {
  static constexpr const Kernels* kAll[] = {
#if TIKRAR_KERNELS_X86
    &kAvx512,
    &kAvx2,
#endif
    &kScalar
  };
  return kAll;
}

namespace {

const Kernels& Choose() {
  const char* forced = std::getenv("TIKRAR_KERNEL");
  for (const Kernels* kernels : All()) {
    if (forced != nullptr && std::string_view(forced) == kernels->name &&
        kernels->supported()) {
      return *kernels;
    }
  }
  for (const Kernels* kernels : All()) {
    if (kernels->supported()) return *kernels;
  }
  return kScalar;
}

}  // namespace

const Kernels& Active() {
  static const Kernels& active = Choose();
  return active;
}

}  // namespace tikrar::kernels
