#include "reference/reference_quote.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace tikrar::reference {
namespace {

using Tokens = absl::Span<const uint32_t>;

// Edit distances of `needle` to text[begin, e) for each e from begin on.
std::vector<uint32_t> DistancesFrom(Tokens needle, Tokens text,
                                    uint32_t begin) {
  std::vector<uint32_t> column(needle.size() + 1);
  for (uint32_t i = 0; i <= needle.size(); ++i) column[i] = i;
  std::vector<uint32_t> distances = {column.back()};
  for (size_t at = begin; at < text.size(); ++at) {
    std::vector<uint32_t> next = {column[0] + 1};
    for (size_t i = 1; i <= needle.size(); ++i) {
      const uint32_t changed = column[i - 1] + (needle[i - 1] != text[at]);
      next.push_back(std::min({changed, column[i] + 1, next[i - 1] + 1}));
    }
    column = next;
    distances.push_back(column.back());
  }
  return distances;
}

struct Stretch {
  uint32_t edits, begin, end;
};

// The best stretch of text[low, high): fewest edits, shortest, first.
std::optional<Stretch> BestStretch(Tokens needle, Tokens text, uint32_t low,
                                   uint32_t high, uint32_t most_edits) {
  std::optional<Stretch> best;
  for (uint32_t begin = low; begin < high; ++begin) {
    const std::vector<uint32_t> distances =
        DistancesFrom(needle, text.subspan(0, high), begin);
    for (uint32_t size = 1; size < distances.size(); ++size) {
      if (distances[size] > most_edits) continue;
      const Stretch s = {distances[size], begin, begin + size};
      if (!best ||
          std::tuple(s.edits, s.end - s.begin, s.begin) <
              std::tuple(best->edits, best->end - best->begin, best->begin)) {
        best = s;
      }
    }
  }
  return best;
}

void AppendStretches(Tokens needle, Tokens text, uint32_t low, uint32_t high,
                     uint32_t most_edits, std::vector<Stretch>* out) {
  const std::optional<Stretch> best =
      BestStretch(needle, text, low, high, most_edits);
  if (!best) return;
  AppendStretches(needle, text, low, best->begin, most_edits, out);
  out->push_back(*best);
  AppendStretches(needle, text, best->end, high, most_edits, out);
}

uint32_t MostEdits(uint32_t words, double containment) {
  if (words < 6) return 0;
  uint32_t edits = 0;
  // The largest number with edits <= (1 - containment) * words and
  // edits <= words / 5, by counting up.
  while (edits < 64 && 5 * (edits + 1) <= words &&
         edits + 1 <= (1 - containment) * words + 1e-9) {
    ++edits;
  }
  return edits;
}

}  // namespace

QuoteOccurrences QuoteOccurrencesOf(
    absl::Span<const absl::Span<const uint32_t>> documents,
    absl::Span<const QuoteNeedle> needles, const QuoteOptions& options) {
  QuoteOccurrences result;
  const auto tokens_of = [&](const QuoteNeedle& n) {
    return documents[n.doc].subspan(n.begin, n.end - n.begin);
  };
  for (uint32_t i = 0; i < needles.size(); ++i) {
    const Tokens needle = tokens_of(needles[i]);
    if (needle.size() < static_cast<size_t>(options.min_words)) {
      result.first_equal.push_back(kNoNeedle);
      continue;
    }
    uint32_t first = 0;
    while (tokens_of(needles[first]) != needle) ++first;
    result.first_equal.push_back(first);
    if (first != i) continue;
    std::vector<QuoteOccurrence> rows;
    for (uint32_t doc = 0; doc < documents.size(); ++doc) {
      const Tokens text = documents[doc];
      const uint32_t size = static_cast<uint32_t>(text.size());
      const uint32_t most_edits =
          MostEdits(static_cast<uint32_t>(needle.size()), options.containment);
      std::vector<Stretch> stretches;
      if (doc == needles[i].doc) {
        const uint32_t begin = needles[i].begin, end = needles[i].end;
        AppendStretches(needle, text, 0, begin, most_edits, &stretches);
        stretches.push_back({0, begin, end});
        AppendStretches(needle, text, end, size, most_edits, &stretches);
      } else {
        AppendStretches(needle, text, 0, size, most_edits, &stretches);
      }
      for (const Stretch& s : stretches) {
        rows.push_back({i, doc, s.begin, s.end, s.edits});
      }
    }
    if (rows.empty() || rows.front().doc == rows.back().doc) continue;
    result.occurrences.insert(result.occurrences.end(), rows.begin(),
                              rows.end());
  }
  return result;
}

uint32_t CommonSubsequence(Tokens a, Tokens b) {
  std::vector<uint32_t> row(b.size() + 1, 0);
  for (const uint32_t token : a) {
    std::vector<uint32_t> next = {0};
    for (size_t j = 0; j < b.size(); ++j) {
      next.push_back(token == b[j] ? row[j] + 1
                                   : std::max(row[j + 1], next[j]));
    }
    row = next;
  }
  return row.back();
}

}  // namespace tikrar::reference
