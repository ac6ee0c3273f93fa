// What belongs to the page and not to the article: furniture and blocks about
// other articles, learned from the corpus, source by source.
//
// Everything here works on documents that were tokenized already, and gives
// spans of kind boilerplate or related with a role and the evidence.
// A pure function of the corpus: no state, no order dependence.
//
// Example:
//   ClassifyCorpus corpus = ...;
//   const Furniture furniture = FindFurniture(corpus, {});
//   for (const FurnitureSpan& span : furniture.spans) { ... }

#ifndef TIKRAR_CLASSIFY_H_
#define TIKRAR_CLASSIFY_H_

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "tikrar/document.h"
#include "tikrar/store.h"
#include "tikrar/text.h"

namespace tikrar {

// The part that a span plays, as the contract lists them.
enum class Role : uint8_t {
  kNone = 0,
  // of related
  kHeader,
  kHeadline,
  kTeaser,
  kArticle,
  // of both
  kByline,
  // of boilerplate
  kMasthead,
  kMenu,
  kDate,
  kCredit,
  kTags,
  kShare,
  kCaption,
  kCopyright,
  kContact,
  kAdvert,
  kOther,
};
std::string_view RoleName(Role role);  // "" for kNone; static storage

// A block of a document: where it stands and which of the document's tokens
// are its own.
struct ClassifyBlock {
  TextRange range;
  uint32_t token_begin = 0;
  uint32_t token_end = 0;
};

// Tokens are numbers: 31 bits of the token's hash, and in the lowest bit
// whether it is a number token (digits). TokenNumber makes one.
struct ClassifyDocument {
  std::string_view text;
  std::string_view title;  // may be empty
  uint32_t source = 0;     // equal for documents of one source
  absl::Span<const uint32_t> tokens;
  absl::Span<const ClassifyBlock> blocks;  // in text order
};

struct ClassifyCorpus {
  StoredVector<ClassifyDocument> documents;
  uint32_t sources = 0;  // all ClassifyDocument::source are below

  // Of the documents, and of what is made from them; may be null.
  Store* store() const { return documents.get_allocator().store(); }
  // To be called every few documents.
  void GiveBack() const { tikrar::GiveBack(store()); }
};

inline constexpr uint32_t kNoTemplate = std::numeric_limits<uint32_t>::max();

struct FurnitureSpan {
  uint32_t doc = 0;
  // Cut at block and word borders. A whole block, or its head or tail with the
  // punctuation that belongs to it, or several blocks.
  TextRange range;
  uint32_t token_begin = 0;  // the same, in the document's tokens
  uint32_t token_end = 0;
  bool is_related = false;  // else boilerplate
  Role role = Role::kOther;
  uint32_t template_index = kNoTemplate;  // kNoTemplate: by the lexicon alone
  double score = 1;  // share of the source's documents with this template, or
                     // for related the certainty, 0..1
};

// What a source repeats, with `<…>` for what changes: "آخر تحديث: <date>".
struct FurnitureTemplate {
  std::string text;
  uint32_t source = 0;
  uint32_t documents = 0;  // of the source, that carry it
  uint32_t source_documents = 0;
  Role role = Role::kOther;
  bool is_related = false;
};

struct Furniture {
  Furniture() = default;
  explicit Furniture(Store* store) : spans(store) {}

  std::vector<FurnitureTemplate> templates;
  StoredVector<FurnitureSpan> spans;  // by (doc, begin), none overlaps another
};

struct FurnitureOptions {
  // Affects results.
  Profile profile = Profile::kStandard;
  // A template stands in at least so many documents of its source, near copies
  // counted once, and in at least this share of them; a tenth of the share
  // where its form (an address, stars, brackets, a name alone) says what it is.
  int min_documents = 4;
  double min_share = 0.02;

  // Affects speed only.
  int threads = 1;
};

Furniture FindFurniture(const ClassifyCorpus& corpus,
                        const FurnitureOptions& options);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_H_
