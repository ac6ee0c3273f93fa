#include "pipeline/repeats.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "tikrar/align.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

// Blocks of a family in a document that the next one is compared with.
constexpr size_t kMostStanding = 8;

constexpr uint32_t kMostDatelineWords = 8;
constexpr std::array<std::string_view, 4> kDatelineEnds = {":", "-", "–", "—"};

// Whether a text opens with who reports from where and nothing else (خربة
// المنصور - وكالة المنارة:); not with who says what follows. `head` ends where
// the rest of `block` begins.
bool IsDateline(std::string_view block, std::string_view head) {
  while (!head.empty() && absl::ascii_isspace(head.back())) {
    head.remove_suffix(1);
  }
  if (std::none_of(kDatelineEnds.begin(), kDatelineEnds.end(),
                   [&](std::string_view end) { return head.ends_with(end); })) {
    return false;
  }
  const std::vector<Attribution> spoken = FindAttributions(block);
  return spoken.empty() || spoken[0].frame.begin >= head.size();
}

// Whether all of b, but for a dateline before it, is common with a, in order
// and at one place of a. `block` is the text of b, from `begin` on.
bool IsInside(const std::vector<Segment>& segments, const NormalizedText& b,
              uint32_t begin, std::string_view block) {
  const auto has_b = [](const Segment& s) { return s.b_begin < s.b_end; };
  const auto last =
      std::find_if(segments.rbegin(), segments.rend(), has_b).base();
  auto first = std::find_if(segments.begin(), last, has_b);
  if (first == last) return false;
  if (first->kind == SegmentKind::kOnlyB && first + 1 != last &&
      first->b_end <= kMostDatelineWords &&
      IsDateline(block, block.substr(
                            0, b.tokens[first->b_end].source.begin - begin))) {
    ++first;
  }
  return std::all_of(first, last, [](const Segment& s) {
    return s.kind == SegmentKind::kCommon ||
           (s.kind != SegmentKind::kMoved && IsSmallEdit(s.label));
  });
}

}  // namespace

bool RepeatFinder::SaysNothingNew(uint32_t stays, uint32_t repeat) {
  const auto [known, is_new] = known_.try_emplace({stays, repeat}, false);
  if (!is_new) return known->second;
  const Corpus& corpus = unit_.view.corpus;
  const Item& a = unit_.view.item(stays);
  const Item& b = unit_.view.item(repeat);
  const NormalizedText& text_a = reader_a_.Read(
      corpus.documents[a.doc].document.text, a.range, corpus.cuts.Of(a.doc));
  const NormalizedText& text_b = reader_b_.Read(
      corpus.documents[b.doc].document.text, b.range, corpus.cuts.Of(b.doc));
  const Alignment alignment = LabelEdits(text_a, text_b, Align(text_a, text_b));
  known->second = IsInside(alignment.segments, text_b, b.range.begin,
                           b.range.In(corpus.documents[b.doc].document.text));
  return known->second;
}

bool RepeatFinder::IsRepeat(uint32_t stays, uint32_t repeat) {
  return stays == repeat ||
         (unit_.Covers(stays, repeat) && SaysNothingNew(stays, repeat));
}

void RepeatFinder::Mark(absl::Span<BlockOccurrence> blocks) {
  if (blocks.size() < 2) return;
  MarkByStanding(blocks);
  MarkByCenter(blocks);
}

bool RepeatFinder::HasRepeat(absl::Span<const uint32_t> uniques,
                             const StoredVector<ItemPlace>& places) {
  StoredVector<BlockOccurrence> all(unit_.view.corpus.store);
  const UniqueItems& unique = unit_.view.unique;
  for (const uint32_t u : uniques) {
    for (uint32_t i = unique.starts[u]; i < unique.starts[u + 1]; ++i) {
      const ItemPlace& place = places[unique.members[i]];
      all.push_back({kNoId, place.doc, place.range, u});
    }
  }
  std::sort(all.begin(), all.end(),
            [](const BlockOccurrence& x, const BlockOccurrence& y) {
              return x.Place() < y.Place();
            });
  for (size_t begin = 0; begin < all.size();) {
    size_t end = begin + 1;
    while (end < all.size() && all[end].doc == all[begin].doc) ++end;
    Mark(absl::MakeSpan(all).subspan(begin, end - begin));
    begin = end;
  }
  return std::any_of(all.begin(), all.end(),
                     [](const BlockOccurrence& block) { return block.repeat; });
}

void RepeatFinder::MarkByStanding(absl::Span<BlockOccurrence> blocks) {
  absl::flat_hash_set<uint32_t> seen;  // unique items; never walked
  std::vector<BlockOccurrence*> standing;
  for (BlockOccurrence& block : blocks) {
    if (!seen.insert(block.unique).second) {
      block.repeat = true;
      continue;
    }
    for (BlockOccurrence*& earlier : standing) {
      if (IsRepeat(earlier->unique, block.unique)) {
        MarkRepeat(*earlier, &block);
        break;
      }
      if (!IsRepeat(block.unique, earlier->unique)) continue;
      MarkRepeat(block, earlier);
      earlier = &block;  // takes its place
    }
    const bool is_standing =
        std::find(standing.begin(), standing.end(), &block) != standing.end();
    if (!block.repeat && !is_standing && standing.size() < kMostStanding) {
      standing.push_back(&block);
    }
  }
}

// In a full bucket members were verified against its first ones only. If the
// representative stands in this document (or is a repeat of what does), what
// it covers is a copy too.
void RepeatFinder::MarkByCenter(absl::Span<BlockOccurrence> blocks) {
  const uint32_t star = unit_.star_of[blocks[0].unique];
  if (star == kNoKeys) return;
  const uint32_t center = unit_.stars[star].representative;
  const auto here = std::find_if(
      blocks.begin(), blocks.end(),
      [&](const BlockOccurrence& block) { return block.unique == center; });
  if (here == blocks.end()) return;
  // The one block that stays for the representative: itself, or the first
  // that says all of it.
  const BlockOccurrence* stays = &*here;
  if (here->repeat) {
    const auto holder = std::find_if(
        blocks.begin(), blocks.end(), [&](const BlockOccurrence& block) {
          return !block.repeat && IsRepeat(block.unique, center);
        });
    if (holder == blocks.end()) return;
    stays = &*holder;
  }
  for (BlockOccurrence& block : blocks) {
    if (&block == stays || block.repeat || block.unique == center) continue;
    if (IsRepeat(center, block.unique)) MarkRepeat(*here, &block);
  }
}

void RepeatFinder::MarkRepeat(const BlockOccurrence& of,
                              BlockOccurrence* repeat) const {
  repeat->repeat = true;
  if (of.unique == repeat->unique) return;
  const Verdict& verdict = unit_.FindPair(of.unique, repeat->unique)->verdict;
  repeat->score = std::max(verdict.jaccard, verdict.containment);
}

}  // namespace tikrar
