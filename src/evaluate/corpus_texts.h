// The texts of a run's documents, one at a time, and counting in them.

#ifndef TIKRAR_EVALUATE_CORPUS_TEXTS_H_
#define TIKRAR_EVALUATE_CORPUS_TEXTS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "evaluate/run_files.h"
#include "tikrar/input.h"

namespace tikrar {

// Calls `visit` for each document of the inputs that the run was made from, in
// its order; the text lives until the call returns. Error: the input cannot
// be read, or is not what the run read (number and size of the documents).
absl::Status VisitTexts(
    const std::vector<std::string>& inputs, const InputOptions& options,
    const RunDocuments& documents,
    const std::function<void(uint32_t doc, std::string_view text)>& visit);

enum class Counted : uint8_t {
  kCodePoints,
  kVisible,  // code points that are no white space
};

// Byte offsets of a text as numbers of characters before them. Cost: a pass
// over the text, 4 bytes of memory for each of its bytes.
class CharacterIndex {
 public:
  CharacterIndex(std::string_view text, Counted counted);

  uint32_t size() const { return before_.back(); }
  // REQUIRES: range within the text.
  TextRange Of(TextRange bytes) const {
    return {before_[bytes.begin], before_[bytes.end]};
  }

 private:
  std::vector<uint32_t> before_;  // by byte, and at the end
};

}  // namespace tikrar

#endif  // TIKRAR_EVALUATE_CORPUS_TEXTS_H_
