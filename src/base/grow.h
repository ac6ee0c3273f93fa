// Vectors that grow to a size that can be told while they do, in order.
//
// Those of a store (`tikrar/store.h`; told by their allocator, this is no user
// of it) get blocks that are filled as they are written.

#ifndef TIKRAR_BASE_GROW_H_
#define TIKRAR_BASE_GROW_H_

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace tikrar {

// Whether a vector has a store, or could have one.
template <typename Vector>
concept Stored = requires(Vector& items) {
  items.get_allocator().store()->FillAhead(items.data(), size_t{0});
};

// `more` items will be written at the end of *items, which has room for them.
template <typename Vector>
void FillAhead(size_t more, Vector* items) {
  if constexpr (Stored<Vector>) {
    auto* const store = items->get_allocator().store();
    if (store == nullptr) return;
    store->FillAhead(items->data() + items->size(),
                     more * sizeof(typename Vector::value_type));
  }
}

// Makes room for `count` items in all.
template <typename Vector>
void GrowTo(size_t count, Vector* items) {
  if (count <= items->capacity()) return;
  if constexpr (Stored<Vector>) {
    constexpr size_t kSliceBytes = size_t{1} << 20;
    constexpr size_t kSlice =
        kSliceBytes / sizeof(typename Vector::value_type) + 1;
    auto* const store = items->get_allocator().store();
    if (store == nullptr) return items->reserve(count);
    const bool in_order = count >= kSlice;  // less is on the heap
    Vector grown(typename Vector::allocator_type(store, in_order));
    grown.reserve(count);
    for (size_t begin = 0; begin < items->size(); begin += kSlice) {
      const auto from = items->begin() + static_cast<ptrdiff_t>(begin);
      const size_t size = std::min(kSlice, items->size() - begin);
      FillAhead(size, &grown);
      grown.insert(
          grown.end(), std::make_move_iterator(from),
          std::make_move_iterator(from + static_cast<ptrdiff_t>(size)));
    }
    *items = std::move(grown);
  } else {
    items->reserve(count);
  }
}

// Makes room for `more` items at the end of *items, which are written next.
// With them the share `done` (0: not known) of all that come behind the first
// `from` is there: room is made for the others too, if they come as these did.
// A vector that doubles instead copies each item once and has up to twice the
// room in the end.
template <typename Vector>
void GrowFor(size_t more, double done, Vector* items, size_t from = 0) {
  constexpr size_t kLeastBytes = size_t{1} << 20;
  constexpr double kMargin = 1.03;  // what comes differs a little
  // The first part may differ much. (Room that is not written costs nothing but
  // a place on the disk; at 3 times half of all was copied once.)
  constexpr size_t kMostTimes = 8;
  const size_t needed = items->size() + more;
  if (needed <= items->capacity()) return FillAhead(more, items);
  if (needed < kLeastBytes / sizeof(typename Vector::value_type)) return;
  if (done <= 0) {
    if constexpr (Stored<Vector>) GrowTo(2 * needed, items);
  } else if (done >= 1) {
    GrowTo(needed + needed / 8, items);
  } else {
    const double all = static_cast<double>(from) +
                       kMargin * static_cast<double>(needed - from) / done;
    const size_t most = kMostTimes * needed;
    GrowTo(all < static_cast<double>(most)
               ? std::max(needed, static_cast<size_t>(all))
               : most,
           items);
  }
  FillAhead(more, items);
}

// push_back, for what grows to more than a few MB.
template <typename Vector>
void Append(typename Vector::value_type value, Vector* items) {
  constexpr double kNotKnown = 0;
  GrowFor(1, kNotKnown, items);
  items->push_back(std::move(value));
}

}  // namespace tikrar

#endif  // TIKRAR_BASE_GROW_H_
