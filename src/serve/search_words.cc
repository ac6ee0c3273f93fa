#include "serve/search_words.h"

#include "absl/container/flat_hash_set.h"

namespace tikrar {
namespace {

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

}  // namespace

std::string SearchWords::Of(const std::vector<std::string_view>& texts) {
  std::string words;
  absl::flat_hash_set<std::string> seen;
  for (const std::string_view text : texts) {
    normalizer_.Normalize(text, &normalized_);
    VisitWords(normalized_, [&](size_t, std::string_view word) {
      if (!seen.emplace(word).second) return;
      if (!words.empty()) words += ' ';
      words += word;
    });
  }
  return words;
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
    const TextRange source = normalized.tokens[token].source;
    const bool is_begin = source.end < query.size() && query[source.end] == '*';
    if (is_begin) expression += " *";
  });
  return expression;
}

}  // namespace tikrar
