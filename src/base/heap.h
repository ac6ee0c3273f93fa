// What the allocator keeps.

#ifndef TIKRAR_BASE_HEAP_H_
#define TIKRAR_BASE_HEAP_H_

namespace tikrar {

// Gives back to the system what was freed of the heap, as far as it can; under
// a ceiling it counts as memory of the process. Cost: some milliseconds.
void GiveBackHeap();

}  // namespace tikrar

#endif  // TIKRAR_BASE_HEAP_H_
