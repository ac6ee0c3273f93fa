#include "cli/explanation.h"

#include <limits>

#include "absl/types/span.h"
#include "base/status_macros.h"

namespace tikrar {
namespace {

// Byte offsets of the code points of `text`, and of its end.
std::vector<size_t> LetterBegins(std::string_view text) {
  std::vector<size_t> begins;
  for (size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
      begins.push_back(i);
    }
  }
  begins.push_back(text.size());
  return begins;
}

// The text of each shingle: what HashShingles hashes, in the same order.
std::vector<std::string> ShingleTexts(const NormalizedText& text,
                                      const ShingleSpec& spec) {
  std::vector<std::string> texts;
  const size_t size = static_cast<size_t>(spec.size);
  if (spec.unit == ShingleUnit::kWord) {
    for (size_t i = 0; i + size <= text.tokens.size(); ++i) {
      texts.push_back(text.Joined(i, i + size));
    }
    return texts;
  }
  const std::vector<size_t> begins = LetterBegins(text.compact);
  for (size_t i = 0; i + size < begins.size(); ++i) {
    texts.push_back(
        text.compact.substr(begins[i], begins[i + size] - begins[i]));
  }
  return texts;
}

ExplainedShingles ExplainShingles(const NormalizedText& text,
                                  const ShingleSpec& spec,
                                  const MinHasher& hasher) {
  ExplainedShingles shingles;
  shingles.spec = spec;
  shingles.texts = ShingleTexts(text, spec);
  HashShingles(text, spec, &shingles.hashes);
  shingles.signature.resize(static_cast<size_t>(hasher.num_hashes()));
  hasher.Sketch(shingles.hashes, absl::MakeSpan(shingles.signature));
  shingles.simhash = SimHash64(shingles.hashes);
  return shingles;
}

// Those that a scan would use for a text of this length.
std::vector<ShingleSpec> SpecsFor(const NormalizedText& text,
                                  const ShingleSpec& spec) {
  if (spec.unit != ShingleUnit::kAuto) return {spec};
  if (text.tokens.size() > kShortItemWords) return {DefaultShingle()};
  return {DefaultShingle(), ShortShingle()};
}

std::vector<TextRange> Sentences(std::string_view text) {
  std::vector<TextRange> blocks, sentences;
  SplitBlocks(text, &blocks);
  for (const TextRange& block : blocks) {
    for (const TextRange& sentence : SplitSentences(block.In(text))) {
      sentences.push_back(
          {block.begin + sentence.begin, block.begin + sentence.end});
    }
  }
  return sentences;
}

}  // namespace

absl::StatusOr<Explanation> Explain(std::string text,
                                    const ScanOptions& options) {
  if (text.size() > std::numeric_limits<uint32_t>::max()) {
    return MakeStatus(absl::StatusCode::kOutOfRange, "tikrar explain",
                      "expected a text of less than 4 GiB");
  }
  TIKRAR_ASSIGN_OR_RETURN(const Normalizer normalizer,
                          Normalizer::Create({.profile = options.profile}));
  TIKRAR_ASSIGN_OR_RETURN(
      const MinHasher hasher,
      MinHasher::Create({.num_hashes = options.num_hashes}));
  Explanation explanation;
  explanation.text = std::move(text);
  explanation.profile = options.profile;
  explanation.canonical = normalizer.Canonical(explanation.text);
  normalizer.Normalize(explanation.text, &explanation.normalized);
  explanation.exact = HashBytes128(explanation.normalized.compact);
  for (const ShingleSpec& spec :
       SpecsFor(explanation.normalized, options.shingle)) {
    explanation.shingles.push_back(
        ExplainShingles(explanation.normalized, spec, hasher));
  }
  explanation.sentences = Sentences(explanation.text);
  explanation.quotations = FindQuotations(explanation.text);
  return explanation;
}

}  // namespace tikrar
