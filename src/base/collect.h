// What a loop on many threads finds, in the order of the loop.

#ifndef TIKRAR_BASE_COLLECT_H_
#define TIKRAR_BASE_COLLECT_H_

#include <algorithm>
#include <cstddef>
#include <vector>

#include "base/grow.h"
#include "base/thread_pool.h"

namespace tikrar {

// Runs body(begin, end, &part) over [0, count) cut into pieces of `grain`, the
// last one of what is left, each with an empty std::vector, and appends the
// parts to *all in order. What is not appended yet is of some hundred pieces.
template <typename Vector, typename Body>
void CollectInOrder(ThreadPool* pool, size_t count, size_t grain,
                    const Body& body, Vector* all) {
  constexpr size_t kPiecesAtOnce = 256;
  const size_t from = all->size();
  std::vector<std::vector<typename Vector::value_type>> parts(kPiecesAtOnce);
  for (size_t first = 0; first < count; first += grain * kPiecesAtOnce) {
    const size_t size = std::min(grain * kPiecesAtOnce, count - first);
    pool->ParallelFor(size, grain, [&](size_t begin, size_t end) {
      body(first + begin, first + end, &parts[begin / grain]);
    });
    size_t found = 0;
    for (const auto& part : parts) found += part.size();
    GrowFor(found,
            static_cast<double>(first + size) / static_cast<double>(count), all,
            from);
    for (auto& part : parts) {
      all->insert(all->end(), part.begin(), part.end());
      std::vector<typename Vector::value_type>().swap(part);
    }
  }
}

}  // namespace tikrar

#endif  // TIKRAR_BASE_COLLECT_H_
