// Arabic text: decode, normalize, tokenize, segment.
//
// Three streams are derived from a text (doc of the rules: src/text/RULES.md):
//
//   N  canonical text with canonical punctuation: segmentation, display
//   T  tokens: word shingles, alignment
//   C  compact: the tokens without spaces, `|` between two number tokens:
//      equality and letter n-grams
//
// and three profiles decide how much spelling is folded:
//
//   strict      encoding and typography only
//   standard    + what Arabic writers leave out or vary: vowel marks, hamza,
//               alef maksura and yeh, teh marbuta and heh (the default)
//   aggressive  + every hamza dropped, loan letters folded
//
// Everything that the streams hold maps back to the bytes it came from.
//
// Thread-safety: a Normalizer is immutable after Create and may be used from
// any number of threads; a NormalizedText belongs to one thread at a time.
//
// Example:
//   absl::StatusOr<Normalizer> normalizer = Normalizer::Create({});
//   NormalizedText text;
//   normalizer->Normalize("قال «الوزير»", &text);
//   text.TokenText(1);       // "الوزير"
//   text.tokens[1].source;   // the bytes of الوزير, without the quotes

#ifndef TIKRAR_TEXT_H_
#define TIKRAR_TEXT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tikrar/document.h"

namespace tikrar {

// ---------------------------------------------------------------- decoding

enum class Charset : uint8_t {
  kAuto = 0,  // BOM, else valid UTF-8, else windows-1256 or ISO-8859-6
  kUtf8,
  kUtf16Le,
  kUtf16Be,
  kWindows1256,
  kIso8859_6,
};

std::string_view CharsetName(Charset charset);
absl::StatusOr<Charset> ParseCharset(std::string_view name);

struct DecodedText {
  std::string text;           // valid UTF-8, without BOM
  Charset charset;            // the one used, never kAuto
  uint64_t replacements = 0;  // U+FFFD written for undecodable bytes
};

// Decodes bytes of a file. Never fails: what cannot be decoded becomes U+FFFD
// (one per maximal invalid subsequence, as Unicode 15 section 3.9 recommends)
// and is counted. Cost: one pass for valid UTF-8.
DecodedText Decode(std::string_view bytes, Charset charset = Charset::kAuto);

// True if `text` is well-formed UTF-8 (no surrogates, nothing overlong).
bool IsValidUtf8(std::string_view text);

// ----------------------------------------------------------- normalization

enum class Profile : uint8_t { kStrict = 0, kStandard, kAggressive };

std::string_view ProfileName(Profile profile);
absl::StatusOr<Profile> ParseProfile(std::string_view name);

enum class TokenKind : uint8_t {
  kArabic = 0,
  kNumber,
  kOther,   // letters of another script
  kSymbol,  // percent and currency signs
};

// A normalized word. `begin`/`end` are byte offsets into
// NormalizedText::compact, `source` into the text that was normalized:
// from the first byte of the first character to past the last one, with the
// marks that belong to it. A proclitic joined over a quote («و«الحياة») has
// the quote inside its source range.
struct Token {
  uint32_t begin = 0;
  uint32_t end = 0;
  TextRange source;
  TokenKind kind = TokenKind::kArabic;
};

// The T and C streams of a text. Reuse one object for many texts: it keeps
// its memory, and Append never allocates per token.
struct NormalizedText {
  std::string compact;        // the C stream, UTF-8
  std::vector<Token> tokens;  // in text order; compact minus '|' is their sum

  // For byte i of `compact`: the source character it stands for.
  // Filled only by NormalizeOptions::map_bytes; else empty.
  std::vector<TextRange> byte_sources;

  void Clear();
  std::string_view TokenText(size_t i) const {
    return std::string_view(compact).substr(tokens[i].begin,
                                            tokens[i].end - tokens[i].begin);
  }
  // The T stream: tokens [first, last) with one space between.
  std::string Joined(size_t first, size_t last) const;
  std::string Joined() const { return Joined(0, tokens.size()); }
};

// N, with a source range for each of its bytes.
struct CanonicalText {
  std::string text;
  std::vector<TextRange> byte_sources;
};

struct NormalizeOptions {
  // Affects results.
  Profile profile = Profile::kStandard;

  // Affects speed only.
  bool map_bytes = false;  // fill byte_sources; 8 bytes per compact byte
};

class Normalizer {
 public:
  static absl::StatusOr<Normalizer> Create(const NormalizeOptions& options);

  // Replaces *out by the streams of `text`, which may hold any line breaks.
  // REQUIRES: text is valid UTF-8 of less than 4 GiB.
  // Cost: linear; see bench/results for MB/s.
  void Normalize(std::string_view text, NormalizedText* out) const;

  // Appends the tokens of one line of a longer text: source offsets are
  // shifted by `source_offset`; a '|' is put first when a number token would
  // follow a number token. Appending the lines of a text one by one gives
  // what Normalize gives for the whole text.
  // REQUIRES: `line` has no line break other than U+0085 (see SplitLines).
  void Append(std::string_view line, uint32_t source_offset,
              NormalizedText* out) const;

  // The N stream of `text`; lines are joined by '\n', blank lines dropped.
  CanonicalText Canonical(std::string_view text) const;

  const NormalizeOptions& options() const { return options_; }

 private:
  explicit Normalizer(const NormalizeOptions& options) : options_(options) {}
  NormalizeOptions options_;
};

// ------------------------------------------------------------ segmentation

// The lines of `text`: maximal runs between line breaks (LF, CR, U+0085,
// U+2028, U+2029), trimmed of white space at both ends, empty ones left out.
// U+0085 after U+00D8..U+00DB is not a break: it is half of an Arabic letter
// in UTF-8 that was once read as Latin-1 and will be repaired.
// A line with at least one letter or digit is a *block*.
void SplitLines(std::string_view text, std::vector<TextRange>* lines);

// The lines that are blocks. Cost: as SplitLines, plus a look at each line
// up to its first letter or digit.
void SplitBlocks(std::string_view text, std::vector<TextRange>* blocks);

// The sentences of one block as ranges of `block` (rules SEG-1 to SEG-9 of
// src/text/RULES.md). They cover every letter of the block, in order.
std::vector<TextRange> SplitSentences(std::string_view block);

// A stretch between quotation marks.
struct Quotation {
  TextRange inside;        // without the marks
  TextRange outside;       // with the marks that are there
  uint32_t depth = 1;      // 1 = outermost
  bool has_opener = true;  // false: goes on from an earlier block
  bool has_closer = true;  // false: ends with its block unclosed
};

// The quotations of a whole document text, by `outside.begin`, outer before
// inner (rules ). A quotation that runs over several blocks gives
// one entry per block. Unbalanced marks never make the rest of the text a
// quotation.
std::vector<Quotation> FindQuotations(std::string_view text);

// Speech that a frame announces: وقال الوزير إن …, مضيفا أن …, وبحسب الوكالة، …
struct Attribution {
  TextRange frame;   // from the verb to what ends the frame: a word or a mark
  TextRange inside;  // the reported words, without the stop at their end
  // The frame ends with a quotation mark, «: the words are a quotation too.
  bool has_mark = false;
};

// The reported words of a whole document text, in order, none overlapping
// another (rules ATT-1 to ATT-7 of RULES.md). Nothing runs over the end of a
// sentence. Cost: linear.
std::vector<Attribution> FindAttributions(std::string_view text);

}  // namespace tikrar

#endif  // TIKRAR_TEXT_H_
