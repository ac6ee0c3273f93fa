#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "pipeline/assemble.h"

namespace tikrar {
namespace {

// Bytes under several spans of a kind count once. REQUIRES: sorted spans.
void CountKinds(RunResult* run) {
  struct Reached {
    uint32_t doc = 0;
    uint32_t end = 0;
    bool any = false;
  };
  std::array<Reached, kKindCount> reached;
  for (const SpanRow& span : run->spans) {
    KindCounts& counts = run->kinds[static_cast<size_t>(span.kind)];
    Reached& last = reached[static_cast<size_t>(span.kind)];
    ++counts.spans;
    if (!last.any || last.doc != span.doc) {
      last = {span.doc, 0, true};
      ++counts.documents;
    }
    const uint32_t begin = std::max(span.range.begin, last.end);
    if (begin < span.range.end) counts.bytes += span.range.end - begin;
    last.end = std::max(last.end, span.range.end);
  }
}

// Blocks of a family in a document that the next one is compared with.
constexpr size_t kMostStanding = 8;

double Score(const Verdict& verdict) {
  return std::max(verdict.jaccard, verdict.containment);
}

// A block of a family, as it stands in its document.
struct Occurrence {
  int64_t family;
  uint32_t doc;
  TextRange range;
  uint32_t unique;
  bool repeat = false;
  double score = 1;

  auto Place() const { return std::tuple(family, doc, range.begin); }
};

class BlockSpans {
 public:
  BlockSpans(const UnitResult& unit, const ScanPlan& plan,
             const std::vector<int64_t>& family_of, RunResult* run)
      : unit_(unit),
        near_copies_only_(plan.options.find_passages),
        family_of_(family_of),
        run_(run) {}

  void Add() {
    std::vector<Occurrence> all = Collect();
    for (size_t begin = 0; begin < all.size();) {
      size_t end = begin + 1;
      while (end < all.size() && all[end].family == all[begin].family &&
             all[end].doc == all[begin].doc) {
        ++end;
      }
      AddDocument(absl::MakeSpan(all).subspan(begin, end - begin));
      begin = end;
    }
  }

 private:
  std::vector<Occurrence> Collect() const {
    const UniqueItems& unique = unit_.view.unique;
    std::vector<Occurrence> all;
    for (uint32_t u = 0; u < unique.size(); ++u) {
      if (family_of_[u] == kNoId) continue;
      for (uint32_t i = unique.starts[u]; i < unique.starts[u + 1]; ++i) {
        const Item& item = unit_.view.table.items[unique.members[i]];
        all.push_back({family_of_[u], item.doc, item.range, u});
      }
    }
    std::sort(all.begin(), all.end(),
              [](const Occurrence& x, const Occurrence& y) {
                return x.Place() < y.Place();
              });
    return all;
  }

  // The blocks of one family in one document, in text order.
  void AddDocument(absl::Span<Occurrence> blocks) {
    MarkRepeats(blocks);
    MarkCopiesOfCenter(blocks);
    const FamilyRow& family =
        run_->families[static_cast<size_t>(blocks[0].family)];
    for (const Occurrence& block : blocks) {
      if (block.repeat) {
        AddRepeat(block);
        continue;
      }
      if (family.kind == Kind::kRepeat) continue;
      if (near_copies_only_ && !unit_.IsNearCenter(block.unique)) continue;
      run_->spans.push_back({.doc = block.doc,
                             .range = block.range,
                             .kind = Kind::kPassage,
                             .role = {},
                             .family = block.family,
                             .score = ScoreInFamily(block)});
    }
  }

  // Around furniture inside of it: what is cut twice is cut once.
  void AddRepeat(const Occurrence& block) {
    const Corpus& corpus = unit_.view.corpus;
    SplitContent(corpus.documents[block.doc].text, block.range,
                 corpus.cuts.Of(block.doc), &lines_, &parts_);
    for (const ContentPart& part : parts_) {
      run_->spans.push_back({.doc = block.doc,
                             .range = part.range,
                             .kind = Kind::kRepeat,
                             .role = {},
                             .family = block.family,
                             .score = block.score});
    }
  }

  // A block that an earlier one covers is a repeat, and so is an earlier one
  // that a later, longer one covers. Compared with the first few that stand:
  // linear, however often a document repeats a line.
  void MarkRepeats(absl::Span<Occurrence> blocks) const {
    absl::flat_hash_set<uint32_t> seen;  // unique items; never walked
    std::vector<Occurrence*> standing;
    for (Occurrence& block : blocks) {
      if (!seen.insert(block.unique).second) {
        block.repeat = true;
        continue;
      }
      for (Occurrence*& earlier : standing) {
        if (unit_.Covers(earlier->unique, block.unique)) {
          MarkRepeat(*earlier, &block);
          break;
        }
        if (!unit_.Covers(block.unique, earlier->unique)) continue;
        MarkRepeat(block, earlier);
        earlier = &block;  // takes its place
      }
      const bool is_standing =
          !standing.empty() &&
          std::find(standing.begin(), standing.end(), &block) != standing.end();
      if (!block.repeat && !is_standing && standing.size() < kMostStanding) {
        standing.push_back(&block);
      }
    }
  }

  // In a full bucket members were verified against its first ones only. If
  // the representative stands in this document (or is a repeat of what does),
  // what it covers is a copy too.
  void MarkCopiesOfCenter(absl::Span<Occurrence> blocks) const {
    const uint32_t star = unit_.star_of[blocks[0].unique];
    if (star == kNoKeys) return;
    const uint32_t center = unit_.stars[star].representative;
    const auto here = std::find_if(
        blocks.begin(), blocks.end(),
        [&](const Occurrence& block) { return block.unique == center; });
    if (here == blocks.end()) return;
    // The one block that stays for the representative: itself, or the first
    // that covers it.
    const Occurrence* stays = &*here;
    if (here->repeat) {
      stays = &*std::find_if(
          blocks.begin(), blocks.end(), [&](const Occurrence& block) {
            return !block.repeat && unit_.Covers(block.unique, center);
          });
    }
    for (Occurrence& block : blocks) {
      if (&block == stays || block.repeat || block.unique == center) continue;
      if (unit_.Covers(center, block.unique)) MarkRepeat(*here, &block);
    }
  }

  void MarkRepeat(const Occurrence& of, Occurrence* repeat) const {
    repeat->repeat = true;
    if (of.unique == repeat->unique) return;
    repeat->score = Score(unit_.FindPair(of.unique, repeat->unique)->verdict);
  }

  double ScoreInFamily(const Occurrence& block) const {
    const uint32_t star = unit_.star_of[block.unique];
    if (star == kNoKeys) return 1;
    const uint32_t center = unit_.stars[star].representative;
    if (center == block.unique) return 1;
    return Score(unit_.FindPair(center, block.unique)->verdict);
  }

  const UnitResult& unit_;
  const bool near_copies_only_;
  const std::vector<int64_t>& family_of_;
  RunResult* run_;
  std::vector<TextRange> lines_;
  std::vector<ContentPart> parts_;
};

}  // namespace

void FillBlockSpans(const UnitResult& blocks, const ScanPlan& plan,
                    const std::vector<int64_t>& family_of, RunResult* run) {
  BlockSpans(blocks, plan, family_of, run).Add();
}

void FinishSpans(RunResult* run) {
  const auto order = [](const SpanRow& span) {
    return std::tuple(span.doc, span.range.begin, span.range.end, span.kind,
                      span.family);
  };
  std::sort(
      run->spans.begin(), run->spans.end(),
      [&](const SpanRow& x, const SpanRow& y) { return order(x) < order(y); });
  CountKinds(run);
}

}  // namespace tikrar
