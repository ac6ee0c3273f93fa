#include <algorithm>
#include <set>

#include "evaluate/bootstrap.h"
#include "evaluate/ranges.h"
#include "tikrar/evaluate.h"

namespace tikrar {
namespace {

bool IsRemoved(Kind kind) {
  return kind == Kind::kBoilerplate || kind == Kind::kRelated ||
         kind == Kind::kRepeat;
}

// Which spans are scored together.
struct Group {
  bool is_removed = false;  // boilerplate, related and repeat as one
  Kind kind = Kind::kBoilerplate;
  bool has_role = false;
  Role role = Role::kNone;

  bool Holds(const LabelledSpan& span) const {
    if (is_removed) return IsRemoved(span.kind);
    return span.kind == kind && (!has_role || span.role == role);
  }
};

// The spans of a group in a document, each range once.
struct SpanSet {
  std::vector<TextRange> spans;  // by begin
  std::vector<TextRange> merged;
  std::vector<uint32_t> ends;  // of `spans`, sorted

  SpanSet(const std::vector<LabelledSpan>& all, const Group& group) {
    for (const LabelledSpan& span : all) {
      if (group.Holds(span) && span.range.size() > 0) {
        spans.push_back(span.range);
      }
    }
    std::sort(spans.begin(), spans.end(), [](TextRange x, TextRange y) {
      return std::pair(x.begin, x.end) < std::pair(y.begin, y.end);
    });
    spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
    merged = spans;
    MergeRanges(&merged);
    for (const TextRange span : spans) ends.push_back(span.end);
    std::sort(ends.begin(), ends.end());
  }

  // How many spans have both borders in common with spans of `other`, which
  // cover them.
  uint64_t CountExact(const SpanSet& other) const {
    uint64_t count = 0;
    for (const TextRange span : spans) count += other.HasBorders(span) ? 1 : 0;
    return count;
  }

 private:
  bool HasBorders(TextRange range) const {
    const auto same = std::lower_bound(
        spans.begin(), spans.end(), range.begin,
        [](TextRange span, uint32_t begin) { return span.begin < begin; });
    if (same == spans.end() || same->begin != range.begin) return false;
    if (!std::binary_search(ends.begin(), ends.end(), range.end)) return false;
    // The last merged range that begins at or before it.
    auto whole = std::upper_bound(
        merged.begin(), merged.end(), range.begin,
        [](uint32_t begin, TextRange span) { return begin < span.begin; });
    return whole != merged.begin() && std::prev(whole)->end >= range.end;
  }
};

// The sums of a document for a group.
enum Column : size_t {
  kTrueCharacters,
  kFoundCharacters,
  kCommonCharacters,
  kTrueBlocks,
  kFoundBlocks,
  kCommonBlocks,
  kTrueSpans,
  kFoundSpans,
  kExactTrueSpans,
  kExactFoundSpans,
  kGroupColumns
};

// Then, of the whole document:
enum WholeColumn : size_t { kContent, kDamaged, kWholeColumns };

class SpanScorer {
 public:
  explicit SpanScorer(absl::Span<const LabelledDocument> documents)
      : documents_(documents) {
    groups_.push_back({.is_removed = true});
    FindGroups();
  }

  SpanEvaluation Evaluate(const BootstrapOptions& options) {
    UnitSums sums(documents_.size(),
                  groups_.size() * kGroupColumns + kWholeColumns);
    for (size_t d = 0; d < documents_.size(); ++d) AddDocument(d, &sums);
    const size_t whole = groups_.size() * kGroupColumns;
    const std::vector<Figure> figures = Bootstrap(
        sums,
        [&](absl::Span<const double> total, FigureValues* values) {
          for (size_t g = 0; g < groups_.size(); ++g) {
            const auto part = total.subspan(g * kGroupColumns, kGroupColumns);
            values->AddAgreement(
                part[kCommonCharacters], part[kFoundCharacters],
                part[kCommonCharacters], part[kTrueCharacters]);
            values->AddAgreement(part[kCommonBlocks], part[kFoundBlocks],
                                 part[kCommonBlocks], part[kTrueBlocks]);
            values->AddAgreement(part[kExactFoundSpans], part[kFoundSpans],
                                 part[kExactTrueSpans], part[kTrueSpans]);
          }
          values->AddShare(total[whole + kDamaged], total[whole + kContent]);
        },
        options);
    return Read(figures);
  }

 private:
  // A kind, then its roles.
  void FindGroups() {
    std::set<Kind> kinds;
    std::set<std::pair<Kind, Role>> roles;
    for (const LabelledDocument& document : documents_) {
      for (const LabelledSpan& span : document.truth) {
        kinds.insert(span.kind);
        if (span.role != Role::kNone) roles.insert({span.kind, span.role});
      }
      for (const LabelledSpan& span : document.found) {
        if (IsRemoved(span.kind)) kinds.insert(span.kind);
      }
    }
    for (const Kind kind : kinds) {
      groups_.push_back({.kind = kind});
      for (const auto& [of, role] : roles) {
        if (of != kind) continue;
        groups_.push_back({.kind = kind, .has_role = true, .role = role});
      }
    }
    counts_.resize(groups_.size());
  }

  void AddDocument(size_t index, UnitSums* sums) {
    const LabelledDocument& document = documents_[index];
    for (size_t g = 0; g < groups_.size(); ++g) {
      const SpanSet true_set(document.truth, groups_[g]);
      const SpanSet found_set(document.found, groups_[g]);
      counts_[g].truth += true_set.spans.size();
      counts_[g].found += found_set.spans.size();
      const std::vector<TextRange>& truth = true_set.merged;
      const std::vector<TextRange>& found = found_set.merged;
      const auto add = [&](Column column, uint64_t count) {
        sums->At(index, g * kGroupColumns + column) +=
            static_cast<double>(count);
      };
      const uint64_t common = CountCommon(truth, found);
      add(kTrueCharacters, CountCharacters(truth));
      add(kFoundCharacters, CountCharacters(found));
      add(kCommonCharacters, common);
      add(kTrueSpans, true_set.spans.size());
      add(kFoundSpans, found_set.spans.size());
      add(kExactTrueSpans, true_set.CountExact(found_set));
      add(kExactFoundSpans, found_set.CountExact(true_set));
      const std::vector<bool> true_blocks = Blocks(document, truth);
      const std::vector<bool> found_blocks = Blocks(document, found);
      for (size_t b = 0; b < true_blocks.size(); ++b) {
        counts_[g].truth_blocks += true_blocks[b] ? 1 : 0;
        counts_[g].found_blocks += found_blocks[b] ? 1 : 0;
        add(kTrueBlocks, true_blocks[b] ? 1 : 0);
        add(kFoundBlocks, found_blocks[b] ? 1 : 0);
        add(kCommonBlocks, true_blocks[b] && found_blocks[b] ? 1 : 0);
      }
      if (!groups_[g].is_removed) continue;
      const uint64_t content = document.characters - CountCharacters(truth);
      content_ += content;
      damaged_ += CountCharacters(found) - common;
      const size_t whole = groups_.size() * kGroupColumns;
      sums->At(index, whole + kContent) += static_cast<double>(content);
      sums->At(index, whole + kDamaged) +=
          static_cast<double>(CountCharacters(found) - common);
    }
  }

  // Which blocks are covered by half. Blocks and ranges are in order.
  static std::vector<bool> Blocks(const LabelledDocument& document,
                                  const std::vector<TextRange>& ranges) {
    std::vector<bool> is_covered;
    size_t next = 0;
    for (const TextRange block : document.blocks) {
      while (next < ranges.size() && ranges[next].end <= block.begin) ++next;
      uint64_t covered = 0;
      for (size_t r = next; r < ranges.size() && ranges[r].begin < block.end;
           ++r) {
        covered += Intersection(ranges[r], block).size();
      }
      is_covered.push_back(covered > 0 && covered * 2 >= block.size());
    }
    return is_covered;
  }

  struct Counts {
    size_t truth = 0;
    size_t found = 0;
    size_t truth_blocks = 0;
    size_t found_blocks = 0;
  };

  SpanEvaluation Read(const std::vector<Figure>& figures) const {
    SpanEvaluation result;
    result.documents = documents_.size();
    result.content_characters = content_;
    result.damaged_characters = damaged_;
    FigureReader reader(figures);
    for (size_t g = 0; g < groups_.size(); ++g) {
      SpanAgreement agreement;
      agreement.truth_spans = counts_[g].truth;
      agreement.found_spans = counts_[g].found;
      agreement.truth_blocks = counts_[g].truth_blocks;
      agreement.found_blocks = counts_[g].found_blocks;
      agreement.characters = reader.NextAgreement();
      agreement.blocks = reader.NextAgreement();
      agreement.borders = reader.NextAgreement();
      const Group& group = groups_[g];
      if (group.is_removed) {
        result.removed = agreement;
      } else if (group.has_role) {
        result.kinds.back().roles.push_back({group.role, agreement});
      } else {
        result.kinds.push_back({group.kind, agreement, {}});
      }
    }
    result.damage = reader.Next();
    return result;
  }

  absl::Span<const LabelledDocument> documents_;
  std::vector<Group> groups_;
  std::vector<Counts> counts_;  // by group
  uint64_t content_ = 0;
  uint64_t damaged_ = 0;
};

}  // namespace

SpanEvaluation EvaluateSpans(absl::Span<const LabelledDocument> documents,
                             const BootstrapOptions& options) {
  return SpanScorer(documents).Evaluate(options);
}

}  // namespace tikrar
