#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "pipeline/assemble.h"

namespace tikrar {
namespace {

void CountKinds(RunResult* run) {
  std::array<std::set<uint32_t>, kKindCount> docs;
  for (const SpanRow& span : run->spans) {
    const size_t kind = static_cast<size_t>(span.kind);
    ++run->kinds[kind].spans;
    run->kinds[kind].bytes += span.range.size();
    docs[kind].insert(span.doc);
  }
  for (size_t kind = 0; kind < docs.size(); ++kind) {
    run->kinds[kind].documents = docs[kind].size();
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
  BlockSpans(const UnitResult& unit, const std::vector<int64_t>& family_of,
             RunResult* run)
      : unit_(unit), family_of_(family_of), run_(run) {}

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
      if (!block.repeat && family.documents == 1) continue;
      run_->spans.push_back(
          {.doc = block.doc,
           .range = block.range,
           .kind = block.repeat ? Kind::kRepeat : Kind::kPassage,
           .role = {},
           .family = block.family,
           .score = block.repeat ? block.score : ScoreInFamily(block)});
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
  const std::vector<int64_t>& family_of_;
  RunResult* run_;
};

}  // namespace

void FillBlockSpans(const UnitResult& blocks,
                    const std::vector<int64_t>& family_of, RunResult* run) {
  BlockSpans(blocks, family_of, run).Add();
}

void FillQuotationSpans(RunResult* run) {
  for (size_t f = 0; f < run->families.size(); ++f) {
    const FamilyRow& family = run->families[f];
    if (family.unit != Unit::kPassage) continue;
    for (const FamilyMember& member : family.members) {
      run->spans.push_back(
          {.doc = member.doc,
           .range = member.range,
           .kind = Kind::kQuote,
           .role = {},
           .family = static_cast<int64_t>(f),
           .score = std::max(member.jaccard, member.containment)});
    }
  }
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
