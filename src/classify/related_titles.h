// Which lines are titles of other documents.

#ifndef TIKRAR_CLASSIFY_RELATED_TITLES_H_
#define TIKRAR_CLASSIFY_RELATED_TITLES_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "classify/marker.h"
#include "tikrar/classify.h"
#include "tikrar/store.h"

namespace tikrar {

enum class TitleMatch : uint8_t { kNone = 0, kNear, kExact };

// Titles and first lines of all documents, by the hash of their tokens; their
// beginnings of long paragraphs too, for articles that are appended whole.
class TitleIndex {
 public:
  // Cost: linear in the titles and one hash a document.
  TitleIndex(const ClassifyCorpus& corpus, const Markers& markers);

  // Whether `line` is the title or first line of a document other than `doc`,
  // and not doc's own.
  bool IsOtherTitle(uint32_t doc, absl::Span<const uint32_t> line) const;

  // As IsOtherTitle, or with up to two words changed, dropped or added, one
  // word in four at most; or cut off, where `is_cut` says that dots end it.
  // For lines that some structure already points to: a look at each title that
  // shares three words in a row.
  TitleMatch Match(uint32_t doc, absl::Span<const uint32_t> line,
                   bool is_cut) const;

  // Whether `line` is the document's own title or first line.
  bool IsOwn(uint32_t doc, absl::Span<const uint32_t> line) const;

  // Whether a paragraph begins as the lead of another document does, its
  // dateline aside, and that of `doc` does not.
  bool OpensOther(uint32_t doc, absl::Span<const uint32_t> paragraph) const {
    return !OthersOfLead(doc, paragraph).empty();
  }

  // The documents that make IsOtherTitle and OpensOther true, in order.
  std::vector<uint32_t> OthersOfTitle(uint32_t doc,
                                      absl::Span<const uint32_t> line) const;
  std::vector<uint32_t> OthersOfLead(
      uint32_t doc, absl::Span<const uint32_t> paragraph) const;

 private:
  struct Entry {
    uint64_t hash;
    uint32_t doc;
    friend auto operator<=>(const Entry&, const Entry&) = default;
  };
  struct Posting {
    uint64_t hash;
    uint32_t title;
    friend auto operator<=>(const Posting&, const Posting&) = default;
  };

  bool IsOwnHash(uint32_t doc, uint64_t hash) const;
  static std::vector<uint32_t> OthersOf(const StoredVector<Entry>& entries,
                                        uint64_t hash, uint32_t doc);
  void AddTitle(uint32_t doc, absl::Span<const uint32_t> tokens);
  void AddLead(uint32_t doc, absl::Span<const uint32_t> tokens);

  StoredVector<Entry> titles_;  // sorted
  StoredVector<Entry> leads_;   // sorted
  StoredVector<uint64_t> own_;  // two a document: of its title, its first line
  StoredVector<uint32_t> title_tokens_;  // all titles', one after another
  StoredVector<uint32_t> title_starts_;
  StoredVector<uint32_t> title_docs_;
  StoredVector<Posting> postings_;  // sorted
};

// The hash of a token sequence.
uint64_t HashOfTokens(absl::Span<const uint32_t> tokens);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_RELATED_TITLES_H_
