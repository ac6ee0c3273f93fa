#include <algorithm>

#include "pipeline/assemble.h"
#include "pipeline/quote_cover.h"

namespace tikrar {
namespace {

// A block of fewer words than PassagePhraseWords says, in so many documents, is
// a phrase, as in FindPassages, which lists it.
constexpr uint32_t kPhraseDocuments = 8;

uint32_t WordsOf(const UnitView& view, const FamilyMember& member) {
  const absl::Span<const Item> items = view.table.items;
  const auto item =
      std::lower_bound(items.begin(), items.end(), member,
                       [](const Item& x, const FamilyMember& key) {
                         return std::pair(x.doc, x.range.begin) <
                                std::pair(key.doc, key.range.begin);
                       });
  return item->token_count;
}

}  // namespace

bool IsNoPassage(const UnitView& view, const ScanPlan& plan,
                 const KnownRepetition& known, const FamilyRow& family) {
  const uint32_t least_words =
      PassagePhraseWords(plan.options.min_passage_words);
  if (plan.options.find_passages && family.documents >= kPhraseDocuments &&
      WordsOf(view, family.members[0]) < least_words) {
    return true;
  }
  const uint32_t group = known.groups[family.members[0].doc];
  const auto all = [&](const auto& holds) {
    return std::all_of(family.members.begin(), family.members.end(), holds);
  };
  if (group != kNoGroup && all([&](const FamilyMember& member) {
        return known.groups[member.doc] == group;
      })) {
    return true;
  }
  return all([&](const FamilyMember& member) {
    return member.jaccard < plan.options.threshold ||
           known.quotes->Holds(member.doc, member.range);
  });
}

}  // namespace tikrar
