#include "pipeline/assemble.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/grow.h"
#include "input/date_order.h"
#include "pipeline/repeats.h"
#include "pipeline/source_name.h"

namespace tikrar {
namespace {

// The verdict of a text and itself.
Verdict SameText(const UnitView& view, uint32_t u) {
  const bool shingled =
      view.table.main_row[view.unique.preferred(u)] != kNoKeys;
  return {.ground = shingled ? Ground::kJaccard : Ground::kExact,
          .jaccard = 1,
          .containment = 1};
}

void AppendCopies(const UniqueItems& unique,
                  const StoredVector<ItemPlace>& places, uint32_t u,
                  const Verdict& verdict, FamilyRow* family) {
  for (uint32_t i = unique.starts[u]; i < unique.starts[u + 1]; ++i) {
    const ItemPlace& place = places[unique.members[i]];
    family->members.push_back(
        {place.doc, place.range, verdict.jaccard, verdict.containment});
  }
}

void FinishFamily(const UnitView& view, FamilyRow* family) {
  OrderMembers(view.corpus, family);
  family->unit = view.kind;
  if (view.kind == Unit::kDocument) {
    family->kind =
        family->sources.size() == 1 ? Kind::kDuplicate : Kind::kSyndicated;
  } else {
    family->kind = family->documents == 1 ? Kind::kRepeat : Kind::kPassage;
  }
}

// Whether documents share no more than parts of the blocks of a family: near
// copies of its representative stand in one document only. Where passages are
// looked for, they say which parts.
bool IsHeldInPartsOnly(const UnitResult& unit, const ScanPlan& plan,
                       const Star& star) {
  if (!plan.options.find_passages) return false;
  const UnitView& view = unit.view;
  const uint32_t doc = view.item(star.representative).doc;
  const auto is_elsewhere = [&](uint32_t u) {
    const auto first = view.unique.members.begin() + view.unique.starts[u];
    const auto last = view.unique.members.begin() + view.unique.starts[u + 1];
    return std::any_of(first, last, [&](uint32_t member) {
      return view.table.items[member].doc != doc;
    });
  };
  if (is_elsewhere(star.representative)) return false;
  return std::none_of(star.pairs.begin(), star.pairs.end(), [&](uint32_t p) {
    const VerifiedPair& pair = unit.pairs[p];
    return pair.verdict.ground != Ground::kContainment &&
           is_elsewhere(pair.Other(star.representative));
  });
}

class FamilyAppender {
 public:
  FamilyAppender(const UnitResult& unit, const ScanPlan& plan,
                 const KnownRepetition& known,
                 const StoredVector<ItemPlace>& places, RunResult* run)
      : unit_(unit),
        plan_(plan),
        known_(known),
        places_(places),
        run_(run),
        repeats_(unit, plan),
        family_of_(unit.view.unique.size(), kNoId, unit.view.corpus.store) {}

  // The family of these unique items, the representative first.
  void Add(const std::vector<uint32_t>& uniques, bool in_parts_only,
           FamilyRow family) {
    FinishFamily(unit_.view, &family);
    if (unit_.view.kind == Unit::kBlock) {
      if (family.kind == Kind::kPassage &&
          (in_parts_only || IsNoPassage(unit_.view, plan_, known_, family))) {
        family.kind = Kind::kRepeat;
      }
      if (family.kind == Kind::kRepeat &&
          !repeats_.HasRepeat(uniques, places_)) {
        return;
      }
    }
    for (const uint32_t u : uniques) {
      family_of_[u] = static_cast<int64_t>(run_->families.size());
    }
    run_->AddFamily(std::move(family));
  }

  StoredVector<int64_t> TakeFamilyOf() { return std::move(family_of_); }

 private:
  const UnitResult& unit_;
  const ScanPlan& plan_;
  const KnownRepetition& known_;
  const StoredVector<ItemPlace>& places_;
  RunResult* run_;
  RepeatFinder repeats_;
  StoredVector<int64_t> family_of_;
};

Kind MatchKind(const UnitView& view, uint32_t a_doc, uint32_t b_doc) {
  if (view.kind == Unit::kBlock) {
    return a_doc == b_doc ? Kind::kRepeat : Kind::kPassage;
  }
  const StoredVector<Origin>& origins = view.corpus.origins;
  return origins[a_doc].HasSourceOf(origins[b_doc]) ? Kind::kDuplicate
                                                    : Kind::kSyndicated;
}

// The pairs of items that become rows. Sorted they stand as their rows do:
// items are in the order of documents and of places in them. To sort the rows
// themselves, five times as large, was what a scan of ten million documents of
// one word did for longest while it put rows together.
class MatchAppender {
 public:
  MatchAppender(const UnitResult& unit, const ScanPlan& plan,
                const StoredVector<FamilyRow>& families,
                const StoredVector<int64_t>& family_of,
                StoredVector<MatchRow>* matches)
      : unit_(unit),
        plan_(plan),
        families_(families),
        family_of_(family_of),
        repeats_(unit, plan),
        matched_(unit.view.corpus.store),
        matches_(matches) {}

  // Items a and b, of unique item u and of the other one of pair p, or of u
  // both where p is kNoKeys.
  void Add(uint32_t a, uint32_t b, uint32_t u, uint32_t p) {
    Append({a, b, u, p}, &matched_);
  }

  void AddInOrder(uint32_t a, uint32_t b, uint32_t u, uint32_t p) {
    if (a < b) {
      Add(a, b, u, p);
    } else {
      Add(b, a, OtherOf(u, p), p);
    }
  }

  void Finish() {
    uint64_t compared = 0;
    std::sort(matched_.begin(), matched_.end(),
              [&](const Matched& x, const Matched& y) {
                GiveBackAt(++compared, unit_.view.corpus.store);
                return x < y;
              });
    // (Of blocks most may be said already.)
    if (unit_.view.kind == Unit::kDocument) {
      GrowTo(matches_->size() + matched_.size(), matches_);
    }
    const StoredVector<ItemPlace> places = PlacesOf(unit_.view);
    for (size_t i = 0; i < matched_.size(); ++i) {
      GiveBackAt(i, unit_.view.corpus.store);
      AppendRow(matched_[i], places);
    }
  }

 private:
  struct Matched {
    uint32_t a = 0, b = 0;
    uint32_t u = 0, pair = 0;  // see Add
    friend auto operator<=>(const Matched&, const Matched&) = default;
  };

  uint32_t OtherOf(uint32_t u, uint32_t p) const {
    return p == kNoKeys ? u : unit_.pairs[p].Other(u);
  }

  void AppendRow(const Matched& matched,
                 const StoredVector<ItemPlace>& places) {
    const ItemPlace& first = places[matched.a];
    const ItemPlace& second = places[matched.b];
    const uint32_t u = matched.u;
    const uint32_t v = OtherOf(u, matched.pair);
    const int64_t family =
        family_of_[u] == family_of_[v] ? family_of_[u] : kNoId;
    if (plan_.options.pairs == Pairs::kStar &&
        (family == kNoId ||
         IsSaidAlready(first.doc, second.doc, u, v, family))) {
      return;
    }
    const Verdict verdict = matched.pair == kNoKeys
                                ? SameText(unit_.view, u)
                                : unit_.pairs[matched.pair].verdict;
    Append({.unit = unit_.view.kind,
            .kind = MatchKind(unit_.view, first.doc, second.doc),
            .a_doc = first.doc,
            .a = first.range,
            .b_doc = second.doc,
            .b = second.range,
            .jaccard = verdict.jaccard,
            .containment = verdict.containment,
            .family = family,
            .shingle = plan_.judge.ShingleName(verdict.ground)},
           matches_);
  }

  // Blocks: what two documents share is no repeat, and lines of one document
  // that are alike but say different things are not repeated.
  bool IsSaidAlready(uint32_t a_doc, uint32_t b_doc, uint32_t u, uint32_t v,
                     int64_t family) {
    if (unit_.view.kind != Unit::kBlock) return false;
    if (a_doc == b_doc) {
      return !repeats_.IsRepeat(u, v) && !repeats_.IsRepeat(v, u);
    }
    return families_[static_cast<size_t>(family)].kind == Kind::kRepeat;
  }

  const UnitResult& unit_;
  const ScanPlan& plan_;
  const StoredVector<FamilyRow>& families_;
  const StoredVector<int64_t>& family_of_;
  RepeatFinder repeats_;
  StoredVector<Matched> matched_;
  StoredVector<MatchRow>* matches_;
};

void AppendAllMatches(const UnitResult& unit, MatchAppender* appender) {
  const UniqueItems& unique = unit.view.unique;
  const StoredVector<uint32_t>& members = unique.members;
  for (uint32_t u = 0; u < unique.size(); ++u) {
    for (uint32_t i = unique.starts[u]; i < unique.starts[u + 1]; ++i) {
      for (uint32_t j = i + 1; j < unique.starts[u + 1]; ++j) {
        appender->AddInOrder(members[i], members[j], u, kNoKeys);
      }
    }
  }
  for (uint32_t p = 0; p < unit.pairs.size(); ++p) {
    const VerifiedPair& pair = unit.pairs[p];
    for (uint32_t i = unique.starts[pair.a]; i < unique.starts[pair.a + 1];
         ++i) {
      for (uint32_t j = unique.starts[pair.b]; j < unique.starts[pair.b + 1];
           ++j) {
        appender->AddInOrder(members[i], members[j], pair.a, p);
      }
    }
  }
}

// The copies of unique item v, the other one of pair p or u itself, each
// against the preferred copy of u.
void AppendAgainst(const UniqueItems& unique, uint32_t u, uint32_t v,
                   uint32_t p, MatchAppender* appender) {
  for (uint32_t i = unique.starts[v]; i < unique.starts[v + 1]; ++i) {
    if (unique.members[i] == unique.preferred(u)) continue;
    appender->Add(unique.preferred(u), unique.members[i], u, p);
  }
}

}  // namespace

const VerifiedPair* UnitResult::FindPair(uint32_t x, uint32_t y) const {
  const std::pair<uint32_t, uint32_t> wanted = std::minmax(x, y);
  const auto at = std::lower_bound(
      pairs.begin(), pairs.end(), wanted,
      [](const VerifiedPair& pair, const std::pair<uint32_t, uint32_t>& key) {
        return std::pair(pair.a, pair.b) < key;
      });
  return at != pairs.end() && std::pair(at->a, at->b) == wanted ? &*at
                                                                : nullptr;
}

bool UnitResult::IsNearCenter(uint32_t item) const {
  if (star_of[item] == kNoKeys) return true;
  const uint32_t center = stars[star_of[item]].representative;
  return item == center ||
         FindPair(center, item)->verdict.ground != Ground::kContainment;
}

bool UnitResult::Covers(uint32_t keeper, uint32_t gone) const {
  if (keeper == gone) return true;
  const VerifiedPair* pair = FindPair(keeper, gone);
  if (pair == nullptr) return false;
  if (pair->verdict.ground != Ground::kContainment) return true;
  return gone == (pair->verdict.first_inside ? pair->a : pair->b);
}

namespace {

// Where a member stands among those of its family.
struct MemberPlace {
  int64_t date = 0;
  uint32_t doc = 0;
  uint32_t begin = 0;
  uint32_t index = 0;  // in the family
  friend auto operator<=>(const MemberPlace&, const MemberPlace&) = default;
};

// Sorts, without repeats.
template <typename Vector>
void SortDistinct(Vector* values) {
  std::sort(values->begin(), values->end());
  values->erase(std::unique(values->begin(), values->end()), values->end());
}

void FillSources(const StoredVector<std::string_view>& sources,
                 FamilyRow* family) {
  StoredVector<SourceName> names(sources.get_allocator());
  const size_t begin =
      CommonBegin(sources, [](std::string_view source) { return source; });
  GrowTo(sources.size(), &names);
  for (const std::string_view source : sources) {
    Append(SourceName(source, begin), &names);
  }
  SortDistinct(&names);
  family->sources.reserve(names.size());
  for (const SourceName& name : names) family->sources.push_back(name.name());
}

}  // namespace

StoredVector<ItemPlace> PlacesOf(const UnitView& view) {
  const StoredVector<Item>& items = view.table.items;
  Store* const store = view.corpus.store;
  StoredVector<ItemPlace> places(
      StoreOfTable(store, items.size() * sizeof(ItemPlace)));
  GrowTo(items.size(), &places);
  for (const Item& item : items) {
    GiveBackAt(places.size(), store);
    Append({item.doc, item.range}, &places);
  }
  return places;
}

void OrderMembers(const Corpus& corpus, FamilyRow* family) {
  StoredVector<MemberPlace> places(corpus.store);
  StoredVector<uint32_t> docs(corpus.store);
  StoredVector<std::string_view> sources(corpus.store);
  const Origin* last = nullptr;
  family->bytes = 0;
  for (uint32_t i = 0; i < family->members.size(); ++i) {
    const FamilyMember& member = family->members[i];
    const Origin& origin = corpus.origins[member.doc];
    GiveBackAt(i, corpus.store);
    places.push_back({origin.date, member.doc, member.range.begin, i});
    docs.push_back(member.doc);
    if (last == nullptr || !origin.HasSourceOf(*last)) {
      sources.push_back(origin.source());
    }
    last = &origin;
    family->bytes += member.range.size();
  }
  const MemberPlace first = *std::min_element(places.begin(), places.end());
  family->first = first.date != kUnknownDate ? int64_t{first.doc} : kNoId;
  std::sort(places.begin() + 1, places.end());
  const StoredVector<FamilyMember> members(family->members.begin(),
                                           family->members.end(), corpus.store);
  for (size_t i = 1; i < places.size(); ++i) {
    family->members[i] = members[places[i].index];
  }
  SortDistinct(&docs);
  family->documents = static_cast<uint32_t>(docs.size());
  FillSources(sources, family);
}

FamilyRow StartFamily(size_t members, const RunResult& run) {
  FamilyRow family;
  family.members = ArenaVector<FamilyMember>(run.arena.get());
  family.sources = ArenaVector<std::string_view>(run.arena.get());
  family.members.reserve(members);
  return family;
}

StoredVector<uint32_t> GroupsOf(const UnitResult& unit) {
  const UniqueItems& unique = unit.view.unique;
  StoredVector<uint32_t> group(unit.view.table.items.size(), kNoGroup,
                               unit.view.corpus.store);
  for (uint32_t u = 0; u < unique.size(); ++u) {
    uint32_t number = unit.star_of[u];
    if (number == kNoKeys) {
      if (unique.copies(u) < 2) continue;
      number = static_cast<uint32_t>(unit.stars.size()) + u;
    }
    for (uint32_t i = unique.starts[u]; i < unique.starts[u + 1]; ++i) {
      group[unique.members[i]] = number;
    }
  }
  return group;
}

UnitResult GroupUnit(const UnitView& view, const ScanPlan& plan,
                     StoredVector<VerifiedPair> pairs) {
  Store* const store = view.corpus.store;
  UnitResult unit{.view = view,
                  .pairs = std::move(pairs),
                  .stars = {},
                  .star_of = StoredVector<uint32_t>(store),
                  .by_b = StoredVector<uint32_t>(store)};
  GrowTo(unit.pairs.size(), &unit.by_b);
  for (uint32_t p = 0; p < unit.pairs.size(); ++p) Append(p, &unit.by_b);
  // (std::stable_sort would take half as much again on the heap.)
  std::sort(unit.by_b.begin(), unit.by_b.end(), [&](uint32_t x, uint32_t y) {
    return std::pair(unit.pairs[x].b, x) < std::pair(unit.pairs[y].b, y);
  });
  StoredVector<VerifiedPair> joining(store);
  StoredVector<uint32_t> place(store);  // of joining[i] in unit.pairs
  for (uint32_t p = 0; p < unit.pairs.size(); ++p) {
    const VerifiedPair& pair = unit.pairs[p];
    if (pair.verdict.ground == Ground::kContainment &&
        !MayJoinByContainment(view, plan, view.token_count(pair.b))) {
      continue;
    }
    Append(pair, &joining);
    Append(p, &place);
  }
  unit.stars = GroupStars(view.unique.size(), joining, store);
  unit.stars.RenumberPairs(place);
  unit.star_of.assign(view.unique.size(), kNoKeys);
  for (uint32_t s = 0; s < unit.stars.size(); ++s) {
    unit.star_of[unit.stars[s].representative] = s;
    for (const uint32_t p : unit.stars[s].pairs) {
      unit.star_of[unit.pairs[p].Other(unit.stars[s].representative)] = s;
    }
  }
  return unit;
}

namespace {

size_t CopiesIn(const UnitResult& unit, const Star& star) {
  size_t copies = unit.view.unique.copies(star.representative);
  for (const uint32_t p : star.pairs) {
    copies += unit.view.unique.copies(unit.pairs[p].Other(star.representative));
  }
  return copies;
}

}  // namespace

StoredVector<int64_t> AppendFamilies(const UnitResult& unit,
                                     const ScanPlan& plan,
                                     const KnownRepetition& known,
                                     RunResult* run) {
  const UnitView& view = unit.view;
  const StoredVector<ItemPlace> places = PlacesOf(view);
  FamilyAppender appender(unit, plan, known, places, run);
  for (const Star& star : unit.stars) {
    FamilyRow family = StartFamily(CopiesIn(unit, star), *run);
    AppendCopies(view.unique, places, star.representative,
                 SameText(view, star.representative), &family);
    std::vector<uint32_t> uniques = {star.representative};
    for (const uint32_t p : star.pairs) {
      uniques.push_back(unit.pairs[p].Other(star.representative));
      AppendCopies(view.unique, places, uniques.back(), unit.pairs[p].verdict,
                   &family);
    }
    appender.Add(uniques, IsHeldInPartsOnly(unit, plan, star),
                 std::move(family));
  }
  for (uint32_t u = 0; u < view.unique.size(); ++u) {
    if (unit.star_of[u] != kNoKeys || view.unique.copies(u) < 2) continue;
    FamilyRow family = StartFamily(view.unique.copies(u), *run);
    AppendCopies(view.unique, places, u, SameText(view, u), &family);
    appender.Add({u}, false, std::move(family));
  }
  return appender.TakeFamilyOf();
}

void SortFamilies(StoredVector<FamilyRow>* families,
                  const std::vector<StoredVector<int64_t>*>& family_of) {
  // Stable: families come in the canonical order of their representatives, so
  // ties are broken by content, not by input order.
  Store* const store = families->get_allocator().store();
  // (Of all bits of the bytes: most first. The rows are ten times as large.)
  StoredVector<std::pair<uint64_t, size_t>> order(store);
  GrowTo(families->size(), &order);
  for (const FamilyRow& family : *families) {
    GiveBackAt(order.size(), store);
    Append({~family.bytes, order.size()}, &order);
  }
  uint64_t compared = 0;
  std::sort(order.begin(), order.end(), [&](const auto& x, const auto& y) {
    GiveBackAt(++compared, store);
    return x < y;
  });
  StoredVector<FamilyRow> sorted(store);
  GrowTo(order.size(), &sorted);
  StoredVector<int64_t> place(
      order.size(), 0, StoreOfTable(store, order.size() * sizeof(int64_t)));
  for (const auto& [bytes, old] : order) {
    GiveBackAt(sorted.size(), store);
    place[old] = static_cast<int64_t>(sorted.size());
    Append(std::move((*families)[old]), &sorted);
  }
  *families = std::move(sorted);
  for (StoredVector<int64_t>* of : family_of) {
    for (size_t i = 0; i < of->size(); ++i) {
      GiveBackAt(i, store);
      int64_t& family = (*of)[i];
      if (family != kNoId) family = place[static_cast<size_t>(family)];
    }
  }
}

void AppendMatches(const UnitResult& unit, const ScanPlan& plan,
                   const StoredVector<FamilyRow>& families,
                   const StoredVector<int64_t>& family_of,
                   StoredVector<MatchRow>* matches) {
  MatchAppender appender(unit, plan, families, family_of, matches);
  if (plan.options.pairs == Pairs::kAll) {
    AppendAllMatches(unit, &appender);
  } else {
    const UniqueItems& unique = unit.view.unique;
    for (uint32_t u = 0; u < unique.size(); ++u) {
      if (unit.star_of[u] == kNoKeys) {
        AppendAgainst(unique, u, u, kNoKeys, &appender);
      }
    }
    for (const Star& star : unit.stars) {
      const uint32_t center = star.representative;
      AppendAgainst(unique, center, center, kNoKeys, &appender);
      for (const uint32_t p : star.pairs) {
        AppendAgainst(unique, center, unit.pairs[p].Other(center), p,
                      &appender);
      }
    }
  }
  appender.Finish();
}

StoredVector<uint32_t> DocumentGroups(const Corpus& corpus,
                                      const UnitResult* documents) {
  if (documents != nullptr) return GroupsOf(*documents);
  return StoredVector<uint32_t>(corpus.documents.size(), kNoGroup,
                                corpus.store);
}

}  // namespace tikrar
