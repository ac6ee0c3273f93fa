#include <algorithm>
#include <tuple>
#include <utility>

#include "base/grow.h"
#include "pipeline/assemble.h"
#include "pipeline/repeats.h"

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
  uint64_t seen = 0;
  for (const SpanRow& span : run->spans) {
    GiveBackAt(++seen, run->spans.get_allocator().store());
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

class BlockSpans {
 public:
  BlockSpans(const UnitResult& unit, const ScanPlan& plan,
             const StoredVector<int64_t>& family_of, RunResult* run)
      : unit_(unit),
        near_copies_only_(plan.options.find_passages),
        family_of_(family_of),
        repeats_(unit, plan),
        run_(run) {}

  void Add() {
    StoredVector<BlockOccurrence> all = Collect();
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
  StoredVector<BlockOccurrence> Collect() const {
    const UniqueItems& unique = unit_.view.unique;
    Store* const store = unit_.view.corpus.store;
    StoredVector<BlockOccurrence> all(store);
    for (uint32_t u = 0; u < unique.size(); ++u) {
      if (family_of_[u] == kNoId) continue;
      for (uint32_t i = unique.starts[u]; i < unique.starts[u + 1]; ++i) {
        const Item& item = unit_.view.table.items[unique.members[i]];
        GiveBackAt(i, store);
        Append({family_of_[u], item.doc, item.range, u}, &all);
      }
    }
    uint64_t compared = 0;
    std::sort(all.begin(), all.end(),
              [&](const BlockOccurrence& x, const BlockOccurrence& y) {
                GiveBackAt(++compared, store);
                return x.Place() < y.Place();
              });
    return all;
  }

  // The blocks of one family in one document, in text order.
  void AddDocument(absl::Span<BlockOccurrence> blocks) {
    repeats_.Mark(blocks);
    const FamilyRow& family =
        run_->families[static_cast<size_t>(blocks[0].family)];
    for (const BlockOccurrence& block : blocks) {
      if (block.repeat) {
        AddRepeat(block);
        continue;
      }
      if (family.kind == Kind::kRepeat) continue;
      if (near_copies_only_ && !unit_.IsNearCenter(block.unique)) continue;
      Append({.doc = block.doc,
              .range = block.range,
              .kind = Kind::kPassage,
              .role = {},
              .family = block.family,
              .score = ScoreInFamily(block)},
             &run_->spans);
    }
  }

  // Around furniture inside of it: what is cut twice is cut once.
  void AddRepeat(const BlockOccurrence& block) {
    const Corpus& corpus = unit_.view.corpus;
    SplitContent(corpus.documents[block.doc].document.text, block.range,
                 corpus.cuts.Of(block.doc), &lines_, &parts_);
    for (const ContentPart& part : parts_) {
      Append({.doc = block.doc,
              .range = part.range,
              .kind = Kind::kRepeat,
              .role = {},
              .family = block.family,
              .score = block.score},
             &run_->spans);
    }
  }

  double ScoreInFamily(const BlockOccurrence& block) const {
    const uint32_t star = unit_.star_of[block.unique];
    if (star == kNoKeys) return 1;
    const uint32_t center = unit_.stars[star].representative;
    if (center == block.unique) return 1;
    const Verdict& verdict = unit_.FindPair(center, block.unique)->verdict;
    return std::max(verdict.jaccard, verdict.containment);
  }

  const UnitResult& unit_;
  const bool near_copies_only_;
  const StoredVector<int64_t>& family_of_;
  RepeatFinder repeats_;
  RunResult* run_;
  std::vector<TextRange> lines_;
  std::vector<ContentPart> parts_;
};

// The spans of documents come first and in order: where documents alone are
// repeated nearly all are. What is behind `middle`, sorted, is put among them.
template <typename IsBefore>
void MergeTail(StoredVector<SpanRow>::iterator middle,
               const IsBefore& is_before, StoredVector<SpanRow>* spans) {
  StoredVector<SpanRow> tail(spans->get_allocator());
  for (auto span = middle; span != spans->end(); ++span) Append(*span, &tail);
  auto to = spans->end();
  while (!tail.empty()) {
    if (middle != spans->begin() && is_before(tail.back(), *(middle - 1))) {
      *--to = *--middle;
    } else {
      *--to = tail.back();
      tail.pop_back();
    }
  }
}

}  // namespace

void FillBlockSpans(const UnitResult& blocks, const ScanPlan& plan,
                    const StoredVector<int64_t>& family_of, RunResult* run) {
  BlockSpans(blocks, plan, family_of, run).Add();
}

void FinishSpans(RunResult* run) {
  const auto order = [](const SpanRow& span) {
    return std::tuple(span.doc, span.range.begin, span.range.end, span.kind,
                      span.family);
  };
  StoredVector<SpanRow>& spans = run->spans;
  Store* const store = spans.get_allocator().store();
  uint64_t compared = 0;  // what is sorted and merged is read all over
  const auto is_before = [&](const SpanRow& x, const SpanRow& y) {
    GiveBackAt(++compared, store);
    return order(x) < order(y);
  };
  const auto middle =
      std::is_sorted_until(spans.begin(), spans.end(), is_before);
  if (middle - spans.begin() < spans.end() - middle) {
    std::sort(spans.begin(), spans.end(), is_before);
  } else {
    std::sort(middle, spans.end(), is_before);
    MergeTail(middle, is_before, &spans);
  }
  CountKinds(run);
}

}  // namespace tikrar
