// Sentences with slots. What a slot stands for: grammar.h.
//
// No template holds more than four fixed words in a row: eight words in a row
// then take words from at least two slots, and two unrelated texts do not
// share them but by a chance too small to meet.

#ifndef TIKRAR_GENERATE_GRAMMAR_TABLES_H_
#define TIKRAR_GENERATE_GRAMMAR_TABLES_H_

#include <string_view>

#include "absl/types/span.h"

namespace tikrar {

absl::Span<const std::string_view> TitleTemplates();
absl::Span<const std::string_view> LeadTemplates();
// Sentences of the body, and what may go on after them.
absl::Span<const std::string_view> CoreTemplates();
absl::Span<const std::string_view> TailTemplates();
// Openings that join a sentence to what stands before.
absl::Span<const std::string_view> ConnectorTemplates();
// Clauses that begin with a noun: they follow أن.
absl::Span<const std::string_view> StatementTemplates();
// What people say in their own words.
absl::Span<const std::string_view> UtteranceTemplates();
// A picture and what it shows.
absl::Span<const std::string_view> CaptionTemplates();
// Frames before speech with marks, and before speech without: the latter end
// with a colon, a verb of saying or its particle. %1 speaks.
absl::Span<const std::string_view> MarkedFrames();
absl::Span<const std::string_view> BareFrames();

// Marks around quoted words.
struct MarkPair {
  std::string_view open, close;
};
absl::Span<const MarkPair> QuotationMarks();

// Verb and preposition before a verbal noun, of a masculine and a feminine
// subject.
absl::Span<const std::string_view> MasculineVerbs();
absl::Span<const std::string_view> FeminineVerbs();
// When: خلال الأشهر المقبلة.
absl::Span<const std::string_view> TimePhrases();

// Legitimate repetition: formulae, and sentences that everybody writes.
struct Formula {
  std::string_view name;  // in truth/traps.labels
  std::string_view text;  // with slots
};
absl::Span<const Formula> Formulae();

}  // namespace tikrar

#endif  // TIKRAR_GENERATE_GRAMMAR_TABLES_H_
