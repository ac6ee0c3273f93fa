// Any bytes through decoding, repair, segmentation and normalization. Checks
// what text.h promises, and short inputs against the reference normalizer;
// aborts with a message at the first broken promise.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "reference/reference_normalizer.h"
#include "text/repair.h"
#include "text/segment_chars.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

constexpr size_t kMaxReferenceBytes = 4096;

void Check(bool holds, const char* promise, std::string_view text) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\ntext: %.*s\n", promise,
               static_cast<int>(text.size()), text.data());
  std::abort();
}

bool IsCharBoundary(std::string_view text, size_t i) {
  return i == text.size() ||
         (i < text.size() && (static_cast<uint8_t>(text[i]) & 0xC0) != 0x80);
}

void CheckRange(TextRange range, const char* promise, std::string_view text) {
  Check(range.begin <= range.end && IsCharBoundary(text, range.begin) &&
            IsCharBoundary(text, range.end),
        promise, text);
}

// In bounds, not empty, one after the other.
void CheckList(const std::vector<TextRange>& ranges, const char* promise,
               std::string_view text) {
  uint32_t before = 0;
  for (TextRange range : ranges) {
    CheckRange(range, promise, text);
    Check(before <= range.begin && range.size() > 0, promise, text);
    before = range.end;
  }
}

// In bounds and never running backwards.
void CheckSources(const std::vector<TextRange>& sources, const char* promise,
                  std::string_view text) {
  TextRange before;
  for (TextRange source : sources) {
    CheckRange(source, promise, text);
    Check(before.begin <= source.begin && before.end <= source.end, promise,
          text);
    before = source;
  }
}

void CheckRepair(std::string_view line) {
  RepairedText repaired;
  if (!Repair(line, &repaired)) return;
  Check(NeedsRepair(line), "NeedsRepair is true where Repair repairs", line);
  Check(IsValidUtf8(repaired.text), "Repair gives UTF-8", line);
  Check(repaired.byte_sources.size() == repaired.text.size(),
        "Repair gives every byte a source", line);
  CheckSources(repaired.byte_sources, "sources of Repair", line);
}

void CheckQuotations(std::string_view text) {
  uint32_t before = 0;
  std::vector<uint32_t> ends;
  for (const Quotation& q : FindQuotations(text)) {
    CheckRange(q.outside, "outside of a quotation", text);
    CheckRange(q.inside, "inside of a quotation", text);
    Check(q.outside.begin <= q.inside.begin && q.inside.end <= q.outside.end,
          "inside lies outside", text);
    Check(before <= q.outside.begin, "quotations are in order", text);
    before = q.outside.begin;
    while (!ends.empty() && ends.back() <= q.outside.begin) ends.pop_back();
    Check(ends.empty() || q.outside.end <= ends.back(), "quotations nest",
          text);
    ends.push_back(q.outside.end);
  }
}

void CheckAttributions(std::string_view text) {
  uint32_t before = 0;
  for (const Attribution& a : FindAttributions(text)) {
    CheckRange(a.frame, "frame of an attribution", text);
    CheckRange(a.inside, "inside of an attribution", text);
    Check(a.frame.size() > 0 && a.inside.size() > 0,
          "attributions are not empty", text);
    Check(before <= a.frame.begin && a.frame.end <= a.inside.begin,
          "attributions are apart and in order", text);
    before = a.inside.end;
  }
}

void CheckSegmentation(std::string_view text) {
  std::vector<TextRange> lines;
  std::vector<TextRange> blocks;
  SplitLines(text, &lines);
  SplitBlocks(text, &blocks);
  CheckList(lines, "lines", text);
  CheckList(blocks, "blocks", text);
  Check(
      std::includes(lines.begin(), lines.end(), blocks.begin(), blocks.end(),
                    [](TextRange a, TextRange b) { return a.begin < b.begin; }),
      "blocks are lines", text);
  for (TextRange line : lines) CheckRepair(line.In(text));
  for (TextRange block : blocks) {
    CheckList(SplitSentences(block.In(text)), "sentences", block.In(text));
  }
  CheckQuotations(text);
  CheckAttributions(text);
}

void CheckTokens(const NormalizedText& out, std::string_view text) {
  uint32_t end = 0;
  TextRange before;
  for (const Token& token : out.tokens) {
    Check(token.begin < token.end && token.end <= out.compact.size(),
          "token lies in compact", text);
    const std::string_view gap =
        std::string_view(out.compact).substr(end, token.begin - end);
    Check(gap.empty() || gap == "|", "tokens are compact without '|'", text);
    end = token.end;
    CheckRange(token.source, "source of a token", text);
    Check(before.begin <= token.source.begin && before.end <= token.source.end,
          "sources of tokens run forward", text);
    before = token.source;
  }
  Check(end == out.compact.size(), "tokens cover compact", text);
}

// A '|' stands for no character: between the two numbers of a fraction sign it
// lies inside what they both came from.
std::vector<TextRange> SourcesOfText(const NormalizedText& out) {
  std::vector<TextRange> sources;
  for (size_t i = 0; i < out.byte_sources.size(); ++i) {
    if (out.compact[i] != '|') sources.push_back(out.byte_sources[i]);
  }
  return sources;
}

// Without byte sources, words are found by the kernels, not by character.
void CheckKernel(Profile profile, const NormalizedText& expected,
                 std::string_view text) {
  NormalizedText out;
  Normalizer::Create({.profile = profile})->Normalize(text, &out);
  Check(out.compact == expected.compact, "kernels give the same text", text);
  const auto is_same = [](const Token& a, const Token& b) {
    return a.begin == b.begin && a.end == b.end && a.kind == b.kind &&
           a.source.begin == b.source.begin && a.source.end == b.source.end;
  };
  Check(std::equal(out.tokens.begin(), out.tokens.end(),
                   expected.tokens.begin(), expected.tokens.end(), is_same),
        "kernels give the same tokens", text);
}

void CheckNormalizer(Profile profile, std::string_view text) {
  const auto normalizer =
      Normalizer::Create({.profile = profile, .map_bytes = true});
  Check(normalizer.ok(), "options are accepted", text);
  NormalizedText out;
  normalizer->Normalize(text, &out);
  Check(IsValidUtf8(out.compact), "compact is UTF-8", text);
  CheckTokens(out, text);
  Check(out.byte_sources.size() == out.compact.size(),
        "every compact byte has a source", text);
  CheckSources(SourcesOfText(out), "sources of compact bytes", text);

  const CanonicalText canonical = normalizer->Canonical(text);
  Check(IsValidUtf8(canonical.text), "canonical text is UTF-8", text);
  Check(canonical.byte_sources.size() == canonical.text.size(),
        "every canonical byte has a source", text);
  CheckSources(canonical.byte_sources, "sources of canonical bytes", text);

  CheckKernel(profile, out, text);

  if (text.size() > kMaxReferenceBytes) return;
  const reference::Streams expected = reference::TokenStreams(text, profile);
  Check(out.compact == expected.compact, "compact equals the reference", text);
  Check(out.Joined() == expected.tokens, "tokens equal the reference", text);
  Check(canonical.text == reference::CanonicalStream(text, profile),
        "canonical text equals the reference", text);
}

void CheckAll(std::string_view bytes, Charset charset) {
  const DecodedText decoded = Decode(bytes, charset);
  Check(IsValidUtf8(decoded.text), "Decode gives UTF-8", bytes);
  Check(decoded.charset != Charset::kAuto, "Decode names a charset", bytes);
  CheckSegmentation(decoded.text);
  for (Profile profile :
       {Profile::kStrict, Profile::kStandard, Profile::kAggressive}) {
    CheckNormalizer(profile, decoded.text);
  }
}

}  // namespace
}  // namespace tikrar

// The first byte picks the charset, the rest is the file.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1,
                               size - 1);
  constexpr int kCharsets = 6;
  tikrar::CheckAll(bytes, static_cast<tikrar::Charset>(data[0] % kCharsets));
  return 0;
}
