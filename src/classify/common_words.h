// Particles and the like: what running text is full of, a list is not.

#ifndef TIKRAR_CLASSIFY_COMMON_WORDS_H_
#define TIKRAR_CLASSIFY_COMMON_WORDS_H_

#include <cstddef>
#include <cstdint>

#include "absl/container/flat_hash_set.h"
#include "classify/source_view.h"

namespace tikrar {

class CommonWords {
 public:
  // Cost: linear in the documents of the source.
  explicit CommonWords(const SourceView& view);

  bool Contains(uint32_t token) const { return words_.contains(token); }

  // Whether `common` of `words` words are too many for a list, by how many the
  // texts of the source have.
  bool IsRunningText(size_t common, size_t words) const;

 private:
  absl::flat_hash_set<uint32_t> words_;
  double share_ = 0;  // of the words of the texts
};

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_COMMON_WORDS_H_
