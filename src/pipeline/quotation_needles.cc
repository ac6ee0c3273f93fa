#include "pipeline/quotation_needles.h"

#include <algorithm>
#include <cstddef>

namespace tikrar {
namespace {

// A line of nothing but opening marks must not take quadratic time and memory.
// Real text has two levels.
constexpr uint32_t kMostQuotationDepth = 3;

// Longer ones are marks gone wrong, or whole documents (99 in 100 have at most
// 69 words).
constexpr uint32_t kMostQuotedWords = 250;

// First token that ends behind `byte`.
uint32_t FirstTokenBehind(absl::Span<const Token> tokens, uint32_t byte) {
  const auto token = std::partition_point(
      tokens.begin(), tokens.end(),
      [byte](const Token& t) { return t.source.end <= byte; });
  return static_cast<uint32_t>(token - tokens.begin());
}

QuoteNeedle NeedleAt(uint32_t doc, TextRange range,
                     absl::Span<const Token> tokens) {
  return {.doc = doc,
          .begin = FirstTokenBehind(tokens, range.begin),
          .end = FirstTokenBehind(tokens, range.end)};
}

// Marks that hold scripture and nothing else, so that they say what a frame
// says: the ornate parentheses and, on keyboards without them, braces.
bool IsVerse(const Quotation& quotation, std::string_view text) {
  const std::string_view from = text.substr(quotation.outside.begin);
  return quotation.has_opener &&
         (from.starts_with("\uFD3F") || from.starts_with("{"));
}

// Does quotation `i` end with its block for want of a closing mark? (Of one
// that goes on in the next block, there is an entry without an opener.)
bool IsUnclosed(const std::vector<Quotation>& quotations, size_t i) {
  if (quotations[i].has_closer) return false;
  size_t next = i + 1;
  while (next < quotations.size() &&
         quotations[next].outside.begin < quotations[i].outside.end) {
    ++next;
  }
  return next == quotations.size() || quotations[next].has_opener;
}

// What is quoted, by all that the marks tell: of an unclosed quotation, its
// first sentence.
TextRange QuotedRange(const std::vector<Quotation>& quotations, size_t i,
                      std::string_view text) {
  TextRange range = quotations[i].inside;
  if (!IsUnclosed(quotations, i)) return range;
  const std::vector<TextRange> sentences = SplitSentences(range.In(text));
  if (!sentences.empty()) range.end = range.begin + sentences.front().end;
  return range;
}

// The outermost quotation that begins between the verb of a frame and the
// first word it reports, null if none does. Calls come in text order; *next is
// the first quotation that may still be asked for.
const Quotation* QuotationOf(const Attribution& attribution,
                             const std::vector<Quotation>& quotations,
                             size_t* next) {
  while (*next < quotations.size() &&
         quotations[*next].outside.begin < attribution.frame.begin) {
    ++*next;
  }
  for (size_t i = *next; i < quotations.size(); ++i) {
    if (quotations[i].outside.begin >= attribution.inside.begin) break;
    if (quotations[i].inside.end > attribution.inside.begin) {
      return &quotations[i];
    }
  }
  return nullptr;
}

void Add(const QuoteNeedle& needle, std::vector<QuoteNeedle>* needles) {
  if (needle.begin == needle.end || needle.size() > kMostQuotedWords) return;
  needles->push_back(needle);
}

}  // namespace

void AppendQuotationNeedles(std::string_view text, uint32_t doc,
                            absl::Span<const Token> tokens,
                            std::vector<QuoteNeedle>* needles) {
  const auto first = static_cast<ptrdiff_t>(needles->size());
  const std::vector<Quotation> quotations = FindQuotations(text);
  std::vector<bool> has_frame(quotations.size(), false);
  size_t next = 0;
  for (const Attribution& attribution : FindAttributions(text)) {
    if (attribution.has_mark) {
      const Quotation* quotation = QuotationOf(attribution, quotations, &next);
      const bool ends_with_mark =
          quotation == nullptr ||
          quotation->outside.begin < attribution.frame.end;
      if (quotation != nullptr) has_frame[quotation - quotations.data()] = true;
      if (ends_with_mark ||
          2 * quotation->inside.size() >= attribution.inside.size()) {
        continue;
      }
    }
    QuoteNeedle needle = NeedleAt(doc, attribution.inside, tokens);
    needle.has_marks = false;
    needle.has_frame = true;
    Add(needle, needles);
  }
  for (size_t i = 0; i < quotations.size(); ++i) {
    if (quotations[i].depth > kMostQuotationDepth) continue;
    QuoteNeedle needle =
        NeedleAt(doc, QuotedRange(quotations, i, text), tokens);
    needle.has_frame = has_frame[i] || IsVerse(quotations[i], text);
    if (!needle.has_frame && IsUnclosed(quotations, i)) continue;
    Add(needle, needles);
  }
  std::sort(needles->begin() + first, needles->end());
}

}  // namespace tikrar
