#include "pipeline/quotes.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

#include "base/grow.h"
#include "pipeline/token_ranges.h"

namespace tikrar {
namespace {

constexpr std::string_view kShingle = "word:1";
constexpr double kMostly = 0.8;  // borders of the two differ by a word or two

FamilyMember RowOf(const QuoteUnit& unit, uint32_t member) {
  const QuoteMember& place = unit.found.members[member];
  return {place.doc, unit.ranges[member], place.jaccard, place.containment};
}

// Finds the quotations that a longer match of the same documents holds.
class PassageCover {
 public:
  explicit PassageCover(const PassageUnit& passages)
      : passages_(passages), order_(passages.matches.get_allocator().store()) {
    order_.resize(passages.matches.size());
    std::iota(order_.begin(), order_.end(), 0);
    std::sort(order_.begin(), order_.end(), [&](uint32_t x, uint32_t y) {
      return std::pair(DocsOf(x), x) < std::pair(DocsOf(y), y);
    });
  }

  // REQUIRES: a.doc < b.doc.
  bool Holds(const FamilyMember& a, const FamilyMember& b) const {
    const std::pair docs(a.doc, b.doc);
    auto match = std::lower_bound(
        order_.begin(), order_.end(), docs,
        [&](uint32_t x, const auto& key) { return DocsOf(x) < key; });
    for (; match != order_.end() && DocsOf(*match) == docs; ++match) {
      if (IsMostlyIn(a.range, RangeOf(passages_.a_stretch[*match])) &&
          IsMostlyIn(b.range, RangeOf(passages_.b_stretch[*match]))) {
        return true;
      }
    }
    return false;
  }

 private:
  std::pair<uint32_t, uint32_t> DocsOf(uint32_t match) const {
    return {passages_.matches[match].a.doc, passages_.matches[match].b.doc};
  }
  const TextRange& RangeOf(uint32_t stretch) const {
    return passages_.stretches[stretch].range;
  }
  static bool IsMostlyIn(const TextRange& part, const TextRange& whole) {
    const uint32_t begin = std::max(part.begin, whole.begin);
    const uint32_t end = std::min(part.end, whole.end);
    return begin < end && end - begin >= kMostly * part.size();
  }

  const PassageUnit& passages_;
  StoredVector<uint32_t> order_;  // of the matches, by documents
};

// Drops the families without marks that stand in the documents of one group
// only: that a copy reports the same words is no sign that they are quoted.
void DropCopiedReports(absl::Span<const uint32_t> groups, QuoteResult* found) {
  std::erase_if(found->families, [&](const QuoteFamily& family) {
    const uint32_t group = groups[found->members[family.first_member].doc];
    if (group == kNoGroup) return false;
    const auto members = found->MembersOf(family);
    return std::all_of(
        members.begin(), members.end(), [&](const QuoteMember& member) {
          return groups[member.doc] == group && !member.has_marks;
        });
  });
}

}  // namespace

QuoteUnit FindQuoteUnit(const Corpus& corpus, absl::Span<const uint32_t> groups,
                        const ScanPlan& plan, ThreadPool* pool) {
  StoredVector<absl::Span<const uint32_t>> documents(corpus.store);
  documents.reserve(corpus.documents.size());
  for (const Item& item : corpus.document_items.items) {
    documents.push_back(absl::MakeConstSpan(corpus.tokens)
                            .subspan(item.token_begin, item.token_count));
  }
  QuoteUnit unit(corpus.store);
  unit.found = FindQuotes(documents, corpus.needles,
                          {.min_words = plan.options.min_quote_words,
                           .containment = plan.options.containment,
                           .threads = pool->size(),
                           .store = corpus.store});
  DropCopiedReports(groups, &unit.found);
  StoredVector<uint32_t> order(unit.found.members.size(), 0, corpus.store);
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](uint32_t x, uint32_t y) {
    return std::pair(unit.found.members[x].doc, x) <
           std::pair(unit.found.members[y].doc, y);
  });
  StoredVector<PassageSide> sides(corpus.store);
  for (const uint32_t member : order) {
    const QuoteMember& place = unit.found.members[member];
    sides.push_back({place.doc, place.begin, place.end});
  }
  const StoredVector<TextRange> ranges = RangesOf(sides, corpus, plan, pool);
  unit.ranges.resize(ranges.size());
  for (size_t i = 0; i < order.size(); ++i) unit.ranges[order[i]] = ranges[i];
  return unit;
}

StoredVector<int64_t> AppendQuoteFamilies(const QuoteUnit& unit,
                                          const Corpus& corpus,
                                          RunResult* run) {
  StoredVector<int64_t> family_of(corpus.store);
  for (const QuoteFamily& quote : unit.found.families) {
    FamilyRow family = StartFamily(quote.member_end - quote.first_member, *run);
    family.kind = Kind::kQuote;
    family.unit = Unit::kPassage;
    family.members.push_back(RowOf(unit, quote.representative));
    for (uint32_t m = quote.first_member; m < quote.member_end; ++m) {
      if (m != quote.representative) family.members.push_back(RowOf(unit, m));
    }
    OrderMembers(corpus, &family);
    family_of.push_back(static_cast<int64_t>(run->families.size()));
    run->AddFamily(std::move(family));
  }
  return family_of;
}

void AppendQuoteMatches(const QuoteUnit& unit, const PassageUnit& passages,
                        const StoredVector<int64_t>& family_of,
                        StoredVector<MatchRow>* matches) {
  const PassageCover cover(passages);
  for (size_t f = 0; f < unit.found.families.size(); ++f) {
    const QuoteFamily& quote = unit.found.families[f];
    const FamilyMember center = RowOf(unit, quote.representative);
    for (uint32_t m = quote.first_member; m < quote.member_end; ++m) {
      GiveBackAt(m, matches->get_allocator().store());
      FamilyMember a = center;
      FamilyMember b = RowOf(unit, m);
      if (a.doc == b.doc) continue;
      const double jaccard = b.jaccard;
      const double containment = b.containment;
      if (b.doc < a.doc) std::swap(a, b);
      if (cover.Holds(a, b)) continue;
      Append({.unit = Unit::kPassage,
              .kind = Kind::kQuote,
              .a_doc = a.doc,
              .a = a.range,
              .b_doc = b.doc,
              .b = b.range,
              .jaccard = jaccard,
              .containment = containment,
              .family = family_of[f],
              .shingle = kShingle},
             matches);
    }
  }
}

void FillQuoteSpans(const QuoteUnit& unit,
                    const StoredVector<int64_t>& family_of, RunResult* run) {
  for (size_t f = 0; f < unit.found.families.size(); ++f) {
    const QuoteFamily& quote = unit.found.families[f];
    for (uint32_t m = quote.first_member; m < quote.member_end; ++m) {
      GiveBackAt(m, run->spans.get_allocator().store());
      const FamilyMember row = RowOf(unit, m);
      Append({.doc = row.doc,
              .range = row.range,
              .kind = Kind::kQuote,
              .role = {},
              .family = family_of[f],
              .score = std::max(row.jaccard, row.containment)},
             &run->spans);
    }
  }
}

}  // namespace tikrar
