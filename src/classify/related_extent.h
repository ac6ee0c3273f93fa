// Where blocks about other articles begin and end in a page.

#ifndef TIKRAR_CLASSIFY_RELATED_EXTENT_H_
#define TIKRAR_CLASSIFY_RELATED_EXTENT_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "classify/marker.h"
#include "classify/related_page.h"
#include "classify/related_titles.h"
#include "tikrar/classify.h"

namespace tikrar {

// What stands behind the headlines of a block.
enum class Behind : uint8_t {
  kNothing,       // the page ends, or only short lines follow
  kArticle,       // the article above goes on
  kLikelyOthers,  // other articles, by their place or their words
  kOthers,        // other articles: the corpus or the page has them twice
};

// Lines [begin, end) of a page.
struct RelatedExtent {
  size_t begin = 0;
  size_t end = 0;
  size_t list_end = 0;       // past the last headline or its teaser
  bool has_teasers = false;  // with a byline and a teaser to each headline
  bool has_header = true;    // else a list of other documents' titles
  Behind behind = Behind::kNothing;
  // Past the texts of other documents; 0 if it is not known where they end.
  size_t others_end = 0;
  bool goes_on = false;  // the article does, behind all of it
  uint64_t header_key = 0;
  // The header stands inside line `begin`, which starts as the article's own.
  std::optional<MarkerMatch> tail;
};

struct RelatedContext {
  const ClassifyCorpus& corpus;
  const Markers& markers;
  const TitleIndex& titles;
  // Blocks that a source, or several, repeat in front of other documents'
  // titles.
  const absl::flat_hash_set<uint64_t>& learned_headers;
  // Headers, by key, behind whose lists a source lets the article go on:
  // there kLikelyOthers is an accident of words.
  const absl::flat_hash_set<uint64_t>& headers_within;
};

// The key of a header: of its source and its tokens. kAnySource for headers
// that several sources have.
inline constexpr uint32_t kAnySource = std::numeric_limits<uint32_t>::max();
uint64_t HeaderKey(uint32_t source, absl::Span<const uint32_t> tokens);

// In order, none overlaps another.
std::vector<RelatedExtent> FindExtents(const RelatedContext& context,
                                       uint32_t doc,
                                       const std::vector<PageLine>& page);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_RELATED_EXTENT_H_
