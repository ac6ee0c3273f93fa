#include "serve/search_words.h"

#include <algorithm>

#include "report/text_cut.h"

namespace tikrar {
namespace {

// Of a text so much is shown, and of that so much before the first word.
constexpr size_t kHitBytes = 300;
constexpr size_t kBeforeBytes = 60;

// As SQLite's tokenizer `ascii`: bytes of other characters are of words.
bool IsOfWord(char byte) {
  const auto c = static_cast<unsigned char>(byte);
  return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z');
}

template <typename Visit>
void VisitWords(const NormalizedText& text, Visit visit) {
  for (size_t i = 0; i < text.tokens.size(); ++i) {
    const std::string_view token = text.TokenText(i);
    for (size_t begin = 0; begin < token.size();) {
      size_t end = begin;
      while (end < token.size() && IsOfWord(token[end])) ++end;
      if (begin < end) visit(i, token.substr(begin, end - begin));
      begin = end + 1;
    }
  }
}

// Whether `*` follows a token of a query.
bool IsBegin(const NormalizedText& normalized, size_t token,
             std::string_view query) {
  const size_t end = normalized.tokens[token].source.end;
  return end < query.size() && query[end] == '*';
}

}  // namespace

std::string SearchWords::Of(const std::vector<std::string_view>& texts) {
  std::string words;
  seen_.clear();
  if (normalized_.size() < texts.size()) normalized_.resize(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    // Each in a place of its own: the set looks into it.
    normalizer_.Normalize(texts[i], &normalized_[i]);
    VisitWords(normalized_[i], [&](size_t, std::string_view word) {
      if (!seen_.insert(word).second) return;
      if (!words.empty()) words += ' ';
      words += word;
    });
  }
  return words;
}

SearchHits::SearchHits(const Normalizer& normalizer, std::string_view query)
    : normalizer_(normalizer) {
  normalizer_.Normalize(query, &normalized_);
  VisitWords(normalized_, [&](size_t token, std::string_view word) {
    asked_.push_back({std::string(word), IsBegin(normalized_, token, query)});
  });
}

std::vector<SearchHits::Found> SearchHits::Find(std::string_view text) {
  std::vector<Found> found;
  normalizer_.Normalize(text, &normalized_);
  VisitWords(normalized_, [&](size_t token, std::string_view word) {
    for (size_t i = 0; i < asked_.size(); ++i) {
      const Asked& asked = asked_[i];
      if (word != asked.word &&
          !(asked.is_begin && word.starts_with(asked.word))) {
        continue;
      }
      found.push_back({normalized_.tokens[token].source, i});
      return;
    }
  });
  return found;
}

SearchHit SearchHits::In(std::string_view text) {
  const std::vector<Found> found =
      Find(text.size() <= kSearchedBytes
               ? text
               : text.substr(0, CutBefore(text, kSearchedBytes)));
  if (found.empty()) return {};
  // Different words within the bytes that are shown, from each place on.
  std::vector<size_t> counts(asked_.size());
  size_t best = 0, most = 0, end = 0, different = 0;
  for (size_t begin = 0; begin < found.size(); ++begin) {
    const size_t limit = found[begin].range.begin + kHitBytes - kBeforeBytes;
    for (; end < found.size() && found[end].range.end <= limit; ++end) {
      different += counts[found[end].asked]++ == 0 ? 1 : 0;
    }
    if (different > most) {
      most = different;
      best = begin;
    }
    if (begin == end) {
      ++end;  // a word that is longer than what is shown
    } else {
      different -= --counts[found[begin].asked] == 0 ? 1 : 0;
    }
  }
  const size_t first = found[best].range.begin;
  const size_t from =
      first <= kBeforeBytes
          ? 0
          : std::min(CutAfter(text, first - kBeforeBytes), first);
  SearchHit hit;
  hit.text = text.substr(from);
  hit.text = hit.text.substr(0, hit.text.size() <= kHitBytes
                                    ? hit.text.size()
                                    : CutBefore(hit.text, kHitBytes));
  for (const Found& one : found) {
    if (one.range.begin < from || one.range.end > from + hit.text.size()) {
      continue;
    }
    const TextRange range = {static_cast<uint32_t>(one.range.begin - from),
                             static_cast<uint32_t>(one.range.end - from)};
    if (!hit.words.empty() && hit.words.back() == range) continue;
    hit.words.push_back(range);
  }
  return hit;
}

std::string SearchExpression(const Normalizer& normalizer,
                             std::string_view query) {
  NormalizedText normalized;
  normalizer.Normalize(query, &normalized);
  std::string expression;
  VisitWords(normalized, [&](size_t token, std::string_view word) {
    if (!expression.empty()) expression += " AND ";
    expression += '"';
    expression += word;
    expression += '"';
    if (IsBegin(normalized, token, query)) expression += " *";
  });
  return expression;
}

}  // namespace tikrar
