// The words of documents that were looked at lately, read from a store.

#ifndef TIKRAR_ALIGN_PARTNER_WORDS_H_
#define TIKRAR_ALIGN_PARTNER_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "align/matched_run.h"
#include "tikrar/store.h"

namespace tikrar {

// A ring of the words that were read last. Documents come by their length, and
// so copies of one text, which have the same partners, are near one another: of
// 3.7 million reads of a scan of half a GB under 400M it saves 1.3. One object
// a thread.
class PartnerWords {
 public:
  // Of `ring_words`, at least as many as StoredReader reads at once. Takes
  // memory when something is read.
  explicit PartnerWords(size_t ring_words);

  // `words` of document `doc`, from the ring or read to it, until as many more
  // as it has room for are read; as they are where they are not read.
  TokenIds Read(uint32_t doc, TokenIds words,
                const StoredReader<uint32_t>& reader);

 private:
  struct Entry {
    uint64_t begin = 0;  // counted from the first word that was read
    uint32_t doc = 0;
    bool is_set = false;
  };

  void MakeRing();
  // Where `size` words that lie side by side are put next.
  uint64_t NextPlace(size_t size) const;

  const size_t ring_words_;
  std::vector<Entry> entries_;   // by hash of the document
  StoredVector<uint32_t> ring_;  // of the heap
  uint64_t end_ = 0;             // of what was read last
};

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_PARTNER_WORDS_H_
