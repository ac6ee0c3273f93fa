#include "base/heap.h"

#include <cstdlib>  // defines __GLIBC__
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace tikrar {

void GiveBackHeap() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

}  // namespace tikrar
