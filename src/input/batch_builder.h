// Collects the records of one chunk, in order.

#ifndef TIKRAR_INPUT_BATCH_BUILDER_H_
#define TIKRAR_INPUT_BATCH_BUILDER_H_

#include <cstdint>
#include <string>
#include <utility>

#include "input/arena.h"
#include "tikrar/input.h"

namespace tikrar {

// Where a record begins in its input.
struct RecordPlace {
  uint64_t line = 0;
  uint64_t offset = 0;
};

class BatchBuilder {
 public:
  explicit BatchBuilder(uint32_t input)
      : input_(input), arena_(&batch_.storage) {}

  // Adds the next record, copying what `document` points to. A text of 4 GiB
  // or more, whose ranges would not fit TextRange, becomes a reject.
  void Add(const Document& document, uint64_t replacements, RecordPlace place);
  void Reject(std::string error, RecordPlace place);
  // Counts a record that is no document; it gets no record number.
  void Skip() { ++batch_.skipped; }

  DocumentBatch Take() && { return std::move(batch_); }

 private:
  uint32_t input_;
  DocumentBatch batch_;
  Arena arena_;
};

}  // namespace tikrar

#endif  // TIKRAR_INPUT_BATCH_BUILDER_H_
