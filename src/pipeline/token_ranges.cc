#include "pipeline/token_ranges.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"

namespace tikrar {
namespace {

constexpr size_t kGrain = 64;  // documents
constexpr std::array<std::string_view, 5> kEndMarks = {".", "!", "?", "؟", "…"};

}  // namespace

StoredVector<TextRange> RangesOf(absl::Span<const PassageSide> sides,
                                 const Corpus& corpus, const ScanPlan& plan,
                                 ThreadPool* pool) {
  StoredVector<TextRange> ranges(sides.size(), TextRange{}, corpus.store);
  StoredVector<size_t> starts(corpus.store);  // of documents in `sides`
  for (size_t i = 0; i < sides.size(); ++i) {
    if (i == 0 || sides[i].doc != sides[i - 1].doc) starts.push_back(i);
  }
  if (starts.empty()) return ranges;
  starts.push_back(sides.size());
  pool->ParallelFor(starts.size() - 1, kGrain, [&](size_t begin, size_t end) {
    ContentReader reader(plan.normalizer);
    for (size_t d = begin; d < end; ++d) {
      GiveBackAt(d - begin, corpus.store);
      const uint32_t doc = sides[starts[d]].doc;
      const std::string_view text = corpus.documents[doc].document.text;
      const NormalizedText& content = reader.Read(
          text, {0, static_cast<uint32_t>(text.size())}, corpus.cuts.Of(doc));
      for (size_t i = starts[d]; i < starts[d + 1]; ++i) {
        ranges[i] = {content.tokens[sides[i].begin].source.begin,
                     content.tokens[sides[i].end - 1].source.end};
      }
    }
  });
  return ranges;
}

StoredVector<TextRange> SentenceRangesOf(absl::Span<const PassageSide> sides,
                                         const Corpus& corpus,
                                         const ScanPlan& plan,
                                         ThreadPool* pool) {
  StoredVector<TextRange> ranges = RangesOf(sides, corpus, plan, pool);
  for (size_t i = 0; i < sides.size(); ++i) {
    ranges[i] =
        WithEndMarks(corpus.documents[sides[i].doc].document.text, ranges[i]);
  }
  return ranges;
}

TextRange WithEndMarks(std::string_view text, TextRange range) {
  std::string_view rest = text.substr(range.end);
  for (auto mark = kEndMarks.begin(); mark != kEndMarks.end();) {
    mark =
        std::find_if(kEndMarks.begin(), kEndMarks.end(),
                     [&](std::string_view m) { return rest.starts_with(m); });
    if (mark != kEndMarks.end()) rest.remove_prefix(mark->size());
  }
  if (!rest.empty() && !absl::ascii_isspace(rest.front())) return range;
  range.end = static_cast<uint32_t>(text.size() - rest.size());
  return range;
}

}  // namespace tikrar
