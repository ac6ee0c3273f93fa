#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

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

double ScoreOf(const FamilyMember& member) {
  return std::max(member.jaccard, member.containment);
}

// Later copies inside one document are repeats; a copy in another document
// makes every first copy a passage.
void AddBlockSpans(const FamilyRow& family, int64_t index, RunResult* run) {
  std::vector<const FamilyMember*> members;
  for (const FamilyMember& member : family.members) members.push_back(&member);
  std::sort(members.begin(), members.end(),
            [](const FamilyMember* x, const FamilyMember* y) {
              return std::pair(x->doc, x->range.begin) <
                     std::pair(y->doc, y->range.begin);
            });
  for (size_t i = 0; i < members.size(); ++i) {
    const bool later = i > 0 && members[i - 1]->doc == members[i]->doc;
    if (!later && family.documents == 1) continue;
    run->spans.push_back({.doc = members[i]->doc,
                          .range = members[i]->range,
                          .kind = later ? Kind::kRepeat : Kind::kPassage,
                          .role = {},
                          .family = index,
                          .score = ScoreOf(*members[i])});
  }
}

}  // namespace

void FillSpans(RunResult* run) {
  for (size_t f = 0; f < run->families.size(); ++f) {
    if (run->families[f].unit == Unit::kBlock) {
      AddBlockSpans(run->families[f], static_cast<int64_t>(f), run);
    }
  }
  std::sort(run->spans.begin(), run->spans.end(),
            [](const SpanRow& x, const SpanRow& y) {
              return std::tuple(x.doc, x.range.begin, x.range.end, x.kind) <
                     std::tuple(y.doc, y.range.begin, y.range.end, y.kind);
            });
  CountKinds(run);
}

}  // namespace tikrar
