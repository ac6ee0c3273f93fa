#include "classify/related_copies.h"

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "classify/related_text.h"

namespace tikrar {
namespace {

// So many equal words are an opening; of shorter lines all. A document may
// have its place and agency in front of them, up to so many words.
constexpr size_t kLeastOpening = 5;
constexpr size_t kMostOpening = 10;
constexpr size_t kDatelineTokens = 8;
// Between two lines of the text so many short ones may be others: captions.
constexpr size_t kMostBetween = 3;

// Whether the text of the document begins so: its first sentence, or a line
// above that. Further down two stories share what was said before them.
bool OpensText(const ClassifyDocument& document,
               absl::Span<const uint32_t> paragraph) {
  if (paragraph.size() < kLeastOpening) return false;
  const absl::Span<const uint32_t> opening =
      paragraph.first(std::min(paragraph.size(), kMostOpening));
  for (const ClassifyBlock& block : document.blocks) {
    const absl::Span<const uint32_t> tokens = TokensOf(document, block);
    for (size_t i = 0;
         i <= kDatelineTokens && i + opening.size() <= tokens.size(); ++i) {
      if (std::equal(opening.begin(), opening.end(), tokens.begin() + i)) {
        return true;
      }
    }
    if (tokens.size() >= kSentenceTokens &&
        LastMark(block.range.In(document.text)) == EndMark::kStop) {
      return false;
    }
  }
  return false;
}

// An appended article takes up so many words of its headline that were not
// said above, and this share of them. CNN 2009, where 2 170 pages go on behind
// the list, has such a paragraph in 3 of them.
constexpr uint32_t kLeadWords = 3;
constexpr double kLeadShare = 0.4;
constexpr size_t kLeadLines = 2;
constexpr uint32_t kAboveTokens = 4000;

}  // namespace

size_t OtherTextEnd(const ClassifyCorpus& corpus, const TitleIndex& titles,
                    uint32_t doc, const std::vector<PageLine>& page,
                    absl::Span<const uint32_t> headline, size_t paragraph) {
  const ClassifyDocument& own = corpus.documents[doc];
  const absl::Span<const uint32_t> opening =
      TokensOf(own, page[paragraph].block);
  std::vector<uint32_t> others = titles.OthersOfLead(doc, opening);
  for (const uint32_t other : titles.OthersOfTitle(doc, headline)) {
    if (OpensText(corpus.documents[other], opening)) others.push_back(other);
  }
  if (others.empty()) return paragraph;
  // By their first words: a page glues its own to the end of a paragraph.
  absl::flat_hash_set<uint64_t> openings;
  for (const uint32_t other : others) {
    const ClassifyDocument& document = corpus.documents[other];
    for (const ClassifyBlock& block : document.blocks) {
      const absl::Span<const uint32_t> tokens = TokensOf(document, block);
      for (size_t n = kLeastOpening; n <= std::min(tokens.size(), kMostOpening);
           ++n) {
        openings.insert(HashOfTokens(tokens.first(n)));
      }
    }
  }
  size_t end = paragraph + 1;
  for (size_t i = end; i < page.size() && i <= end + kMostBetween; ++i) {
    const PageLine& line = page[i];
    if (line.is_furniture || line.marker.has_value()) continue;
    const absl::Span<const uint32_t> tokens = TokensOf(own, line.block);
    if (tokens.size() >= kLeastOpening &&
        openings.contains(HashOfTokens(
            tokens.first(std::min(tokens.size(), kMostOpening))))) {
      end = i + 1;
    } else if (line.is_paragraph) {
      break;
    }
  }
  return end;
}

bool TakesUpHeadline(const ClassifyDocument& document,
                     const std::vector<PageLine>& page,
                     absl::Span<const uint32_t> headline, size_t header,
                     size_t paragraph) {
  if (headline.size() < kLeadWords) return false;
  const uint32_t above_end = page[header].block.token_begin;
  const uint32_t above_begin = above_end - std::min(above_end, kAboveTokens);
  const absl::Span<const uint32_t> above =
      document.tokens.subspan(above_begin, above_end - above_begin);
  const absl::flat_hash_set<uint32_t> said(above.begin(), above.end());
  const size_t last = std::min(paragraph + kLeadLines, page.size()) - 1;
  const absl::Span<const uint32_t> lead = document.tokens.subspan(
      page[paragraph].block.token_begin,
      page[last].block.token_end - page[paragraph].block.token_begin);
  const absl::flat_hash_set<uint32_t> taken(lead.begin(), lead.end());
  uint32_t fresh = 0;
  uint32_t shared = 0;
  for (const uint32_t token : headline) {
    if (said.contains(token)) continue;
    ++fresh;
    shared += taken.contains(token) ? 1 : 0;
  }
  return shared >= kLeadWords && shared >= kLeadShare * fresh;
}

}  // namespace tikrar
