// A sort on the threads of a pool.

#ifndef TIKRAR_BASE_PARALLEL_SORT_H_
#define TIKRAR_BASE_PARALLEL_SORT_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "base/grow.h"
#include "base/thread_pool.h"

namespace tikrar {

// The median of some of the items, which are as far from one another.
// REQUIRES: some ten thousand items.
template <typename T, typename Less>
T MedianOfSample(absl::Span<const T> items, const Less& less) {
  constexpr size_t kSample = 101;
  // (Odd: first and second sides of pairs may alternate.)
  const size_t step = items.size() / kSample | 1;
  std::vector<T> sample;
  for (size_t i = 0; i < kSample; ++i) {
    sample.push_back(items[step * i]);
  }
  const auto middle = sample.begin() + kSample / 2;
  std::nth_element(sample.begin(), middle, sample.end(), less);
  return *middle;
}

// Sorts a vector in place: what a parallel merge takes besides, half of the
// items, is more than there is under a ceiling. The items are split at a median
// of some, and each part again, into some four to eight parts a thread. (Where
// more than half of the items are the least there are no parts.) Under a store
// all threads look at the ceiling.
// REQUIRES: items of which none is less than the other are the same (else their
// order would depend on the number of threads).
template <typename Vector, typename Less>
void SortInParallel(const Less& less, ThreadPool* pool, Vector* items) {
  using T = typename Vector::value_type;
  constexpr size_t kLeastItems = size_t{1} << 14;  // of a part
  constexpr uint64_t kStepsToLook = 4096;
  const auto look = [&](uint64_t step) {
    if constexpr (Stored<Vector>) {
      auto* const store = items->get_allocator().store();
      if (store != nullptr && step % kStepsToLook == 0) {
        store->Check().IgnoreError();
      }
    }
  };
  const absl::Span<T> all = absl::MakeSpan(*items);
  const size_t threads = static_cast<size_t>(pool->size());
  std::vector<size_t> starts = {0, all.size()};
  while (threads > 1 && starts.size() <= 4 * threads &&
         all.size() / starts.size() >= kLeastItems) {
    const size_t parts = starts.size() - 1;
    std::vector<size_t> next(2 * parts + 1, all.size());
    pool->ParallelFor(parts, 1, [&](size_t i, size_t) {
      const absl::Span<T> part =
          all.subspan(starts[i], starts[i + 1] - starts[i]);
      next[2 * i] = next[2 * i + 1] = starts[i];
      if (part.size() < kLeastItems) return;
      const T median = MedianOfSample<T>(part, less);
      uint64_t step = 0;
      const auto middle =
          std::partition(part.begin(), part.end(), [&](const T& item) {
            look(++step);
            return less(item, median);
          });
      next[2 * i + 1] += static_cast<size_t>(middle - part.begin());
    });
    starts.swap(next);
  }
  pool->ParallelFor(starts.size() - 1, 1, [&](size_t i, size_t) {
    uint64_t step = 0;
    std::sort(all.begin() + starts[i], all.begin() + starts[i + 1],
              [&](const T& x, const T& y) {
                look(++step);
                return less(x, y);
              });
  });
}

}  // namespace tikrar

#endif  // TIKRAR_BASE_PARALLEL_SORT_H_
