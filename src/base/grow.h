// Vectors that grow to a size that can be told while they do.

#ifndef TIKRAR_BASE_GROW_H_
#define TIKRAR_BASE_GROW_H_

#include <algorithm>
#include <cstddef>

namespace tikrar {

// Makes room for `more` items at the end of *items. With them the share `done`
// (0: not known) of all that come behind the first `from` is there: room is
// made for the others too, if they come as these did. A vector that doubles
// instead copies each item once and has up to twice the room in the end, which
// in a store is written to the disk.
template <typename Vector>
void GrowFor(size_t more, double done, Vector* items, size_t from = 0) {
  constexpr size_t kLeastBytes = size_t{1} << 20;
  constexpr double kMargin = 1.03;  // what comes differs a little
  // The first part may differ much, and what is asked for is taken at once.
  constexpr size_t kMostTimes = 3;
  const size_t needed = items->size() + more;
  if (needed <= items->capacity() || done <= 0) return;
  if (needed < kLeastBytes / sizeof(typename Vector::value_type)) return;
  if (done >= 1) return items->reserve(needed + needed / 8);
  const double all = static_cast<double>(from) +
                     kMargin * static_cast<double>(needed - from) / done;
  const size_t most = kMostTimes * needed;
  items->reserve(all < static_cast<double>(most)
                     ? std::max(needed, static_cast<size_t>(all))
                     : most);
}

}  // namespace tikrar

#endif  // TIKRAR_BASE_GROW_H_
