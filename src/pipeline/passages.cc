#include "pipeline/passages.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/grow.h"
#include "base/hash.h"
#include "base/parallel_sort.h"
#include "input/date_order.h"
#include "pipeline/quote_cover.h"
#include "pipeline/token_ranges.h"

namespace tikrar {
namespace {

// Stretches of a document that share this much of what they cover together
// are one: two partners seldom share the very same words at the borders.
constexpr double kSameStretch = 0.8;
constexpr std::string_view kShingle = "word:1";
// Of a loop on all threads: whole words of a vector of bits.
constexpr size_t kMatchGrain = size_t{1} << 14;
static_assert(kMatchGrain % 64 == 0);

Verdict VerdictOf(const PassageMatch& match) {
  const double common = match.common_tokens;
  const double a = match.a.size();
  const double b = match.b.size();
  return {.ground = Ground::kContainment,
          .jaccard = std::min(1.0, common / (a + b - common)),
          .containment = std::min(1.0, common / std::min(a, b)),
          .first_inside = a <= b};
}

double Score(const Verdict& verdict) {
  return std::max(verdict.jaccard, verdict.containment);
}

bool IsSameStretch(const PassageSide& x, const PassageSide& y) {
  const uint32_t begin = std::max(x.begin, y.begin);
  const uint32_t end = std::min(x.end, y.end);
  if (x.doc != y.doc || begin >= end) return false;
  const uint32_t hull = std::max(x.end, y.end) - std::min(x.begin, y.begin);
  return end - begin >= kSameStretch * hull;
}

void CollectStretches(const Corpus& corpus, const ScanPlan& plan,
                      ThreadPool* pool, PassageUnit* unit) {
  StoredVector<PassageSide> sides(corpus.store);
  for (const PassageMatch& match : unit->matches) {
    Append(match.a, &sides);
    Append(match.b, &sides);
  }
  SortInParallel(std::less<PassageSide>(), pool, &sides);
  sides.erase(std::unique(sides.begin(), sides.end()), sides.end());
  GrowTo(sides.size(), &unit->stretches);
  const StoredVector<TextRange> ranges =
      SentenceRangesOf(sides, corpus, plan, pool);
  for (size_t i = 0; i < sides.size(); ++i) {
    Append({sides[i], ranges[i], 0}, &unit->stretches);
  }
  const auto index_of = [&](const PassageSide& side) {
    return static_cast<uint32_t>(
        std::lower_bound(sides.begin(), sides.end(), side) - sides.begin());
  };
  const size_t matches = unit->matches.size();
  unit->a_stretch.resize(matches);
  unit->b_stretch.resize(matches);
  pool->ParallelFor(matches, kMatchGrain, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      unit->a_stretch[i] = index_of(unit->matches[i].a);
      unit->b_stretch[i] = index_of(unit->matches[i].b);
      GiveBackAt(i, corpus.store);
    }
  });
}

// Makes the nodes of the stretches.
class NodeMaker {
 public:
  NodeMaker(const Corpus& corpus, ThreadPool* pool, PassageUnit* unit)
      : corpus_(corpus), pool_(pool), unit_(unit), leader_(corpus.store) {}

  void Run() {
    MergeStretches();
    NumberNodes();
  }

 private:
  const PassageSide& side(size_t i) const { return unit_->stretches[i].side; }

  // Longest first within a document; each joins the first leader that it is
  // the same stretch as.
  void MergeStretches() {
    const size_t count = unit_->stretches.size();
    leader_.resize(count);
    std::multimap<uint32_t, uint32_t> leaders;  // by begin: place in order
    for (size_t begin = 0; begin < count;) {
      size_t end = begin + 1;
      while (end < count && side(end).doc == side(begin).doc) ++end;
      std::vector<uint32_t> order(end - begin);
      std::iota(order.begin(), order.end(), static_cast<uint32_t>(begin));
      std::stable_sort(order.begin(), order.end(), [&](uint32_t x, uint32_t y) {
        return side(x).size() > side(y).size();
      });
      leaders.clear();
      for (uint32_t place = 0; place < order.size(); ++place) {
        const uint32_t found = FirstSame(order, leaders, side(order[place]));
        leader_[order[place]] = order[std::min(found, place)];
        if (found > place) leaders.emplace(side(order[place]).begin, place);
      }
      begin = end;
    }
  }

  // The first in order of the leaders that are the same stretch as `stretch`;
  // beyond all places if none is. As no leader is shorter, their borders are at
  // most a fourth of its length apart.
  uint32_t FirstSame(const std::vector<uint32_t>& order,
                     const std::multimap<uint32_t, uint32_t>& leaders,
                     const PassageSide& stretch) const {
    const auto reach =
        static_cast<uint32_t>((1 / kSameStretch - 1) * stretch.size()) + 1;
    uint32_t first = std::numeric_limits<uint32_t>::max();
    for (auto leader = leaders.lower_bound(stretch.begin -
                                           std::min(reach, stretch.begin));
         leader != leaders.end() && leader->first <= stretch.begin + reach;
         ++leader) {
      if (leader->second < first &&
          IsSameStretch(side(order[leader->second]), stretch)) {
        first = leader->second;
      }
    }
    return first;
  }

  // In canonical order, so that the choice of representatives does not depend
  // on the input's order: the longest first, then by content, and of equal ones
  // the earliest.
  void NumberNodes() {
    using Order =
        std::tuple<uint32_t, uint64_t, int64_t, uint64_t, uint32_t, uint32_t>;
    StoredVector<Order> order(corpus_.store);
    uint32_t hashed_doc = kNoGroup;
    uint64_t text_hash = 0;  // once a document, which may be long
    for (uint32_t i = 0; i < leader_.size(); ++i) {
      if (leader_[i] != i) continue;
      const Document& document = corpus_.documents[side(i).doc].document;
      if (side(i).doc != hashed_doc) {
        hashed_doc = side(i).doc;
        text_hash = HashBytes(document.text);
      }
      order.emplace_back(~side(i).size(), ContentHash(side(i)),
                         DateOrder(document.date), text_hash, side(i).begin, i);
    }
    SortInParallel(std::less<Order>(), pool_, &order);
    for (const Order& node : order) {
      const uint32_t i = std::get<5>(node);
      unit_->stretches[i].node = static_cast<uint32_t>(unit_->nodes.size());
      unit_->nodes.push_back(i);
    }
    for (uint32_t i = 0; i < leader_.size(); ++i) {
      unit_->stretches[i].node = unit_->stretches[leader_[i]].node;
    }
  }

  uint64_t ContentHash(const PassageSide& side) const {
    const Item& item = corpus_.document_items.items[side.doc];
    const uint32_t* tokens =
        corpus_.tokens.data() + item.token_begin + side.begin;
    return HashBytes({reinterpret_cast<const char*>(tokens),
                      side.size() * sizeof(uint32_t)});
  }

  const Corpus& corpus_;
  ThreadPool* const pool_;
  PassageUnit* unit_;
  StoredVector<uint32_t> leader_;  // by stretch
};

// The verified pairs of nodes, each once, with its best verdict.
void FillPairs(PassageUnit* unit) {
  for (size_t i = 0; i < unit->matches.size(); ++i) {
    const uint32_t a = unit->stretches[unit->a_stretch[i]].node;
    const uint32_t b = unit->stretches[unit->b_stretch[i]].node;
    if (a == b || unit->block[i] != kNoKeys) continue;
    Verdict verdict = VerdictOf(unit->matches[i]);
    if (a > b) verdict.first_inside = !verdict.first_inside;
    Append({std::min(a, b), std::max(a, b), verdict}, &unit->pairs);
  }
  std::stable_sort(unit->pairs.begin(), unit->pairs.end(),
                   [](const VerifiedPair& x, const VerifiedPair& y) {
                     return std::tuple(x.a, x.b, -Score(x.verdict)) <
                            std::tuple(y.a, y.b, -Score(y.verdict));
                   });
  const auto same = [](const VerifiedPair& x, const VerifiedPair& y) {
    return x.a == y.a && x.b == y.b;
  };
  unit->pairs.erase(std::unique(unit->pairs.begin(), unit->pairs.end(), same),
                    unit->pairs.end());
}

// Finds the matches that say no more than a family of blocks does.
class BlockFamilies {
 public:
  explicit BlockFamilies(const UnitResult& blocks)
      : blocks_(blocks),
        items_(blocks.view.table.items),
        group_(GroupsOf(blocks)),
        unique_of_(items_.size(), kNoKeys, blocks.view.corpus.store) {
    const UniqueItems& unique = blocks.view.unique;
    for (uint32_t u = 0; u < unique.size(); ++u) {
      for (uint32_t i = unique.starts[u]; i < unique.starts[u + 1]; ++i) {
        unique_of_[unique.members[i]] = u;
      }
    }
  }

  // Notes the family that holds both sides of match `i`, if one does.
  void Note(size_t i, PassageUnit* unit) const {
    const uint32_t a = BlockOf(unit->stretches[unit->a_stretch[i]]);
    const uint32_t b = BlockOf(unit->stretches[unit->b_stretch[i]]);
    if (a == kNoKeys || b == kNoKeys || group_[a] == kNoGroup ||
        group_[a] != group_[b] || !blocks_.IsNearCenter(unique_of_[a]) ||
        !blocks_.IsNearCenter(unique_of_[b])) {
      return;
    }
    unit->block[i] = unique_of_[a];
    unit->joins_center[i] = IsCenter(a) || IsCenter(b);
  }

 private:
  // The block that the stretch lies in, or is but for a word or two beyond a
  // border: two copies may go on with the same word by chance.
  uint32_t BlockOf(const PassageStretch& stretch) const {
    const auto place = std::pair(stretch.side.doc, stretch.range.begin);
    const auto next =
        std::upper_bound(items_.begin(), items_.end(), place,
                         [](const auto& key, const Item& item) {
                           return key < std::pair(item.doc, item.range.begin);
                         });
    if (next != items_.begin() && IsAt(stretch, *(next - 1))) {
      return static_cast<uint32_t>(next - 1 - items_.begin());
    }
    if (next != items_.end() && IsAt(stretch, *next)) {
      return static_cast<uint32_t>(next - items_.begin());
    }
    return kNoKeys;
  }

  static bool IsAt(const PassageStretch& stretch, const Item& block) {
    if (block.doc != stretch.side.doc) return false;
    const uint32_t begin = std::max(block.range.begin, stretch.range.begin);
    const uint32_t end = std::min(block.range.end, stretch.range.end);
    if (begin >= end) return false;
    const double common = end - begin;
    return common == stretch.range.size() ||
           (common >= kSameStretch * stretch.range.size() &&
            common >= kSameStretch * block.range.size());
  }

  // Whether the block is the representative of its family.
  bool IsCenter(uint32_t item) const {
    const uint32_t u = unique_of_[item];
    const uint32_t star = blocks_.star_of[u];
    return star == kNoKeys ? blocks_.view.unique.preferred(u) == item
                           : blocks_.stars[star].representative == u;
  }

  const UnitResult& blocks_;
  const absl::Span<const Item> items_;  // by document and begin
  StoredVector<uint32_t> group_;
  StoredVector<uint32_t> unique_of_;  // by item; kNoKeys: it has no token
};

StoredVector<PassageDocument> Contents(const Corpus& corpus,
                                       absl::Span<const uint32_t> groups) {
  StoredVector<PassageDocument> contents(corpus.store);
  contents.reserve(groups.size());
  for (size_t i = 0; i < groups.size(); ++i) {
    const Item& item = corpus.document_items.items[i];
    contents.push_back({absl::MakeConstSpan(corpus.tokens)
                            .subspan(item.token_begin, item.token_count),
                        groups[i]});
  }
  return contents;
}

// Leaves the stretches, of which some then belong to no match, in place.
void DropQuotations(const QuoteCover& quotes, PassageUnit* unit) {
  const auto is_quotation = [&](uint32_t stretch) {
    return quotes.Holds(unit->stretches[stretch].side.doc,
                        unit->stretches[stretch].range);
  };
  size_t kept = 0;
  for (size_t i = 0; i < unit->matches.size(); ++i) {
    if (is_quotation(unit->a_stretch[i]) && is_quotation(unit->b_stretch[i])) {
      continue;
    }
    unit->matches[kept] = unit->matches[i];
    unit->a_stretch[kept] = unit->a_stretch[i];
    unit->b_stretch[kept] = unit->b_stretch[i];
    ++kept;
  }
  unit->matches.resize(kept);
  unit->a_stretch.resize(kept);
  unit->b_stretch.resize(kept);
}

}  // namespace

void GroupNodes(PassageUnit* unit) {
  unit->stars = GroupStars(unit->nodes.size(), unit->pairs,
                           unit->nodes.get_allocator().store());
  unit->star_of.assign(unit->nodes.size(), kNoKeys);
  for (uint32_t s = 0; s < unit->stars.size(); ++s) {
    const uint32_t representative = unit->stars[s].representative;
    unit->star_of[representative] = s;
    for (const uint32_t p : unit->stars[s].pairs) {
      unit->star_of[unit->pairs[p].Other(representative)] = s;
    }
  }
}

absl::Status CheckPassageTokens(uint64_t tokens) {
  if (tokens <= kMostPassageTokens) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrFormat(
      "passages: the documents have %d words together, expected at most %d "
      "(--find documents,blocks leaves passages out)",
      tokens, kMostPassageTokens));
}

PassageUnit FindPassageUnit(const Corpus& corpus,
                            absl::Span<const uint32_t> groups,
                            const QuoteCover& quotes, const UnitResult* blocks,
                            const ScanPlan& plan, ThreadPool* pool) {
  PassageUnit unit(corpus.store);
  PassageOptions options;
  options.min_words = plan.options.min_passage_words;
  options.threads = pool->size();
  options.store = corpus.store;
  PassageResult found = FindPassages(Contents(corpus, groups), options);
  unit.matches = std::move(found.matches);
  unit.common = std::move(found.common);
  CollectStretches(corpus, plan, pool, &unit);
  DropQuotations(quotes, &unit);
  unit.block.assign(unit.matches.size(), kNoKeys);
  unit.joins_center.assign(unit.matches.size(), false);
  if (blocks != nullptr) {
    const BlockFamilies families(*blocks);
    pool->ParallelFor(unit.matches.size(), kMatchGrain,
                      [&](size_t begin, size_t end) {
                        for (size_t i = begin; i < end; ++i) {
                          families.Note(i, &unit);
                          GiveBackAt(i, corpus.store);
                        }
                      });
  }
  NodeMaker(corpus, pool, &unit).Run();
  FillPairs(&unit);
  return unit;
}

StoredVector<int64_t> AppendPassageFamilies(const PassageUnit& unit,
                                            const Corpus& corpus,
                                            RunResult* run) {
  StoredVector<int64_t> family_of(unit.nodes.size(), kNoId, corpus.store);
  const auto member = [&](uint32_t node, const Verdict& verdict) {
    const PassageStretch& stretch = unit.stretches[unit.nodes[node]];
    return FamilyMember{stretch.side.doc, stretch.range, verdict.jaccard,
                        verdict.containment};
  };
  for (const Star& star : unit.stars) {
    FamilyRow family = StartFamily(star.pairs.size() + 1, *run);
    family.kind = Kind::kPassage;
    family.unit = Unit::kPassage;
    const int64_t index = static_cast<int64_t>(run->families.size());
    GiveBack(corpus.store);
    family.members.push_back(member(
        star.representative,
        {.ground = Ground::kContainment, .jaccard = 1, .containment = 1}));
    family_of[star.representative] = index;
    for (const uint32_t p : star.pairs) {
      const uint32_t node = unit.pairs[p].Other(star.representative);
      family.members.push_back(member(node, unit.pairs[p].verdict));
      family_of[node] = index;
    }
    OrderMembers(corpus, &family);
    run->AddFamily(std::move(family));
  }
  return family_of;
}

void AppendPassageMatches(const PassageUnit& unit, const ScanPlan& plan,
                          const StoredVector<int64_t>& family_of,
                          const StoredVector<int64_t>* block_family_of,
                          StoredVector<MatchRow>* matches) {
  for (size_t i = 0; i < unit.matches.size(); ++i) {
    const PassageStretch& first = unit.stretches[unit.a_stretch[i]];
    const PassageStretch& second = unit.stretches[unit.b_stretch[i]];
    GiveBackAt(i, matches->get_allocator().store());
    const uint32_t star = unit.star_of[first.node];
    int64_t family = kNoId;
    bool to_center = false;
    if (unit.block[i] != kNoKeys) {
      family = (*block_family_of)[unit.block[i]];
      to_center = unit.joins_center[i];
    } else if (star != kNoKeys && unit.star_of[second.node] == star) {
      family = family_of[first.node];
      to_center = unit.stars[star].representative == first.node ||
                  unit.stars[star].representative == second.node;
    }
    if (plan.options.pairs == Pairs::kStar && !to_center) continue;
    const Verdict verdict = VerdictOf(unit.matches[i]);
    Append({.unit = Unit::kPassage,
            .kind = Kind::kPassage,
            .a_doc = first.side.doc,
            .a = first.range,
            .b_doc = second.side.doc,
            .b = second.range,
            .jaccard = verdict.jaccard,
            .containment = verdict.containment,
            .family = family,
            .shingle = kShingle},
           matches);
  }
}

void FillPassageSpans(const PassageUnit& unit,
                      const StoredVector<int64_t>& family_of, RunResult* run) {
  StoredVector<double> score(unit.nodes.size(), 1.0,
                             run->spans.get_allocator());
  for (const Star& star : unit.stars) {
    for (const uint32_t p : star.pairs) {
      score[unit.pairs[p].Other(star.representative)] =
          Score(unit.pairs[p].verdict);
    }
  }
  for (size_t node = 0; node < unit.nodes.size(); ++node) {
    GiveBackAt(node, run->spans.get_allocator().store());
    if (family_of[node] == kNoId) continue;
    const PassageStretch& stretch = unit.stretches[unit.nodes[node]];
    Append({.doc = stretch.side.doc,
            .range = stretch.range,
            .kind = Kind::kPassage,
            .role = {},
            .family = family_of[node],
            .score = score[node]},
           &run->spans);
  }
}

void FillPhrases(const PassageUnit& unit, const Corpus& corpus,
                 const ScanPlan& plan, ThreadPool* pool, RunResult* run) {
  std::vector<uint32_t> order(unit.common.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t x, uint32_t y) {
    return unit.common[x].example.doc < unit.common[y].example.doc;
  });
  std::vector<PassageSide> sides;
  for (const uint32_t i : order) sides.push_back(unit.common[i].example);
  const StoredVector<TextRange> ranges =
      SentenceRangesOf(sides, corpus, plan, pool);
  run->phrases.resize(order.size());
  for (size_t i = 0; i < order.size(); ++i) {
    run->phrases[order[i]] = {sides[i].doc, ranges[i],
                              unit.common[order[i]].documents};
  }
}

}  // namespace tikrar
